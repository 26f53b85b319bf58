import { expect, test } from 'vitest';
import type { Codes } from '../../src/messages/codes.ts';
import { en } from '../../src/messages/en.ts';
import { fr } from '../../src/messages/fr.ts';
import type { Code } from '../../src/messages/message.ts';

/** Data for codes whose words look something up: for all others `anything` will do. */
const samples: { readonly [C in Code]?: Codes[C] } = {
  'run/owner-gone': { id: 'a.1', line: 7, how: 'stopped' },
  'cli/diagnostic': { place: 'deck.md:1:1', severity: 'error', reason: 'x', rule: 'x' },
  'config/kind': { kind: 'array' },
  'config/no-json': { expected: 'value', found: 'end', text: '' },
  'config/unknown-keys': { keys: [{ key: 'a', meant: 'b' }], allowed: ['b'] },
  'config/value': { kind: 'number', value: '5' },
  'deck/scenario-lost': { path: 'a' },
  'deck/scenario-other-host': { file: 'a', host: 'b' },
  'deck/manifest-no-text': { key: 'a', found: { code: 'text/verbatim', data: { text: 'b' } } },
  'kept/fact': { name: 'deck' },
  'kept/key': { does: 'next' },
  'lint/rule-summary': { rule: 'spaced-path' },
  'lint/rule-rationale': { rule: 'spaced-path' },
  'changes/how': { change: 'added' },
  'changes/unseen': { what: ['files'], below: ['big/'] },
  'plan/empty-snippet': { method: 'bash', needs: 'commands' },
  'plan/shown-only': { language: 'yaml', kind: 'file' },
  'resume/node-without': { why: 'secret' },
  'resume/without': { terminal: '1', why: 'silent' },
  'report/column': { name: 'step' },
  'report/count': { status: 'failed', count: 2 },
  'report/expects-exit': { expected: 'nonzero' },
  'report/origin': { origin: 'fence' },
  'report/severity': { severity: 'error' },
  'report/severity-count': { severity: 'error', count: 2 },
  'report/verdict': { status: 'failed' },
  'run/exit-not-expected': { command: 'false', exitCode: 1, expected: 0 },
  'step/key-typing': { speed: 'slow' },
  'step/typing': { speed: 'slow' },
  'target/container': { shells: 'stay' },
  'target/kube-network': { namespace: 'nodes', result: 'apart' },
  'target/rehearsal': { isolation: 'user' },
  'text/verbatim': { text: 'x' },
};

/** The same in both languages, and why. */
const alike: Readonly<Record<string, string>> = {
  'cli/one-of': 'a list of names',
  'config/mistakes': 'a list',
  'help/arguments': 'but for the blank before the colon',
  'help/options': 'but for the blank before the colon',
  'lsp/step': 'names, and a reason',
  'plan/known-port': 'a name and a number',
  'text/list': 'a list',
  'text/verbatim': 'not ours',
};

/** A number, a text, a list or a message, as it is needed. */
const anything: unknown = Object.assign(['x', 'y'], { toString: () => '7', toJSON: () => '7' });
const anyData = new Proxy({}, { get: () => anything });

type Wording = (data: unknown, say: () => string) => string;

function wordings(words: object): ReadonlyMap<string, Wording> {
  return new Map(Object.entries(words) as [string, Wording][]);
}

test.each([...wordings(en)])('%s is said in both languages', (code, wording) => {
  const french = wordings(fr).get(code);
  if (!french) throw new Error('it has no French words');
  const data = (samples as Readonly<Record<string, unknown>>)[code] ?? anyData;
  const [english, said] = [wording(data, () => '…'), french(data, () => '…')];
  for (const words of [english, said]) {
    expect(words).not.toBe('');
    expect(words).not.toMatch(/undefined|\[object/);
  }
  if (!(code in alike)) expect(said.replace(/\u00a0/g, ' ')).not.toBe(english);
  // French typography: no straight apostrophes between letters, no ordinary blank before a double sign of punctuation.
  expect(said.replace(/`[^`]*`/g, '')).not.toMatch(/\p{L}'\p{L}| [;?!»]| :(?=\s|$)|« /u);
});

test('there is no French word without an English one', () => {
  expect([...wordings(fr).keys()].filter((code) => !wordings(en).has(code))).toEqual([]);
});
