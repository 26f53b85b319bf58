import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { plainParts } from '../../src/deck/tree/plain-blocks.ts';

const gfm = unified().use(remarkParse).use(remarkGfm).freeze();
const root = join(import.meta.dirname, '../..');

/** Nodes with offsets only, counted from `base` on. */
function withOffsets(node: Nodes, base: number): unknown {
  const { position, ...rest } = node;
  const offsets = position && [(position.start.offset ?? 0) + base, (position.end.offset ?? 0) + base];
  const children = 'children' in node ? node.children.map((child) => withOffsets(child, base)) : undefined;
  return { ...rest, offsets, children };
}

/** The nodes of a text, simple parts the short way; and how many characters those have. */
function readInParts(text: string): { readonly nodes: unknown[]; readonly simple: number } {
  let simple = 0;
  const nodes = plainParts(text).flatMap(({ start, end, nodes: own }) => {
    if (own) simple += end - start;
    return own
      ? own.map((node) => withOffsets(node, 0))
      : gfm.parse(text.slice(start, end)).children.map((node) => withOffsets(node, start));
  });
  return { nodes, simple };
}

function readWhole(text: string): unknown[] {
  return gfm.parse(text).children.map((node) => withOffsets(node, 0));
}

test('texts of this repository: the nodes of a whole parser, most of them made the short way', () => {
  let [simple, all] = [0, 0];
  for (const folder of ['docs', 'slides', 'test/fixtures/deck']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.md')) continue;
      for (const slide of readFileSync(join(root, folder, file), 'utf8').split(/^(?:---?|\?\?\?)$/m)) {
        // What stands for a fence when markdown is parsed.
        const text = slide.replaceAll(/^( *)```[^]*?^ *```$/gm, '$1<!--\uFDD0\uFDD3\uFDD1-->');
        const read = readInParts(text);
        expect(read.nodes, text).toEqual(readWhole(text));
        simple += read.simple;
        all += text.length;
      }
    }
  }
  expect(simple / all).toBeGreaterThan(0.35);
});

// What means something to CommonMark, GFM or us, and what only looks like it.
const pieces = [
  ...[
    'a',
    'b c',
    'é',
    '\u00A0',
    '«',
    '😀',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n',
    '\n\n',
    '\n\n',
    '\n\n\n',
    '.',
    ',',
    '(',
    ')',
    '"',
    ':',
  ],
  ...[
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2. ',
    '3) ',
    '10. ',
    '\n- ',
    '\n  - ',
    '\n    - ',
    '\n- a\n',
    '\n1. ',
    '\n\n  ',
    '\n   ',
    '-\n',
    '- [ ] ',
  ],
  ...['# ', '## ', '#', '---', '===', '> ', '|', '|-|', '\n* * *\n', '\t', '\r\n', '  \n', '    '],
  ...[
    '`x`',
    '` a `',
    '`a\nb`',
    '`',
    '``',
    '*',
    '**',
    '_',
    '__',
    '***',
    '~',
    '~~x~~',
    '*a\nb*',
    '**a `b` c**',
    '*"a"*',
    '(*a*)',
    'a_b',
  ],
  ...[
    '[a](b)',
    '[`a`](#b)',
    '[*a*](b)',
    '[x]',
    '[ ]',
    '![i](j.png)',
    '![](k)',
    '![',
    '](',
    '[',
    '](u "t")',
    '[^1]',
    '[a]: b',
    '[](c)',
  ],
  ...[
    '<br/>',
    '<b>',
    '</b>',
    '<a href="x">',
    '<div>',
    '\n<div>\n',
    '\n<br>b',
    '<http://a.b>',
    '<!-- a -->',
    '<pre>\n\n',
    '<',
  ],
  ...[
    '<!--\uFDD0\uFDD2\uFDD1-->',
    '\n  <!--\uFDD0\uFDD4\uFDD1-->\n',
    '\uFDD0\uFDD3\uFDD1',
    '```\n',
    '{{x}}',
    '@@X@@',
    '\\',
    '\\*',
    '&amp;',
    '&',
  ],
  ...[
    'http://a.b/c',
    '(https://x.y)',
    'https://a.b)',
    'http://a',
    'https://a.b/c?d=e',
    'https://a-b.c/x_y',
    'www.a.b',
    'a@b.c',
    '@',
    'https:',
    'HTTP://A.B',
  ],
];

test('generated texts: the nodes of a whole parser', () => {
  // mulberry32: the same texts each time.
  let state = 20261201;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  let simple = 0;
  for (let count = 0; count < 1500; count++) {
    const text = Array.from({ length: 1 + below(10) }, () => pieces[below(pieces.length)] ?? '').join('');
    const read = readInParts(text);
    if (read.simple > 0) simple++;
    expect(read.nodes, JSON.stringify(text)).toEqual(readWhole(text));
  }
  expect(simple).toBeGreaterThan(75);
});

test('long texts take time in proportion to their length', () => {
  const started = performance.now();
  for (const piece of [
    ' ',
    '`',
    '*',
    '_ ',
    '[',
    '![a](',
    '<b ',
    '- ',
    'http://a.',
    'a\n',
    '\n',
    '*a* ',
    '  - a\n',
    '`a` ',
    '(',
    '<a b="',
  ]) {
    plainParts(piece.repeat(20_000));
    plainParts(`a${piece.repeat(20_000)}b`);
    plainParts(`- a\n${piece.repeat(20_000)}`);
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
