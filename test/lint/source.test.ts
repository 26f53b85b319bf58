import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readDocument } from '../../src/lint/document.ts';
import { inExercise, withHidden } from '../../src/lint/example.ts';
import { fixDeck } from '../../src/lint/fix.ts';
import { lintDeck, type LintMessage, type LintOptions } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';
import { word } from '../../src/messages/word.ts';

const seed = resolve(import.meta.dirname, '../fixtures/seed/ourapponkube_fr.md');
const english = resolve(import.meta.dirname, '../../../shared/corpus/seed-era/slides/kube/ourapponkube.md');

function optionsFor(original: string): LintOptions {
  const { document } = readDocument(original, { file: 'original.md' });
  return {
    file: 'deck.md',
    rules: builtinRules.filter(({ id }) => id === 'differs-from-source'),
    original: document,
  };
}

function briefly(messages: readonly LintMessage[]): string[] {
  return messages
    .filter(({ rule }) => rule === 'differs-from-source')
    .map(({ line, severity }) => `${line} ${severity}`);
}

test.skipIf(!existsSync(english))('the seed differs from its original in eight places (needs ../shared)', () => {
  const text = readFileSync(seed, 'utf8');
  const options = optionsFor(readFileSync(english, 'utf8'));
  expect(briefly(lintDeck(text, options))).toEqual([
    '128 warning',
    '162 error',
    '169 warning',
    '262 warning',
    '324 error',
    '350 error',
    '355 error',
    '366 error',
  ]);
  const fixed = fixDeck(text, options);
  expect(briefly(fixed.messages)).toEqual([]);
  expect(fixDeck(fixed.text, options).text).toBe(fixed.text);
});

test('several lost control snippets come back in their order', () => {
  const original = withHidden('kubectl get pods -w', 'wait Running', 'key ^C', 'wait $');
  const { text, messages } = fixDeck(withHidden('kubectl get pods -w'), optionsFor(original));
  expect(briefly(messages)).toEqual([]);
  expect(text.match(/`{3}(?:wait|key) [^`]+/g)).toEqual(['```wait Running', '```key ^C', '```wait $']);
});

test('how the lines of either file end is no difference', () => {
  const deck = (command: string): string => `${inExercise(command)}\nWe see:\n\n\`\`\`\none\ntwo\n\`\`\`\n`;
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  for (const [translation, original] of [
    [deck('ls -l').replaceAll('\n', '\r'), deck('ls -l')],
    [crlf(deck('ls -l')), deck('ls -l')],
    [deck('ls -l'), crlf(deck('ls -l'))],
  ] as const) {
    expect(lintDeck(translation, optionsFor(original))).toEqual([]);
  }
  expect(fixDeck(crlf(deck('ls -a\npwd')), optionsFor(deck('ls -l\npwd'))).text).toBe(crlf(deck('ls -l\npwd')));
  const changed = crlf(deck('ls -l')).replace('one', 'onne');
  expect(lintDeck(changed, optionsFor(deck('ls -l'))).map(({ reason }) => word(reason, 'en'))).toEqual([
    'The original has "one" where this has "onne".',
  ]);
});

test('a translation may be like the original mended, also where mending makes code of prose', () => {
  const original = `Avec «kubectl scale».\n\n${inExercise('echo $ HOME')}`;
  const options: LintOptions = { file: 'deck.md', rules: builtinRules };
  const mended = fixDeck(original, options).text;
  const withSource = {
    ...options,
    original: optionsFor(original).original,
    mendedOriginal: optionsFor(mended).original,
  };
  expect(mended).toContain('`kubectl scale`');
  expect(lintDeck(mended, withSource)).toEqual([]);
  expect(fixDeck(original, withSource).text).toBe(mended);
});

test('moved, added and dropped snippets are told as that', () => {
  const original = ['docker ps', 'docker images', 'docker info'].map((each) => inExercise(each)).join('\n');
  const translation = ['docker info', 'docker ps', 'ls -l'].map((each) => inExercise(each)).join('\n');
  const messages = lintDeck(translation, optionsFor(original));
  expect(messages.map(({ reason, line }) => `${line} ${word(reason, 'en')}`)).toEqual([
    '9 The original has "bash docker images" here (line 11); it is missing.',
    '11 The original has this in another place (line 3).',
    '19 The original has no such snippet.',
  ]);
});

test('a slide that is missing is one message', () => {
  const slide = (title: string, command: string): string => `# ${title}\n\n${inExercise(command)}`;
  const original = [slide('A', 'docker ps'), slide('B', 'git log'), slide('C', 'kubectl get all')].join('\n---\n\n');
  const translation = [slide('Ah', 'docker ps'), slide('Cé', 'kubectl get all')].join('\n---\n\n');
  expect(lintDeck(translation, optionsFor(original)).map(({ reason }) => word(reason, 'en'))).toEqual([
    'The slide "B" of the original (line 12) and its code are missing after this one.',
  ]);
});
