import { expect, test } from 'vitest';
import { createReporter } from '../../src/report/reporters.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, interruptedEvents } from './events.ts';

function now(): number {
  return 0;
}

test.each([
  { golden: 'terminal.en.txt', lang: 'en', colors: false },
  { golden: 'terminal.fr.txt', lang: 'fr', colors: false },
  { golden: 'terminal.ansi.txt', lang: 'en', colors: true },
] as const)('the terminal reporter without a terminal: $golden', async ({ golden, lang, colors }) => {
  const output = buffer({ colors });
  await play(createReporter('terminal', { output, lang, now }), events);
  await expect(output.text()).toMatchFileSnapshot(`golden/${golden}`);
});

test('the terminal reporter tells of an interruption and of where to go on', async () => {
  const output = buffer();
  await play(createReporter('terminal', { output, lang: 'fr', command: 'pupitre run cours', now }), interruptedEvents);
  await expect(output.text()).toMatchFileSnapshot('golden/terminal.interrupted.txt');
});

test.each([
  { golden: 'json.ndjson', name: 'json', run: events },
  { golden: 'junit.xml', name: 'junit', run: events },
  { golden: 'junit.cut.xml', name: 'junit', run: cutEvents },
  { golden: 'github.txt', name: 'github', run: events },
  { golden: 'tap.txt', name: 'tap', run: events },
  { golden: 'ctrf.json', name: 'ctrf', run: events },
])('$golden', async ({ golden, name, run }) => {
  const output = buffer();
  await play(createReporter(name, { output }), run);
  await expect(output.text()).toMatchFileSnapshot(`golden/${golden}`);
});

test('report.html', async () => {
  const output = buffer();
  await play(createReporter('html', { output, lang: 'fr', versions: { Pupitre: '1.2.3', Node: '20.19.0' } }), events);
  // How it is deflated is the business of Node's zlib.
  const html = output.text().replace(/(<script type="text\/plain"[^>]*>)[^<]*/g, '$1…');
  await expect(html).toMatchFileSnapshot('golden/report.html');
});

test('the GitHub step summary', async () => {
  const summaries: string[] = [];
  const writeSummary = (markdown: string): void => {
    summaries.push(markdown);
  };
  await play(createReporter('github', { output: buffer(), writeSummary }), events);
  expect(summaries).toHaveLength(1);
  await expect(summaries[0]).toMatchFileSnapshot('golden/github-summary.md');
});
