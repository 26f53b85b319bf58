import { inflateRawSync } from 'node:zlib';
import type { DefaultTreeAdapterMap } from 'parse5';
import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/messages/message.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { createHtmlReporter } from '../../src/report/html/html.ts';
import { longestRecording } from '../../src/report/html/recording.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, interruptedEvents, steps } from './events.ts';

type Element = DefaultTreeAdapterMap['element'];

const parts = { script: 'const a = "</script><!--";', styles: ['p::before { content: "</style>" }'], player: 'var b;' };

async function report(run: readonly RunEvent[], lang: Language = 'en'): Promise<string> {
  const output = buffer();
  const options = { output, lang, parts: () => parts, versions: { Pupitre: '1.2.3' }, size: { cols: 80, rows: 24 } };
  await play(createHtmlReporter(options), run);
  return output.text();
}

function elements(html: string): Element[] {
  const found: Element[] = [];
  const walk = (node: DefaultTreeAdapterMap['parentNode']): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      found.push(child);
      walk('content' in child ? child.content : child);
    }
  };
  walk(parse(html));
  return found;
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

function text(element: DefaultTreeAdapterMap['node']): string {
  if ('value' in element) return element.value;
  return 'childNodes' in element ? element.childNodes.map(text).join('') : '';
}

function ofClass(html: string, name: string): Element[] {
  return elements(html).filter((each) => attribute(each, 'class')?.split(' ').includes(name));
}

test('every step is there once, in order, with its verdict; what did not pass is open', async () => {
  const html = await report(events);
  const found = ofClass(html, 'step').map((step) => [
    attribute(step, 'id'),
    attribute(step, 'data-status'),
    step.childNodes.some((each) => 'tagName' in each && attribute(each, 'open') !== undefined),
  ]);
  expect(found).toEqual([
    ['un-cluster-vide.1', 'passed', false],
    ['test-de-notre-registre.1', 'failed', true],
    ['test-de-notre-registre.2', 'failed', true],
    ['日本語.1', 'failed', true],
    ['journaux.1', 'timedOut', true],
    ['journaux.2', 'skipped', false],
    ['l-interface.1', 'manual', false],
    ['fin.1', 'broken', true],
  ]);
});

test.each([
  ['en', '5 of 8 steps did not pass'],
  ['fr', '5 étapes sur 8 n’ont pas réussi'],
] as const)('in %s the result says how many failed, and links lead to them', async (lang, line) => {
  const html = await report(events, lang);
  expect(ofClass(html, 'result-line').map(text)).toEqual([line]);
  const ids = new Set(elements(html).map((each) => attribute(each, 'id')));
  const links = elements(html).flatMap((each) => (each.tagName === 'a' ? [attribute(each, 'href') ?? ''] : []));
  expect(links.length).toBeGreaterThanOrEqual(5 + 8);
  expect(links.filter((link) => !ids.has(decodeURIComponent(link.slice(1))))).toEqual([]);
  expect(elements(html).map((each) => attribute(each, 'lang'))[0]).toBe(lang);
});

test('nothing of a deck or an output is markup, and nothing hides', async () => {
  const html = await report(events);
  const names = new Set(elements(html).map(({ tagName }) => tagName));
  expect(names).not.toContain('b');

  expect(html).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]/);
  expect(html.match(/<script/g)).toHaveLength(2 + ofClass(html, 'recording').length);
  expect(ofClass(html, 'diff').map(text)[1]).toContain('+ ::add-mask::z');
});

test('the policy names what stands in the file, and allows nothing else', async () => {
  const html = await report(events);
  const policies = elements(html).filter((each) => attribute(each, 'http-equiv') === 'Content-Security-Policy');
  const rules = policies.map((each) => attribute(each, 'content')).join();
  expect(rules).toContain("default-src 'none'");
  expect(rules).not.toMatch(/unsafe-inline|https?:|\*/);
  expect(rules.match(/'sha256-/g)).toHaveLength(3);
  expect(html).not.toMatch(/(?:src|href)="(?!#|data:)/);
});

test('the tries before are told, equal ones once', async () => {
  const [begin, ...rest] = events;
  const retry = rest.find(({ type }) => type === 'retry');
  if (begin === undefined || retry?.type !== 'retry') throw new Error('no retry');
  const end = rest.findIndex((event) => event.type === 'stepEnd' && event.step.id === retry.stepId);
  const html = await report([begin, ...rest.slice(0, end), retry, retry, ...rest.slice(end)]);
  expect(ofClass(html, 'tries').map(text)).toEqual(['3 tries beforethe registry (3 times)']);
});

describe('a run that did not end', () => {
  test('interrupted: the rest is there, not run', async () => {
    const html = await report(interruptedEvents);
    expect(ofClass(html, 'step').map((step) => attribute(step, 'data-status'))).toEqual([
      'passed',
      'failed',
      ...Array.from({ length: 6 }, () => 'notRun'),
    ]);
    expect(html).toContain('Interrupted: the rest was not run.');
  });

  test('cut off without runEnd: the rest is there, and why', async () => {
    const html = await report(cutEvents);
    expect(ofClass(html, 'step')).toHaveLength(8);
    expect(html).toContain('the run was cut off before it ended');
  });

  test('killed: what was written is a report without a result, which says so', () => {
    const output = buffer();
    const options = { output, lang: 'en', parts: () => parts, versions: {}, size: { cols: 80, rows: 24 } } as const;
    const reporter = createHtmlReporter(options);
    for (const event of events.slice(0, -1)) reporter.onEvent(event);
    const html = output.text();
    expect(ofClass(html, 'step')).toHaveLength(8);
    expect(ofClass(html, 'result')).toEqual([]);
    expect(html).toContain('<slot name="result"><p><strong>This run was cut off');
  });
});

test('of two decks each has its result, and ids of its own', async () => {
  const html = await report([...events, ...events]);
  expect(ofClass(html, 'run')).toHaveLength(2);
  expect(ofClass(html, 'result')).toHaveLength(2);
  const ids = elements(html).flatMap((each) => attribute(each, 'id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(html.match(/<\/html>/g)).toHaveLength(1);
});

describe('the recording', () => {
  function recorded(html: string, name: string): [number, string][] {
    const blocks = ofClass(html, 'recording').filter((each) => attribute(each, 'data-recording') === name);
    const lines = blocks.map((each) => inflateRawSync(Buffer.from(text(each), 'base64')).toString()).join('');
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as [number, string]);
  }

  const [begin] = events;
  const step = steps[0];
  if (begin === undefined) throw new Error('no runBegin');

  test('is in it once, by terminal, and steps know their moment in it', async () => {
    const html = await report([
      begin,
      { type: 'stepBegin', at: 5, step, ordinal: 1 },
      { type: 'output', at: 10.4, chunk: 'one\r\n</script>\u2028' },
      { type: 'terminal', at: 11, name: 'logs' },
      { type: 'output', at: 12, chunk: 'two', terminal: 'logs' },
      { type: 'stepBegin', at: 20, step: steps[1], ordinal: 2 },
      ...events.slice(-1),
    ]);
    const first = ofClass(html, 'recording').map((each) => attribute(each, 'data-recording') ?? '')[0] ?? '';
    expect(recorded(html, first)).toEqual([[10, 'one\r\n</script>\u2028']]);
    expect(recorded(html, '1.logs')).toEqual([[12, 'two']]);
  });

  test('is written as it comes, and ends at its limit with a sentence', () => {
    const written: string[] = [];
    const output = {
      ...buffer(),
      write: (html: string) => {
        written.push(html);
      },
    };
    const options = { output, lang: 'en', parts: () => parts, versions: {}, size: { cols: 80, rows: 24 } } as const;
    const reporter = createHtmlReporter(options);
    reporter.onEvent(begin);
    const chunk = 'x'.repeat(65_536);
    const sizes: number[] = [];
    for (let sent = 0; sent < 2 * longestRecording; sent += chunk.length) {
      reporter.onEvent({ type: 'output', at: sent, chunk });
      sizes.push(written.length);
    }
    expect(sizes[20]).toBeGreaterThan(3);
    expect(written.filter((html) => html.includes('recording-full'))).toHaveLength(1);
    expect(written.at(-1)).toContain('The recording in this report ends here: it has 24 MB.');
    reporter.onEvent({ type: 'stepBegin', at: 1, step, ordinal: 1 });
    reporter.onEvent({ type: 'stepEnd', at: 2, step, result: { ...resultOfNothing, stepId: step.id } });
    expect(written.at(-1)).not.toContain('class="play"');
  });

  const resultOfNothing = { verdict: { status: 'passed' }, durationMs: 1, tries: 1, commands: [], hints: [] } as const;
});
