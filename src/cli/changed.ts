import { execFile } from 'node:child_process';
import { dirname, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { diffArrays } from 'diff';
import type { Config } from '../config.ts';
import { type Language, message, verbatim } from '../messages/message.ts';
import { shellStateOf } from '../plan/shell-state.ts';
import type { Plan, Step } from '../plan/step.ts';
import { type DeckChoice, loadDeck, type LoadedDeck } from './decks.ts';
import { UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';

export interface ChangedOptions {
  readonly config: Config;
  readonly cwd: string;
  readonly lang: Language;
}

const run = promisify(execFile);
/** Milliseconds that git may take, and bytes that it may say. */
const limits = { timeout: 30_000, maxBuffer: 64 * 1024 * 1024 } as const;

/**
 * Of the steps of a deck those that have changed since a commit, and those before them that they depend on: all that does more than read.
 * When the configuration or the files of the course have changed, that is all. Throws UsageError when git has no answer.
 */
export async function changedSince(
  since: string,
  choice: DeckChoice,
  { deck, plan }: Pick<LoadedDeck, 'deck' | 'plan'>,
  options: ChangedOptions,
): Promise<ReadonlySet<Step>> {
  const { config, cwd, lang } = options;
  const ask = (...args: readonly string[]) => git(since, dirname(choice.path), args);
  const root = (await ask('rev-parse', '--show-toplevel')).trim();
  const commit = (await ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`)).trim();
  const shared = [config.file, ...config.files.map(({ from }) => from)].filter((each) => each !== undefined);
  if (shared.length > 0 && (await anyChanged(ask, commit, shared))) return new Set(plan.steps);
  const files = [...new Set([choice.path, ...deck.slides.map(({ file }) => resolve(cwd, file))])];
  const before = new Map<string, string>();
  for (const file of files) {
    const name = relative(root, file).replaceAll('\\', '/');
    // One that was not there had no steps.
    before.set(file, await ask('show', `${commit}:${name}`).catch(() => ''));
  }
  return needed(plan, stepsBefore(choice, before, options, lang));
}

/** The steps that a deck had. What cannot be read any more had none. */
function stepsBefore(
  choice: DeckChoice,
  texts: ReadonlyMap<string, string>,
  { config, cwd }: ChangedOptions,
  lang: Language,
): readonly Step[] {
  try {
    return loadDeck(choice, config, cwd, lang, texts).plan.steps;
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** The steps that are new or otherwise than `before`, or follow one that is gone, and what they depend on. */
function needed({ steps }: Pick<Plan, 'steps'>, before: readonly Step[]): ReadonlySet<Step> {
  const changed = new Set<Step>();
  let at = 0;
  let isGone = false;
  for (const { added, removed, count } of diffArrays(before.map(textOf), steps.map(textOf))) {
    if (removed) {
      isGone = true;
      continue;
    }
    const [first, ...others] = steps.slice(at, at + count);
    if (first && (added || isGone)) changed.add(first);
    if (added) for (const step of others) changed.add(step);
    isGone = false;
    at += count;
  }
  const last = steps.findLastIndex((step) => changed.has(step));
  return new Set(steps.slice(0, last + 1).filter((step) => changed.has(step) || leavesSomething(step)));
}

/** What a step is, wherever it stands. */
function textOf({ action, input, hidden, policy, exit, expectations, skip, stopsCommand, limits }: Step): string {
  const expected = expectations.map(({ matcher, source, command }) => [matcher, source, command]);
  return JSON.stringify([action, input, hidden, policy, exit, expected, skip?.code, stopsCommand, limits.timeoutMs]);
}

/** False for what only reads, and leaves nothing in its shell. */
function leavesSomething({ action, policy, input, assigns }: Step): boolean {
  if (action !== 'bash' && action !== 'hide') return true;
  return policy !== 'eventually' || assigns.length > 0 || shellStateOf(input).changes;
}

async function anyChanged(
  ask: (...args: readonly string[]) => Promise<string>,
  commit: string,
  paths: readonly string[],
): Promise<boolean> {
  const tracked = await ask('diff', '--name-only', commit, '--', ...paths);
  return (
    tracked.trim() !== '' || (await ask('ls-files', '--others', '--exclude-standard', '--', ...paths)).trim() !== ''
  );
}

async function git(since: string, folder: string, args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
    return (await run('git', [...args], { ...limits, cwd: folder, env })).stdout;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n')[0] ?? '';
    const reason = said === '' ? reasonOf(error) : verbatim(said);
    if (args[0] === 'rev-parse' && args[1] === '--verify') {
      throw new UsageError(message('batch/no-commit', { since }));
    }
    throw new UsageError(message('batch/no-git', { folder, reason }));
  }
}
