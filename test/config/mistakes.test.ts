import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { folderWith, load, mistakes } from './files.ts';

const durations = 'expected a duration such as "500ms", "60s", "2m" or "1m30s", or a number of seconds, at most 24h';
const targetKeys = '(allowed: type, shell, env, passEnv, bashrc, home)';

test.each<[unknown, string]>([
  [{ lang: 1 }, 'lang: expected one of "en", "fr", got number 1'],
  [{ lang: 'de' }, 'lang: expected one of "en", "fr", got "de"'],
  [{ decks: ['a'] }, 'decks: expected object, got array'],
  [{ decks: { a: 3 } }, 'decks.a: expected string or object, got number 3'],
  [{ decks: { a: { title: 'x' } } }, 'decks.a.path: is missing; expected string'],
  [{ decks: { a: '' } }, 'decks.a: expected a path: some text without NUL'],
  [
    { decks: { a: { path: 'x', titel: 'x' } } },
    'decks.a: unknown key "titel", did you mean "title"? (allowed: path, title, exercises)',
  ],
  [{ decks: { '': 'x' } }, 'decks[""]: must not be empty'],
  [{ decks: { kube: 'x' }, defaultDeck: 'cube' }, 'defaultDeck: expected "kube", got "cube"; did you mean "kube"?'],
  [{ defaultDeck: 'kube' }, 'defaultDeck: there is no such deck: "decks" is empty'],
  [{ decks: { a: 'x' }, defaultDeck: 'constructor' }, 'defaultDeck: expected "a", got "constructor"'],
  [{ targets: { local: { type: 'local', shell: 5 } } }, 'targets.local.shell: expected string, got number 5'],
  [
    { targets: { local: { type: 'local', shel: 'bash' } } },
    `targets.local: unknown key "shel", did you mean "shell"? ${targetKeys}`,
  ],
  [
    { targets: { 'my node': { type: 'podman' } } },
    'targets["my node"].type: expected one of "rehearsal", "local", "ssh", "docker", "kubernetes", got "podman"',
  ],
  [
    { targets: { a: {} } },
    'targets.a.type: is missing; expected one of "rehearsal", "local", "ssh", "docker", "kubernetes"',
  ],
  [{ targets: { a: 'local' } }, 'targets.a: expected object, got "local"'],
  [
    { targets: { a: { type: 'local', env: { 'A B': 'x' } } } },
    'targets.a.env["A B"]: expected the name of a variable: letters, digits and _, no digit first',
  ],
  [
    { defaultTarget: 'locale' },
    'defaultTarget: expected one of "rehearsal", "local", got "locale"; did you mean "local"?',
  ],
  [{ files: [{ from: 'a', to: 'b' }] }, 'files[0].to: expected a path on the node that starts with ~/ or /'],
  [{ files: [{ from: 'a' }] }, 'files[0].to: is missing; expected string'],
  [{ timeouts: { command: '5 parsecs' } }, `timeouts.command: ${durations}`],
  [{ timeouts: { command: true } }, `timeouts.command: ${durations}`],
  [{ timeouts: { wait: 90_000 } }, `timeouts.wait: ${durations}`],
  [{ retry: { pause: -1 } }, `retry.pause: ${durations}`],
  [
    { timeouts: { try: '10s' } },
    'timeouts: unknown key "try" (allowed: start, command, wait, longwait, open, verify, setup, settle)',
  ],
  [{ exerciseClasses: ['lab', ''] }, 'exerciseClasses[1]: must not be empty'],
  [{ excludedClasses: 'pic' }, 'excludedClasses: expected array, got "pic"'],
  [{ variables: { A: 1 } }, 'variables.A: expected string, got number 1'],
  [
    { overrides: { 'a.1': { policy: 'never' } } },
    'overrides["a.1"].policy: expected one of "once", "eventually", "endless", got "never"',
  ],
  [
    { overrides: { 'a.1': { expect: [{ matcher: 'jsn', source: '{}' }] } } },
    'overrides["a.1"].expect[0].matcher: expected one of "json", "json-within", "text", "ellipsis", "equal", "tail", "similar", "regex", got "jsn"; did you mean "json"?',
  ],
  [{ overrides: { 'a.1': { exit: 256 } } }, 'overrides["a.1"].exit: must be at most 255'],
  [{ overrides: { 'a.1': { skip: true } } }, 'overrides["a.1"].skip: expected string, got boolean true'],
  [
    { secrets: ['not a name'] },
    'secrets[0]: expected the name of an environment variable, or a regular expression between slashes: "/.../flags"',
  ],
  [{ secrets: ['A', '/x/g'] }, 'secrets[1]: flags of a regular expression may be i, m, s and u here, got "g"'],
  [{ secrets: ['/a*/'] }, 'secrets[0]: this regular expression matches the empty text: it would mask everything'],
  [{ limits: { processes: 8 } }, 'limits.processes: must be at least 64'],
  [
    { targets: { a: { type: 'rehearsal', isolation: 'jail' } } },
    'targets.a.isolation: expected one of "user", "namespace", "none", got "jail"',
  ],
  [
    { targets: { a: { type: 'local', isolation: 'user' } } },
    'targets.a: unknown key "isolation" (allowed: type, shell, env, passEnv, bashrc, home)',
  ],
  [
    { dekcs: {} },
    'unknown key "dekcs", did you mean "decks"? (allowed: $schema, decks, defaultDeck, targets, defaultTarget, files, timeouts, limits, retry, exercises, provides, exerciseClasses, excludedClasses, variables, strict, overrides, lint, class, secrets, frameHosts, lang)',
  ],
])('%j', (content, message) => {
  expect(mistakes(() => load(content))).toEqual([`runner.config.json: ${message}`]);
});

test('a regular expression that does not compile is told with its reason', () => {
  const [message = ''] = mistakes(() => load({ secrets: ['/(/'] }));
  expect(message).toMatch(/^runner\.config\.json: secrets\[0\]: Invalid regular expression: .*Unterminated group/);
});

test('an expectation that its matcher does not understand is told where it stands', () => {
  const [message = ''] = mistakes(() => load({ overrides: { a: { expect: [{ matcher: 'json', source: '{' }] } } }));
  expect(message).toMatch(/^runner\.config\.json: overrides\.a\.expect\[0\]\.source: The expected JSON is not valid/);
});

test('all mistakes are told at once', () => {
  expect(mistakes(() => load({ lang: 1, retry: { tyr: '1s' }, decks: { a: 3 } }))).toHaveLength(3);
  expect(mistakes(() => load({ defaultDeck: 'x', defaultTarget: 'y', secrets: ['/(/'] }))).toHaveLength(3);
});

describe('JSON with a mistake in it', () => {
  test.each([
    ['{"lang": "fr",}', '1:15', 'expected a key in double quotes; JSON allows no comma before "}"'],
    ['{\n  "decks": {}\n  "lang": "fr"\n}', '3:3', 'expected "," or "}", got "\\""'],
    ['{"a": 1', '1:8', 'expected "," or "}", but the file ends here'],
    ['// hello\n{}', '1:1', 'expected a value; JSON has no comments'],
    ["{'lang': 'fr'}", '1:2', 'expected a key in double quotes; JSON has double quotes only'],
    ['{"lang": fr}', '1:10', 'expected a value, got "fr"'],
    ['{"lang": "fr}', '1:10', 'expected a value, got a string with a mistake in it, or without its end'],
    ['{"lang" "fr"}', '1:9', 'expected ":", got "\\""'],
    ['{} x', '1:4', 'expected the end of the file, got "x"'],
    ['{"a": [1 2]}', '1:10', 'expected "," or "]", got "2"'],
    ['[1, 2}', '1:6', 'expected "," or "]", got "}"'],
    ['{"a": }', '1:7', 'expected a value, got "}"'],
    ['{"a": [1,]}', '1:10', 'expected a value; JSON allows no comma before "]"'],
  ])('%j', (text, place, message) => {
    const folder = folderWith({ 'runner.config.json': text });
    expect(mistakes(() => loadConfig(undefined, folder))).toEqual([`runner.config.json:${place}: ${message}`]);
  });
});
