import { type Message, message, verbatim } from '../../messages/message.ts';
import { openDeck } from '../deck.ts';
import { diagnosticOf, inDeckOrder } from '../diagnostics.ts';
import { codeSegments, type DeckFile, joinSegments, type Segment } from '../manifest/segment.ts';
import type { Deck, DeckOptions, Diagnostic } from '../model.ts';
import { readSource } from '../scan/source.ts';
import { type Assets, filesOf, readAssets } from './assets.ts';
import { readMarkedPage } from './marks.ts';

/** A file of a scenario, or why it cannot be read. */
export type ScenarioFile = { readonly file: string } & ({ readonly text: string } | { readonly problem: Message });

/** How a scenario is read. */
export interface ScenarioOptions extends DeckOptions {
  /** Reads a file by its path relative to the scenario's folder. */
  readonly readFile: (path: string) => ScenarioFile;
  /** Paths of the files below the scenario's folder of assets. */
  readonly assets?: readonly string[];
}

/** A page as `index.json` names it, in both generations of the format: Killercoda's names win over Katacoda's. */
interface Page {
  readonly title?: unknown;
  readonly text?: unknown;
  readonly background?: unknown;
  readonly courseData?: unknown;
  readonly foreground?: unknown;
  readonly code?: unknown;
  readonly verify?: unknown;
}

/** A snippet that nobody sees, as an exercise. */
function hiddenText(snippet: string, from: DeckFile): Segment {
  return { text: `.exercise[\n\n<!--\n${snippet}\n-->\n\n]\n\n`, from, at: 0, made: true };
}

/** True for the name of a file that may be the index of a scenario. */
export function isScenario(path: string): boolean {
  return /(?:^|[\\/])index\.json$/i.test(path);
}

/**
 * Reads a scenario of Killercoda or Katacoda (`index.json` with `details`) as a deck: a slide for each page, an exercise for each piece of code
 * with an `{{exec}}` mark, which closes its fence there as on those sites and in no markdown parser. Scripts of the background and
 * those that verify are hidden snippets. Files of the first machine are `Deck.files`. What the deck cannot hold (other hosts) is told, by file. All places are those of the pages. Never throws.
 */
export function parseScenario(text: string, { readFile, assets = [], ...options }: ScenarioOptions): Deck {
  const { file } = options;
  const index: DeckFile = { file, source: readSource(text) };
  const messages: Diagnostic[] = [];
  const tell = (severity: Diagnostic['severity'], rule: string, reason: Message, at = file): void => {
    messages.push({ file: at, line: 1, column: 1, severity, rule, reason });
  };
  const scenario = readIndex(index.source.text, (reason) => {
    tell('error', 'scenario', reason);
  });
  if (!scenario) return { file, title: '', slides: [], messages };
  const segments: Segment[] = [];
  let terminal = '1';
  for (const page of scenario.pages) {
    const path = typeof page.text === 'string' ? page.text.replace(/^\/+/, '') : undefined;
    if (path === undefined) continue;
    const source = open(path);
    if (!source) continue;
    if (segments.length > 0) segments.push({ text: '\n\n---\n\n', from: source, at: 0, made: true });
    const hasTitle = /^#{1,6}\s/m.test(source.source.text.slice(0, 2000));
    if (typeof page.title === 'string' && !hasTitle)
      segments.push({ text: `# ${page.title.replace(/\s+/g, ' ')}\n\n`, from: source, at: 0, made: true });
    const background = setupOf(page);
    segments.push(...background, ...foregroundOf(page));
    // A learner reads meanwhile; a run waits.
    if (background.length > 0) segments.push(hiddenText('```setup```', source));
    const read = readMarkedPage(source, terminal);
    segments.push(...read.segments);
    ({ terminal } = read);
    const verify = verifyOf(page);
    if (verify.length > 0)
      segments.push({ text: '\n\n', from: source, at: source.source.text.length, made: true }, ...verify);
  }
  for (const { host, file } of scenario.assets.others)
    tell(
      'warning',
      'not-taken-over',
      message('deck/scenario-other-host', { file: shorten(file), host: shorten(host) }),
    );
  const files = scenario.assets.own.flatMap((asset) => {
    const found = filesOf(asset, assets);
    if (found.length === 0)
      tell('warning', 'not-taken-over', message('deck/scenario-lost', { path: shorten(asset.file) }));
    return found;
  });
  const { deck } = openDeck(joinSegments(segments), { ...options, plainCode: true });
  const title = scenario.title === '' ? deck.title : scenario.title;
  return {
    ...deck,
    title,
    ...(files.length > 0 ? { files } : {}),
    messages: inDeckOrder([...messages, ...deck.messages], deck),
  };

  function open(path: string): DeckFile | undefined {
    const read = readFile(path);
    if ('problem' in read) {
      tell('warning', 'missing-page', read.problem);
      return undefined;
    }
    const opened = { file: read.file, source: readSource(read.text) };
    for (const finding of opened.source.findings)
      messages.push(diagnosticOf(finding, opened.file, opened.source.point));
    return opened.source.findings.some(({ severity }) => severity === 'error') ? undefined : opened;
  }

  /** The script of a page that prepares the machine while the learner reads. */
  function setupOf(page: Page): Segment[] {
    const path = page.background ?? page.courseData;
    const script = typeof path === 'string' ? open(path.replace(/^\/+/, '')) : undefined;
    return script ? scriptSnippet('background', script) : [];
  }

  /** The script that says whether a learner may go on. */
  function verifyOf({ verify: path }: Page): Segment[] {
    const script = typeof path === 'string' ? open(path.replace(/^\/+/, '')) : undefined;
    if (!script) return [];
    const saysNothing = cannotFail(script.source.text);
    if (saysNothing) tell('error', 'check-that-cannot-fail', message('deck/check-cannot-fail'), script.file);
    // By the protocol of Katacoda once, the word that is printed counts where the exit code cannot.
    const isLegacy = saysNothing && /\becho\s+(?:-n\s+)?["']?done\b/.test(script.source.text);
    return scriptSnippet('verify', script, ['```retry 10s```', ...(isLegacy ? ['```expect done```'] : [])]);
  }

  /** A script as a snippet that nobody sees, with what is said about it. */
  function scriptSnippet(
    method: 'background' | 'verify' | 'hide',
    script: DeckFile,
    more: readonly string[] = [],
  ): Segment[] {
    const { text: written } = script.source;
    // What is typed has no use for the line that says by what a script is run.
    const from = method === 'hide' ? (/^#!.*\n/.exec(written)?.[0].length ?? 0) : 0;
    if (written.slice(from).trim() === '') return [];
    if (written.includes('-->')) {
      tell('warning', 'not-taken-over', message('deck/scenario-comment-end'), script.file);
      return [];
    }
    const longest = Math.max(4, ...[...written.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    const made = (each: string): Segment => ({ text: each, from: script, at: from, made: true });
    return [
      made(`.exercise[\n\n<!--\n${fence}${method}\n`),
      ...codeSegments(script, from, written.length),
      made(`\n${fence}\n${more.map((each) => `${each}\n`).join('')}-->\n\n]\n\n`),
    ];
  }

  /** What is typed into the learner's terminal when the page opens. */
  function foregroundOf(page: Page): Segment[] {
    const path = page.foreground ?? page.code;
    if (typeof path !== 'string') return [];
    const script = open(path.replace(/^\/+/, ''));
    return script ? scriptSnippet('hide', script) : [];
  }
}

interface Scenario {
  readonly title: string;
  readonly pages: readonly Page[];
  readonly assets: Assets;
}

function readIndex(text: string, complain: (reason: Message) => void): Scenario | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    complain(message('deck/scenario-no-json', { reason: verbatim(error instanceof Error ? error.message : '') }));
    return undefined;
  }
  const details = isObject(value) ? value['details'] : undefined;
  if (!isObject(value) || !isObject(details)) {
    complain(message('deck/scenario-no-details'));
    return undefined;
  }
  const steps: readonly unknown[] = Array.isArray(details['steps']) ? details['steps'] : [];
  const pages = [details['intro'], ...steps, details['finish']].filter(isObject);
  return {
    title: typeof value['title'] === 'string' ? value['title'] : '',
    pages,
    assets: readAssets(details['assets']),
  };
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `if test; then echo done; fi`: it ends with 0 whether or not the test holds, so that everybody passes. The printed word was the protocol of
 * Katacoda once; by exit status 119 of 551 public scripts say nothing.
 */
function cannotFail(script: string): boolean {
  const code = script
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n');
  const isGuarded = /\bset\s+-[a-z]*e|\bexit\b|\breturn\b|\belse\b|\bfalse\b|\bexec\b/.test(code);
  return !isGuarded && /(?:^|[;\n])\s*if\b[^]*\bthen\b[^]*\bfi\s*;?\s*$/.test(code.trimEnd());
}
