import type { ConfigCodes } from '../codes/config.ts';
import type { Wordings } from '../wording.ts';

const jsonExpected = {
  value: 'a value',
  key: 'a key in double quotes',
  colon: '":"',
  end: 'the end of the file',
  'comma-or-brace': '"," or "}"',
  'comma-or-bracket': '"," or "]"',
} as const;

const jsonFound = {
  end: () => ', but the file ends here',
  comment: () => '; JSON has no comments',
  'single-quote': () => '; JSON has double quotes only',
  'closing-after-comma': (text: string) => `; JSON allows no comma before "${text}"`,
  'bad-string': () => ', got a string with a mistake in it, or without its end',
  text: (text: string) => `, got ${quoted(text)}`,
} as const;

function quoted(text: string): string {
  return JSON.stringify(text);
}

export const config = {
  'config/in-file': ({ file, mistake }, say) => `${file}: ${say(mistake)}`,
  'config/in-file-at': ({ file, line, column, mistake }, say) => `${file}:${line}:${column}: ${say(mistake)}`,
  'config/mistakes': ({ mistakes }, say) => mistakes.map((mistake) => say(mistake)).join('\n'),
  'config/at-path': ({ path, mistake }, say) => `${path}: ${say(mistake)}`,

  'config/missing': ({ expected }, say) => `is missing; expected ${say(expected)}`,
  'config/wrong-type': ({ expected, got }, say) => `expected ${say(expected)}, got ${say(got)}`,
  'config/either': ({ kinds }, say) => kinds.map((kind) => say(kind)).join(' or '),
  'config/kind': ({ kind }) => kind,
  'config/value': ({ kind, value }) => `${kind} ${value}`,
  'config/long-string': () => 'a string',
  'config/one-of': ({ names, got, meant }, say) => {
    const allowed = `${names.length > 1 ? 'one of ' : ''}${names.map(quoted).join(', ')}`;
    if (got === undefined) return `is missing; expected ${allowed}`;
    return `expected ${allowed}, got ${say(got)}${meant === undefined ? '' : `; did you mean ${quoted(meant)}?`}`;
  },
  'config/unknown-keys': ({ keys, allowed }) => {
    const mistakes = keys.map(({ key, meant }) => {
      const hint = meant === undefined ? '' : `, did you mean ${quoted(meant)}?`;
      return `unknown key ${quoted(key)}${hint}`;
    });
    return `${mistakes.join('; ')} (allowed: ${allowed.join(', ')})`;
  },
  'config/empty-text': () => 'must not be empty',
  'config/at-least': ({ minimum }) => `must be at least ${minimum}`,
  'config/at-most': ({ maximum }) => `must be at most ${maximum}`,
  'config/duration': () =>
    'expected a duration such as "500ms", "60s", "2m" or "1m30s", or a number of seconds, at most 24h',
  'config/kubernetes-name': () => 'a name as Kubernetes takes it: small letters, digits, hyphens and dots',
  'config/ssh-host': () => 'a host as ssh takes it: a name of its configuration, or user@host',
  'config/host': () => 'expected a host: example.org, example.org:8443 or *.example.org',
  'config/path': () => 'expected a path: some text without NUL',
  'config/variable-name': () => 'expected the name of a variable: letters, digits and _, no digit first',
  'config/node-path': () => 'expected a path on the node that starts with ~/ or /',
  'config/no-decks': () => 'there is no such deck: "decks" is empty',
  'config/secret-form': () =>
    'expected the name of an environment variable, or a regular expression between slashes: "/.../flags"',
  'config/secret-flags': ({ flags }) => `flags of a regular expression may be i, m, s and u here, got "${flags}"`,
  'config/secret-masks-all': () => 'this regular expression matches the empty text: it would mask everything',

  'config/utf-16': () => 'this is UTF-16; save it as UTF-8',
  'config/not-utf-8': () => 'this is not UTF-8; save it as UTF-8',
  'config/folder': () => 'this is a folder; name the configuration file in it',
  'config/not-regular': () => 'this is not a regular file',
  'config/too-large': () => 'larger than 1 MiB: this is not a configuration',
  'config/no-such-file': () => 'there is no such file',
  'config/not-allowed': () => 'you may not read it',
  'config/empty-file': () => 'the file is empty; the least that it may hold is {}',
  'config/no-json': ({ expected, found, text }) => `expected ${jsonExpected[expected]}${jsonFound[found](text)}`,
} satisfies Wordings<ConfigCodes>;
