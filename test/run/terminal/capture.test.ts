import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Capture, PlainWindow } from '../../../src/run/terminal/capture.ts';
import { renderOutput } from '../../../src/run/terminal/render.ts';

test('keeps beginning and end of a long output, and says how much is missing', () => {
  const capture = new Capture();
  for (let index = 0; index < 100_000; index++) capture.add(`line ${index}\r\n`);
  const text = capture.text();
  expect(text.startsWith('line 0\r\n')).toBe(true);
  expect(text.endsWith('line 99999\r\n')).toBe(true);
  expect(text.length).toBeLessThan(600_000);
  expect(text).toContain(`[... +${capture.omitted} ...]`);
});

test('a short output is kept whole', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (chunks) => {
      const capture = new Capture();
      for (const chunk of chunks) capture.add(chunk);
      expect(capture.text()).toBe(chunks.join(''));
      expect(capture.omitted).toBe(0);
    }),
  );
});

test('a text is found whatever colours, line ends and chunks it comes in', () => {
  const window = new PlainWindow();
  for (const chunk of ['units \x1b[3', '1mof\x1b[0m\r\n  wo', 'rk \x1b]0;ti', 'tle\x07done']) window.add(chunk);
  expect(window.includes('units of work done')).toBe(true);
  expect(window.includes('title')).toBe(false);
  window.clear();
  expect(window.includes('units')).toBe(false);
});

test('half an escape sequence is no text: it is looked at once it is whole', () => {
  const window = new PlainWindow();
  window.add('done\x1b[3');
  expect(window.text).toBe('done');
  expect(window.includes('[3')).toBe(false);
  window.add('1m.');
  expect(window.text).toBe('done.');
});

test.each([
  ['plain', 'a\r\nb\r\n', 'a\nb'],
  ['colours', '\x1b[1;31mred\x1b[0m\r\n', 'red'],
  ['a hyperlink', '\x1b]8;;http://x/\x1b\\x\x1b]8;;\x1b\\\r\n', 'x'],
  ['a progress bar', '10%\r20%\r100%\r\n', '100%'],
  ['cursor up', 'a: pulling\r\n\x1b[1A\x1b[2Ka: done\r\n', 'a: done'],
  ['a wrapped line that is redrawn', `${'x'.repeat(30)}\r\n\rz`, `${'x'.repeat(30)}\nz`],
  ['trailing blanks and lines', 'a   \r\n\r\n\r\n', 'a'],
  ['full-screen program', 'before\r\n\x1b[?1049hfull\x1b[?1049lafter', 'before\nafter'],
])('renders %s', async (_name, raw, text) => {
  expect(await renderOutput(raw, { cols: 20, rows: 5 })).toBe(text);
});

test('rendering a megabyte of blanks is quick enough to notice nothing', async () => {
  expect(await renderOutput(`${' '.repeat(1_000_000)}x`, { cols: 80, rows: 24 })).toHaveLength(1_000_001);
});
