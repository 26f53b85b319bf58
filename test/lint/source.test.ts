import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
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

describe('what is left over between fences that agree', () => {
  const original = withHidden('vim x', 'wait TODO', 'key Escape', 'keys :wq', 'key Enter');
  const mended = (deck: string, source: string): string => fixDeck(deck, optionsFor(source)).text;

  test('control snippets come back as in the original, in their order', () => {
    const damaged = withHidden('vim x', 'attendre TODO', 'clé Échap', 'keys :wq', 'touche Entrée');
    expect(mended(damaged, original)).toBe(original);
  });

  test('so do commands whose program was translated', () => {
    const commands = ['sleep 60 &', 'kill %1', 'id -un'];
    const deck = (list: readonly string[]): string => list.map((each) => inExercise(each)).join('\n');
    expect(mended(deck(['sleep 60 &', 'tuer % 1', 'identifiant -un']), deck(commands))).toBe(deck(commands));
  });

  test('a method comes back, its argument too', () => {
    const source = withHidden('false', 'expect exit 1');
    expect(mended(withHidden('false', 'expect sortie 1'), source)).toBe(source);
    expect(mended(inExercise('ls -l', 'frapper'), inExercise('ls -l'))).toBe(inExercise('ls -l'));
  });

  test.each([
    ['another command', inExercise('ls -l'), inExercise('docker images')],
    [
      'in another exercise',
      `${inExercise('ls')}\n${inExercise('tuer 1')}`,
      `${inExercise('ls\n```\n\n```bash\nkill 1')}\n.exercise[\n\nText.\n\n]\n`,
    ],
    [
      'moved',
      `${inExercise('docker ps')}\n${inExercise('docker info')}`,
      `${inExercise('docker info')}\n${inExercise('docker ps')}`,
    ],
    ['in the open instead of hidden', inExercise('top\n```\n\n```touche ^C'), withHidden('top', 'key ^C')],
  ])('%s: nothing is put in the place of anything', (_, translation, source) => {
    const { text } = fixDeck(translation, optionsFor(source));
    for (const { 0: fence } of translation.matchAll(/`{3}[^`]+`{3}/g)) expect(text).toContain(fence);
  });

  test('what was lost and what was translated together make the original', () => {
    const source = withHidden('vim x', 'wait TODO', 'key ^C', 'keys :wq');
    expect(mended(withHidden('vim x', 'attendre TODO', 'keys :wq'), source)).toBe(
      source.replace(' -->\n<!-- ```key', ' -->\n\n<!-- ```key'),
    );
  });
});

test('a lost dialogue is one message, and comes back as a whole', () => {
  const source = withHidden('vim x', 'wait TODO', 'key Escape', 'keys :wq', 'key Enter');
  const messages = lintDeck(withHidden('vim x'), optionsFor(source));
  expect(messages.map(({ reason, line }) => `${line} ${word(reason, 'en')}`)).toEqual([
    '3 The original has "wait TODO" after this (line 7) and 3 more snippets; they are missing.',
  ]);
  const { text } = fixDeck(withHidden('vim x'), optionsFor(source));
  expect(text.match(/`{3}(?:wait|key)s? [^`]+/g)).toEqual(source.match(/`{3}(?:wait|key)s? [^`]+/g));
});

test('a slide that became two: its code is on the next one, damaged or not', () => {
  const original = `# A\n\n${inExercise('docker ps')}\n${inExercise('kubectl get pods -o wide')}`;
  const translation = `# A\n\n${inExercise('docker ps')}\n---\n\n# Suite\n\n${inExercise('kubectl get pods - o wide')}`;
  expect(lintDeck(translation, optionsFor(original)).map(({ reason }) => reason.code)).toEqual(['lint/code-changed']);
  expect(fixDeck(translation, optionsFor(original)).text).toBe(translation.replace('- o', '-o'));
});

test('two fences that became one, or one that became two, are the same commands', () => {
  const two = inExercise('docker ps\n```\n\n```bash\ndocker images');
  const one = inExercise('docker ps\ndocker images');
  expect(lintDeck(one, optionsFor(two)).filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(fixDeck(one, optionsFor(two)).text).toBe(one);
});
