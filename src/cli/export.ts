import { copyFileSync, createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig } from '../config.ts';
import { hasMath } from '../deck/html.ts';
import { type Language, message } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { reviveEvent } from '../report/revive.ts';
import { PastRun } from '../report/site/past-run.ts';
import { makeSite } from '../report/site/site.ts';
import { containedFile } from '../server/http/contained-file.ts';
import { deckAssets } from '../server/http/deck-assets.ts';
import { chooseDecks, formatMessage, loadDeck } from './decks.ts';
import { complain, exitCodes, UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { fileOutput, reasonOf } from './outputs.ts';
import { siteParts } from './page-parts.ts';

export interface ExportOptions {
  /** What `--reporter json=FILE` has written. */
  readonly from?: string;
  readonly lang?: string;
  readonly config?: string;
  readonly exercises?: string;
}

const size = { cols: 120, rows: 40 };

/**
 * Writes a deck as a site that needs no server: `index.html` in the folder, and the deck's files beside it. Exit code: 0, or 1 when files
 * that the slides show are missing. Throws UsageError when there is nothing to export, or it cannot be written.
 */
export async function exportDeck(folder: string, name: string | undefined, options: ExportOptions): Promise<number> {
  const cwd = process.cwd();
  const config = withExercises(loadConfig(options.config, cwd), options.exercises);
  const lang = language(options.lang, config, process.env);
  const [choice] = chooseDecks(name === undefined ? [] : [name], config, cwd);
  if (!choice) throw new UsageError(message('cli/no-deck'));
  const { deck, plan, messages, root } = loadDeck(choice, config, cwd, lang);
  for (const each of messages) process.stderr.write(`${formatMessage(each, lang)}\n`);
  const run = options.from === undefined ? undefined : await readRun(options.from, plan.file);
  const index = join(folder, 'index.html');
  refuseStranger(index);
  const math = hasMath(deck) ? await import('../deck/html/math.ts') : undefined;
  const { parts, fonts, mermaid } = siteParts(math !== undefined);
  const urlOf = deckAssets({ root, folder: dirname(choice.path), pathOf: (file) => resolve(cwd, file) });
  /** Paths in the root of the deck, percent-encoded. */
  const wanted = new Set<string>();
  const { html, hasDiagrams } = makeSite({
    ...{ deck, plan, lang, parts, size, run, variables: config.variables },
    assetUrl: (path, file) => {
      const url = urlOf(path, file)?.replace(/^\/deck\//, '');
      if (url !== undefined) wanted.add(url);
      return url && `files/${url}`;
    },
    ...(math && { renderMath: math.renderMath }),
  });
  write(index, html);
  for (const [path, target] of fonts) copy(path, join(folder, 'fonts', target));
  if (hasDiagrams) copy(mermaid, join(folder, 'mermaid.js'));
  let missing = 0;
  for (const url of wanted) {
    const found = await containedFile(root, `/${url}`, 'media');
    if (found) copy(found.path, join(folder, 'files', decodeURIComponent(url)));
    else complain(message('cli/export-missing', { file: decodeURIComponent(url) }), lang);
    if (!found) missing++;
  }
  sayDone(index, run, lang);
  return missing > 0 ? exitCodes.failed : exitCodes.passed;
}

function sayDone(file: string, run: PastRun | undefined, lang: Language): void {
  const say = sayIn(lang);
  process.stdout.write(`${say('cli/exported', { file })}\n`);
  if (!run) process.stdout.write(`${say('cli/export-without-outputs')}\n`);
}

/** The last run of that deck in a file. Throws UsageError when there is none, or the file cannot be read. */
async function readRun(file: string, deckFile: string): Promise<PastRun> {
  const runs: PastRun[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      number++;
      if (line.trim() === '') continue;
      const event = reviveEvent(line);
      if (event.type === 'runBegin') runs.push(new PastRun(event));
      else runs.at(-1)?.onEvent(event);
    }
  } catch (error) {
    const isRead = number > 0 && !(error as NodeJS.ErrnoException).code;
    throw new UsageError(
      isRead
        ? message('cli/export-bad-line', { file, line: number })
        : message('cli/cannot-read', { file, reason: reasonOf(error) }),
    );
  }
  const found = runs.findLast((run) => resolve(run.file) === resolve(deckFile));
  if (found) return found;
  throw new UsageError(message('cli/export-other-deck', { file, deck: deckFile, found: runs.map((run) => run.file) }));
}

/** A page that Pupitre has not written is somebody's. */
function refuseStranger(index: string): void {
  let head: string;
  try {
    head = readFileSync(index, 'utf8').slice(0, 4096);
  } catch {
    return;
  }
  if (!head.includes('<meta name="generator" content="Pupitre">')) {
    throw new UsageError(message('cli/export-not-ours', { file: index }));
  }
}

function write(path: string, text: string): void {
  mkdir(dirname(path));
  const file = fileOutput(path);
  try {
    file.write(text);
    file.close();
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: path, reason: reasonOf(error) }));
  }
}

function copy(from: string, to: string): void {
  mkdir(dirname(to));
  try {
    copyFileSync(from, to);
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: to, reason: reasonOf(error) }));
  }
}

function mkdir(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: path, reason: reasonOf(error) }));
  }
}
