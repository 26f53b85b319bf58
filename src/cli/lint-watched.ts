import { resolve } from 'node:path';
import { loadConfig } from '../config.ts';
import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { word } from '../messages/word.ts';
import { complain, exitCodes } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { lint, type LintCommandOptions } from './lint.ts';
import { chooseFiles } from './lint-files.ts';
import { onInterruption } from './signals.ts';
import { changeOf, contentOf } from './watch.ts';

/**
 * Lints, and again each time that one of the files is saved, until it is interrupted: only the files that have changed, since nothing else is
 * said of the others. Returns the exit code of the last round. Throws UsageError and ConfigError at the start; later they are told.
 */
export async function lintWatched(names: readonly string[], options: LintCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const lang = language(options.lang, loadConfig(options.config, cwd), process.env);
  let files = filesOf(names, options, cwd);
  let contents = new Map(files.map((file) => [file, contentOf([file])]));
  let code = await lint(names, options);
  for (;;) {
    const interruption = onInterruption(() => undefined);
    try {
      process.stdout.write(`\n${word(message('lint/watching', { files: files.length }), lang)}\n`);
      if (!(await changeOf(files, contentOf(files), interruption.signal))) return interruption.exitCode ?? code;
    } finally {
      interruption.release();
    }
    try {
      files = filesOf(names, options, cwd);
      const now = new Map(files.map((file) => [file, contentOf([file])]));
      const changed = files.filter((file) => now.get(file) !== contents.get(file));
      contents = now;
      code = await lint(changed.length > 0 ? changed : names, options);
    } catch (error) {
      // In the middle of an edit.
      if (!(error instanceof MessageError)) throw error;
      complain(error.told, lang);
      code = exitCodes.usage;
    }
  }
}

/** The files that are linted, and the configuration; absolute. */
function filesOf(
  names: readonly string[],
  { config: file, exercises, source }: LintCommandOptions,
  cwd: string,
): readonly string[] {
  const config = withExercises(loadConfig(file, cwd), exercises);
  const { files } = chooseFiles(names, source, config, cwd);
  return files.map(({ path }) => resolve(cwd, path));
}
