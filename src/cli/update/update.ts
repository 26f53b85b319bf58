import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Config } from '../../config.ts';
import { refreshed } from '../../match/refresh.ts';
import { type Language, type Message, message } from '../../messages/message.ts';
import { sayIn, word } from '../../messages/word.ts';
import type { Plan } from '../../plan/step.ts';
import { placeText } from '../../report/failure.ts';
import { type DeckChoice, loadDeck } from '../decks.ts';
import { complain, UsageError } from '../errors.ts';
import { patchOf } from '../patch.ts';
import { replaceFile } from '../replace-file.ts';
import { type Edit, editFor, withEdits } from './edits.ts';
import type { Finding } from './findings.ts';

export interface UpdateOptions {
  readonly config: Config;
  readonly cwd: string;
  readonly lang: Language;
  /** Nobody is asked. */
  readonly yes: boolean;
}

/** Steps whose expected outputs are as they came now; of those that are not, a sentence was said. */
interface Updated {
  has(deck: string, step: string): boolean;
}

/** A file that is to be changed. */
interface Changed {
  /** As it is named to people. */
  readonly name: string;
  readonly before: string;
  readonly edits: Edit[];
}

const none: Updated = { has: () => false };

/** What masks a secret (`run/mask.ts`). */
const masked = '*****';

/**
 * Puts what really came in the place of the expected outputs that no longer hold, in the files of the decks, after a diff and a yes. Throws
 * UsageError when a file was changed meanwhile or cannot be written.
 */
export async function updateOutputs(
  decks: readonly DeckChoice[],
  findings: readonly Finding[],
  options: UpdateOptions,
): Promise<Updated> {
  const { cwd, lang } = options;
  const say = sayIn(lang);
  const files = new Map<string, Changed>();
  const updated: Finding[] = [];
  for (const finding of findings) {
    const problem = propose(finding, decks, files, options);
    if (problem) complain(problem, lang);
    else updated.push(finding);
  }
  const changed = [...files].filter(([, { edits }]) => edits.length > 0);
  const count = updated.length;
  if (count === 0) {
    process.stdout.write(`${say('batch/nothing-to-update')}\n`);
    return none;
  }
  for (const [, { name, before, edits }] of changed)
    process.stdout.write(patchOf(name, before, withEdits(before, edits), lang));
  if (!options.yes && !(await isWanted(message('batch/ask-update', { count, files: changed.length }), options))) {
    process.stdout.write(`${say('batch/not-updated')}\n`);
    return none;
  }
  for (const [path, { name, before, edits }] of changed)
    replaceFile(resolve(cwd, path), name, before, withEdits(before, edits));
  process.stdout.write(`${say('batch/updated', { count, files: changed.length })}\n`);
  // A step is up to date when all that differed is.
  const left = findings.filter((finding) => !updated.includes(finding));
  const isOf = (deck: string, id: string) => (finding: Finding) => finding.deck === deck && finding.step.id === id;
  return { has: (deck, id) => updated.some(isOf(deck, id)) && !left.some(isOf(deck, id)) };
}

/** Adds the edit of a finding to `files`; why there is none. */
function propose(
  finding: Finding,
  decks: readonly DeckChoice[],
  files: Map<string, Changed>,
  options: UpdateOptions,
): Message | undefined {
  const { step, expectation, outputs } = finding;
  const { cwd } = options;
  const place = placeText(expectation.place ?? step.place);
  const cannot = (why: Message): Message => message('batch/cannot-update', { place, id: step.id, why });
  if (expectation.origin === 'config' || !expectation.place) return cannot(message('batch/update-in-config'));
  if (expectation.matcher === 'regex') return cannot(message('batch/update-regex'));
  if (outputs.every((output) => output.trim() === '')) return cannot(message('batch/update-nothing'));
  if (outputs.some((output) => output.includes(masked))) return cannot(message('batch/update-secret'));
  const path = resolve(cwd, expectation.place.file);
  const file = files.get(path) ?? { name: expectation.place.file, before: readFileSync(path, 'utf8'), edits: [] };
  const deck = decks.find((each) => each.path === resolve(cwd, finding.deck));
  let why: Message = message('batch/update-unclear');
  for (const output of outputs) {
    const source = refreshed(expectation.source, output, expectation.matcher);
    if (source === undefined) continue;
    const edit = editFor(file.before, expectation.place.line - 1, expectation.source, source);
    why = message(edit ? 'batch/update-unfit' : 'batch/update-elsewhere');
    if (!edit || !deck || !holds(finding, output, deck, path, withEdits(file.before, [edit]), options)) continue;
    file.edits.push(edit);
    files.set(path, file);
    return undefined;
  }
  return cannot(why);
}

/** Whether a deck with that text in one of its files has the same steps, and takes that output for the one that it expects. */
function holds(
  { step, index }: Finding,
  output: string,
  deck: DeckChoice,
  path: string,
  text: string,
  { config, cwd, lang }: UpdateOptions,
): boolean {
  try {
    const before = loadDeck(deck, config, cwd, lang).plan;
    const after = loadDeck(deck, config, cwd, lang, new Map([[path, text]])).plan;
    if (shapeOf(before, step.id) !== shapeOf(after, step.id)) return false;
    const expectation = after.steps.find(({ id }) => id === step.id)?.expectations[index];
    return expectation !== undefined && expectation.test(output) === undefined;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** All that a deck makes people and shells do, without the expected outputs of one step. */
function shapeOf({ steps }: Plan, changed: string): string {
  return JSON.stringify(
    steps.map(({ id, action, input, expectations }) => [
      ...[id, action, input, expectations.length],
      ...(id === changed ? [] : expectations.map(({ matcher, source }) => [matcher, source])),
    ]),
  );
}

/** Asks who sits there. Nobody there is a no, and so is an end of the input or an interruption. */
async function isWanted(question: Message, { lang }: UpdateOptions): Promise<boolean> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return false;
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    const ended = new Promise<string>((end) =>
      lines.once('close', () => {
        end('');
      }),
    );
    const answer = await Promise.race([lines.question(`${word(question, lang)} `), ended]);
    return /^\s*(?:y|yes|o|oui)\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
