/** One option of a command, as its help text says it. */
interface DocOption {
  readonly short: string | undefined;
  readonly long: string | undefined;
  /** It takes a value. */
  readonly hasValue: boolean;
  readonly initial: string | undefined;
  /** It may be given several times. */
  readonly isList: boolean;
}

/** What a command line says. */
export interface DocArguments {
  /** Whether it was given. */
  has(name: string): boolean;
  /** The value, or the one of the help text; undefined without either. */
  value(name: string): string | undefined;
  list(name: string): readonly string[];
  readonly words: readonly string[];
}

/** What a help text says of a command. */
export interface DocCommand {
  readonly help: string;
  readonly options: readonly DocOption[];
  /** How many words may follow the options. */
  readonly least: number;
  readonly most: number;
}

/** A command line that does not fit its help text: docopt prints the help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `-h` or `--help` stood among the options. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

/** Reads a help text as docopt does. */
export function readDoc(help: string): DocCommand {
  const usage = /usage:\s*([^]*?)(?:\n\s*\n|$)/i.exec(help)?.[1] ?? '';
  const options = [...help.matchAll(/^ *(-{1,2}\w[^]*?)(?=\n *-{1,2}\w|\n\s*\n|$(?![^]))/gm)].map(([, text = '']) =>
    readOption(text, usage),
  );
  const pattern = usage
    .split('\n')
    .filter((line) => !line.includes('-h|--help'))
    .join(' ')
    .trim()
    .replace(/^\S+\s*/, '')
    .replace(/\[(?:options|--)\]/g, '')
    .replace(/\[-[^\]]*\](?:\.\.\.)?/g, '');
  const required = pattern
    .replace(/\[[^\]]*\]/g, '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '').length;
  const optional = [...pattern.matchAll(/\[[^\]]*\]/g)].length;
  return { help, options, least: required, most: pattern.includes('...') ? Infinity : required + optional };
}

function readOption(text: string, usage: string): DocOption {
  const [head = ''] = text.trim().split('  ');
  const words = head.replace(/[,=]/g, ' ').split(/\s+/);
  const long = words.find((word) => word.startsWith('--'));
  const short = words.find((word) => /^-\w/.test(word));
  const hasValue = words.some((word) => !word.startsWith('-') && word !== '');
  const initial = hasValue ? (/\[default: (.*?)\]/i.exec(text)?.[1] ?? undefined) : undefined;
  const isList = [long, short].some(
    (name) =>
      name !== undefined &&
      new RegExp(`\\[${name}[ =][^\\]]*\\.\\.\\.\\]|\\[${name}[ =][^\\]]*\\]\\.\\.\\.`).test(usage),
  );
  return { short, long, hasValue, initial, isList };
}

/** Takes a command line apart: options first, then words. Throws UsageError and HelpWanted. */
export function parseDoc({ options, least, most }: DocCommand, argv: readonly string[]): DocArguments {
  const given = new Map<DocOption, string[]>();
  let at = 0;
  const set = (option: DocOption, value: string) => {
    const values = given.get(option) ?? [];
    if (values.length > 0 && !option.isList) throw new UsageError(`${option.long ?? option.short ?? ''} twice`);
    given.set(option, [...values, value]);
  };
  const next = (name: string): string => {
    const value = argv[at + 1];
    if (value === undefined || value === '--') throw new UsageError(`${name} requires argument`);
    at += 1;
    return value;
  };
  const takeLong = (word: string) => {
    const [name, value] = splitOnce(word);
    if (name === '--help') throw new HelpWanted(name);
    const exact = options.filter(({ long }) => long === name);
    const fits = exact.length > 0 ? exact : options.filter(({ long }) => long?.startsWith(name) === true);
    const [option] = fits;
    if (option === undefined && '--help'.startsWith(name) && name.length > 2) throw new HelpWanted(name);
    if (option === undefined || fits.length > 1) throw new UsageError(`${name} is no option`);
    if (!option.hasValue && value !== undefined) throw new UsageError(`${name} must not have an argument`);
    set(option, option.hasValue ? (value ?? next(name)) : '');
  };
  const takeShort = (word: string) => {
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const name = `-${letters.charAt(0)}`;
      const option = options.find(({ short }) => short === name);
      if (option === undefined && name === '-h') throw new HelpWanted(name);
      if (option === undefined) throw new UsageError(`${name} is no option`);
      if (!option.hasValue) {
        set(option, '');
        continue;
      }
      const rest = letters.slice(1);
      set(option, rest === '' ? next(name) : rest);
      return;
    }
  };
  let words: readonly string[] = [];
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') {
      words = argv.slice(at + 1);
      break;
    }
    if (word.startsWith('--')) takeLong(word);
    else if (word.startsWith('-') && word !== '-') takeShort(word);
    else {
      words = argv.slice(at);
      break;
    }
  }
  if (words.length < least || words.length > most) throw new UsageError('number of arguments');
  const find = (name: string) => options.find(({ short, long }) => short === name || long === name);
  const values = (name: string): readonly string[] => {
    const option = find(name);
    return option === undefined ? [] : (given.get(option) ?? []);
  };
  return {
    has: (name) => values(name).length > 0,
    value: (name) => values(name)[0] ?? find(name)?.initial,
    list: values,
    words,
  };
}

function splitOnce(word: string): readonly [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
