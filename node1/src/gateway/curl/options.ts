import { ExitError } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';

/** What a call of curl asks for. */
export interface CurlOptions {
  readonly urls: readonly string[];
  /** Instead of what the other options make of it. */
  readonly method: string | undefined;
  /** `Name: value`, as typed; `Name:` takes one of curl's own away. */
  readonly headers: readonly string[];
  /** Pieces of the body, `@FILE` not read yet; `raw` ones may start with @. */
  readonly data: readonly { readonly kind: 'ascii' | 'binary' | 'raw'; readonly text: string }[];
  /** Files for the URLs, in order. `-O` is undefined: the name at the end of the URL. */
  readonly outputs: readonly (string | undefined)[];
  readonly silent: boolean;
  readonly showError: boolean;
  readonly fail: boolean;
  readonly include: boolean;
  readonly head: boolean;
  readonly location: boolean;
  readonly insecure: boolean;
  readonly get: boolean;
  readonly verbose: boolean;
  /** Milliseconds, for all of a transfer. */
  readonly maxTimeMs: number | undefined;
  readonly connectTimeoutMs: number | undefined;
  readonly user: string | undefined;
  readonly userAgent: string;
  readonly writeOut: string | undefined;
}

/** The version that is imitated. */
const version = '7.88.1';
const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information";

type Mutable = { -readonly [Key in keyof CurlOptions]: CurlOptions[Key] };

/** What the options without a value do. */
const flags: Readonly<Record<string, (options: Mutable) => void>> = {
  silent: (options) => (options.silent = true),
  'show-error': (options) => (options.showError = true),
  fail: (options) => (options.fail = true),
  include: (options) => (options.include = true),
  head: (options) => (options.head = true),
  location: (options) => (options.location = true),
  insecure: (options) => (options.insecure = true),
  get: (options) => (options.get = true),
  verbose: (options) => (options.verbose = true),
  'remote-name': (options) => (options.outputs = [...options.outputs, undefined]),
  // What is done anyway.
  'no-buffer': () => undefined,
  ipv4: () => undefined,
  globoff: () => undefined,
  http1: () => undefined,
  'http1.1': () => undefined,
};

/** What the options with a value do. */
const valued: Readonly<Record<string, (options: Mutable, value: string) => void>> = {
  request: (options, value) => (options.method = value),
  header: (options, value) => (options.headers = [...options.headers, value]),
  data: (options, text) => (options.data = [...options.data, { kind: 'ascii', text }]),
  'data-ascii': (options, text) => (options.data = [...options.data, { kind: 'ascii', text }]),
  'data-binary': (options, text) => (options.data = [...options.data, { kind: 'binary', text }]),
  'data-raw': (options, text) => (options.data = [...options.data, { kind: 'raw', text }]),
  output: (options, value) => (options.outputs = [...options.outputs, value]),
  'max-time': (options, value) => (options.maxTimeMs = seconds('-m', value)),
  'connect-timeout': (options, value) => (options.connectTimeoutMs = seconds('--connect-timeout', value)),
  user: (options, value) => (options.user = value),
  'user-agent': (options, value) => (options.userAgent = value),
  'write-out': (options, value) => (options.writeOut = value),
  url: (options, value) => (options.urls = [...options.urls, value]),
};

const letters: Readonly<Record<string, string>> = {
  ...{ s: 'silent', S: 'show-error', f: 'fail', i: 'include', I: 'head', L: 'location', k: 'insecure', G: 'get' },
  ...{ v: 'verbose', O: 'remote-name', N: 'no-buffer', '4': 'ipv4', g: 'globoff', X: 'request', H: 'header' },
  ...{ d: 'data', o: 'output', m: 'max-time', u: 'user', A: 'user-agent', w: 'write-out' },
};

/** Reads the arguments of curl. Throws ExitError. */
export function parseCurl(args: readonly string[]): CurlOptions {
  const options: Mutable = {
    ...{
      urls: [],
      method: undefined,
      headers: [],
      data: [],
      outputs: [],
      silent: false,
      showError: false,
      fail: false,
    },
    ...{ include: false, head: false, location: false, insecure: false, get: false, verbose: false },
    ...{ maxTimeMs: undefined, connectTimeoutMs: undefined, user: undefined, userAgent: `curl/${version}` },
    writeOut: undefined,
  };
  const rest = [...args];
  const valueOf = (shown: string): string => {
    const value = rest.shift();
    if (value === undefined) throw new ExitError(`curl: option ${shown}: requires parameter\n${tryHelp}`, 2);
    return value;
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('-') || arg === '-') options.urls = [...options.urls, arg];
    else if (arg === '--') options.urls = [...options.urls, ...rest.splice(0)];
    else if (arg.startsWith('--')) {
      const name = arg.slice(2);
      const take = valued[name];
      if (take) take(options, valueOf(arg));
      else (flags[name] ?? unknown(arg))(options);
    } else parseLetters(arg, options, valueOf);
  }
  if (options.urls.length === 0) throw new ExitError(tryHelp, 2);
  return options;
}

/** `-sSfo FILE`: the first letter that takes a value takes the rest of the word. */
function parseLetters(word: string, options: Mutable, valueOf: (shown: string) => string): void {
  for (let at = 1; at < word.length; at++) {
    const shown = `-${word[at] ?? ''}`;
    const name = letters[word[at] ?? ''] ?? '';
    const take = valued[name];
    if (take) {
      const attached = word.slice(at + 1);
      take(options, attached === '' ? valueOf(shown) : attached);
      return;
    }
    (flags[name] ?? unknown(shown))(options);
  }
}

function unknown(option: string): never {
  const known = Object.keys(letters).map((letter) => `-${letter}`);
  throw new ExitError(message('refusal/curl', { option, known }), 2);
}

function seconds(option: string, value: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(value)) {
    throw new ExitError(`curl: option ${option}: expected a proper numerical parameter\n${tryHelp}`, 2);
  }
  return Number(value) * 1000;
}
