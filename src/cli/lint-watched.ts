import { resolve } from 'node:path';
import { loadConfig } from '../config.ts';
import type { Names } from '../lint/names/name.ts';
import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { word } from '../messages/word.ts';
import { complain, exitCodes } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { lint, type LintCommandOptions } from './lint.ts';
import { chooseFiles, readText } from './lint-files.ts';
import { onInterruption } from './signals.ts';
import { changeOf, contentOf } from './watch.ts';

/**
 * Lints, and again each time that one of the files, a manifest or the configuration is saved, until it is interrupted: only the files that have
 * changed, since nothing else is said of the others. Returns the exit code of the last round. Throws UsageError and ConfigError at the start;
 * later they are told.
 */
export async function lintWatched(names: readonly string[], options: LintCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const lang = language(options.lang, loadConfig(options.config, cwd), process.env);
  let watched = watchedBy(names, options, cwd);
  // As they were before they were read: what is saved meanwhile is the next round's.
  let seen = contentOf(watched.paths);
  let contents = contentsOf(watched.paths);
  const ends = new Map<string, Names>();
  let code = await lint(names, options, { chosen: watched.chosen, ends });
  for (;;) {
    const { paths } = watched;
    const interruption = onInterruption(() => undefined);
    try {
      process.stdout.write(`\n${word(message('lint/watching', { files: watched.chosen.files.length }), lang)}\n`);
      if (!(await changeOf(paths, seen, interruption.signal))) return interruption.exitCode ?? code;
    } finally {
      interruption.release();
    }
    try {
      seen = contentOf(paths);
      const now = contentsOf(paths);
      const changed = paths.filter((path) => now.get(path) !== contents.get(path));
      contents = now;
      if (changed.some((path) => watched.frames.has(path) || includes(path))) {
        watched = watchedBy(names, options, cwd);
        seen = contentOf(watched.paths);
        contents = contentsOf(watched.paths);
      }
      const only = changed.some((path) => watched.frames.has(path)) ? undefined : new Set(changed);
      code = await lint(names, options, { chosen: watched.chosen, ends, ...(only && { only }) });
    } catch (error) {
      // In the middle of an edit.
      if (!(error instanceof MessageError)) throw error;
      complain(error.told, lang);
      code = exitCodes.usage;
    }
  }
}

/** What is watched; all paths are absolute. */
interface Watched {
  readonly chosen: ReturnType<typeof chooseFiles>;
  /** All of them. */
  readonly paths: readonly string[];
  /** Those that say what belongs to the course: manifests, the configuration. */
  readonly frames: ReadonlySet<string>;
}

function watchedBy(
  names: readonly string[],
  { config: file, exercises, source }: LintCommandOptions,
  cwd: string,
): Watched {
  const config = withExercises(loadConfig(file, cwd), exercises);
  const chosen = chooseFiles(names, source, config, cwd);
  const manifests = chosen.manifests.map(({ deck }) => resolve(cwd, deck.file));
  const frames = new Set([...manifests, ...(config.file === undefined ? [] : [config.file])]);
  return { chosen, frames, paths: [...new Set([...chosen.files.map(({ path }) => path), ...frames])] };
}

function contentsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path, contentOf([path])]));
}

/** What a chapter includes is known only when the whole course is read. */
function includes(path: string): boolean {
  return readText(path, path).text.includes('@@INCLUDE[');
}
