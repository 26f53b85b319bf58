import { resolve } from 'node:path';
import { loadConfig } from '../config.ts';
import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { sayIn } from '../messages/word.ts';
import { chooseDecks, loadDeck } from './decks.ts';
import { complain, exitCodes, UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { runDecks } from './run.ts';
import type { RunCommandOptions } from './run-command-options.ts';
import { onInterruption } from './signals.ts';
import { changeOf, contentOf } from './watch.ts';

/**
 * Runs decks, and again each time that one of their files was saved, from the first step that is new or has not passed, until it is
 * interrupted; the exit code. Throws UsageError for what is wrong from the beginning.
 */
export async function runWatched(names: readonly string[], options: RunCommandOptions): Promise<number> {
  const other = [
    ...(['step', 'pauseOnFailure', 'stay', 'update', 'resume', 'untilFailure'] as const).filter(
      (each) => options[each] === true,
    ),
    ...(['from', 'changed', 'shard', 'jobs', 'repeat'] as const).filter((each) => options[each] !== undefined),
    ...(options.only.length > 0 ? ['only'] : []),
    ...(options.state === false ? ['no-state'] : []),
  ][0];
  if (other !== undefined) {
    const asTyped = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UsageError(message('batch/not-together', { option: '--watch', other: asTyped }));
  }
  const cwd = process.cwd();
  const lang = language(options.lang, loadConfig(options.config, cwd), process.env);
  let files = filesOf(names, options, cwd);
  // Before they are read: what is saved during a run is run, too.
  let content = contentOf(files);
  let code = await runDecks(names, { ...options, stay: false });
  while (code <= exitCodes.usage) {
    const interruption = onInterruption(() => undefined);
    try {
      process.stdout.write(`\n${sayIn(lang)('batch/watching')}\n`);
      if (!(await changeOf(files, content, interruption.signal))) return interruption.exitCode ?? code;
    } finally {
      interruption.release();
    }
    files = filesOf(names, options, cwd);
    content = contentOf(files);
    try {
      code = await runDecks(names, { ...options, stay: false, resume: true });
    } catch (error) {
      // In the middle of an edit.
      if (!(error instanceof MessageError)) throw error;
      complain(error.told, lang);
    }
  }
  return code;
}

/** The files that a run depends on; those that cannot be read now are waited for. */
function filesOf(
  names: readonly string[],
  { config: file, exercises }: RunCommandOptions,
  cwd: string,
): readonly string[] {
  try {
    const config = withExercises(loadConfig(file, cwd), exercises);
    const choices = chooseDecks(names, config, cwd);
    const own = config.file === undefined ? [] : [config.file];
    return [...new Set([...own, ...choices.flatMap((choice) => loadDeck(choice, config, cwd, 'en').files)])];
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return [...names.map((name) => resolve(cwd, name)), ...(file === undefined ? [] : [resolve(cwd, file)])];
  }
}
