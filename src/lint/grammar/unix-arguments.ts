import { type Message, message } from '../../messages/message.ts';
import type { FoundCommand, PlacedWord } from '../commands.ts';
import { operandsOf } from '../commands.ts';
import { isExpanded } from './read-command.ts';

/** What is wrong with the words of a command that no table tells, and where. */
export interface UnixProblem {
  readonly at: PlacedWord;
  readonly reason: Message;
}

// Programs without a grammar: sub-commands that need an operand, and what it is; `''` for the program itself.
const needy: Readonly<Record<string, readonly [subcommands: string, operand: string]>> = {
  systemctl: ['start stop restart reload enable disable mask unmask try-restart', 'UNIT'],
  service: ['', 'SERVICE'],
  apt: ['install remove purge show search', 'PACKAGE'],
  'apt-get': ['install remove purge', 'PACKAGE'],
  'apt-cache': ['search show policy madison', 'PACKAGE'],
  yum: ['install remove', 'PACKAGE'],
  dnf: ['install remove', 'PACKAGE'],
  apk: ['add del', 'PACKAGE'],
  pip: ['install uninstall show download', 'PACKAGE'],
  pip3: ['install uninstall show download', 'PACKAGE'],
  npm: ['uninstall remove rm un r', 'PACKAGE'],
  ping: ['', 'HOST'],
  'ssh-copy-id': ['', 'HOST'],
  kill: ['', 'PID'],
  killall: ['', 'NAME'],
  pkill: ['', 'PATTERN'],
  awk: ['', 'PROGRAM'],
  jq: ['', 'FILTER'],
  which: ['', 'NAME'],
  source: ['', 'FILE'],
};

// `apt-get install -f`, `kill -l`, `pip install -r x`, `awk -f x`: need nothing, or have it in an option.
const instead =
  /^(?:-f|--fix-broken|-l|-V|-Q|--help|--version|-h|-r|--requirement|-e|--editable|--build|-g|--group|--from-file|-u|-t|-P)(?:=|$)|^(?:-r|--requirement=).+/;

const reversed = /^(?:start|stop|restart|reload|status|force-reload)$/;

/** What a program of Unix would refuse, the first of it; undefined where all is well or nobody can tell. */
export function unixProblem(command: FoundCommand, isPiped: boolean): UnixProblem | undefined {
  const { name, args, prefix } = command;
  if (prefix.some(({ value }) => value === 'xargs')) return undefined;
  switch (name.value) {
    case 'tar':
      return tar(command, isPiped);
    case 'find':
      return find(args);
    case 'cut':
      return args.some(({ value }) => /^-[a-zA-Z]*[bcf]|^--(?:bytes|characters|fields|help|version)/.test(value))
        ? undefined
        : missing(name, 'cut', '-f');
    case 'sed':
      return sed(command);
    case 'service': {
      const [first, second] = args;
      return first && second && reversed.test(first.value) && !reversed.test(second.value)
        ? { at: first, reason: message('lint/word-order', { right: `service ${second.text} ${first.text}` }) }
        : needing(command);
    }
    default:
      return needing(command);
  }
}

function needing({ name, args }: FoundCommand): UnixProblem | undefined {
  const entry = Object.hasOwn(needy, name.value) ? needy[name.value] : undefined;
  if (!entry || args.some(isExpanded) || args.some(({ value }) => instead.test(value))) return undefined;
  const [subcommands, operand] = entry;
  const operands = operandsOf(name.value, args);
  const [verb] = operands;
  const isShort =
    subcommands === ''
      ? operands.length === 0
      : operands.length === 1 && subcommands.split(' ').includes(verb?.value ?? '');
  return isShort
    ? missing(name, subcommands === '' ? name.value : `${name.value} ${verb?.value ?? ''}`, operand)
    : undefined;
}

function missing(at: PlacedWord, command: string, argument: string): UnixProblem {
  return { at, reason: message('lint/missing-argument', { command, argument, usage: '' }) };
}

/** `tar xz a.tar.gz` reads the terminal; `tar czf` needs the archive, and what is to go into it. */
function tar({ name, args }: FoundCommand, isPiped: boolean): UnixProblem | undefined {
  if (args.some(isExpanded)) return undefined;
  const [first, ...others] = args;
  const letters =
    first && /^-?[a-zA-Z]+$/.test(first.value) && !first.value.startsWith('--') ? first.value.replace('-', '') : '';
  const shorts = others
    .filter(({ value }) => /^-[a-zA-Z]/.test(value))
    .map(({ value }) => value.slice(1))
    .join('');
  const isLong = args.some(({ value }) => value.startsWith('--'));
  const mode = /[cxt]/.exec(letters)?.[0];
  // `tar -C x -cf y z`: the letters stand elsewhere.
  if (isLong || !first || mode === undefined || /[C]/.test(letters)) return undefined;
  const words = others.filter(
    ({ value }, at) => (value === '-' || !value.startsWith('-')) && !/^-[CTX]$/.test(others[at - 1]?.value ?? ''),
  );
  const hasFile = letters.includes('f') || shorts.includes('f');
  if (!hasFile) {
    const isArchive = words.some(({ value }) => /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz)$/.test(value));
    return !isPiped || isArchive ? missing(name, `tar ${first.text}`, '-f') : undefined;
  }
  if (shorts.includes('f')) return undefined;
  const needed = mode === 'c' ? 2 : 1;
  const given = words.length + (others.some(({ value }) => /^-[TC]$/.test(value)) && mode === 'c' ? 1 : 0);
  return given < needed ? missing(name, `tar ${first.text}`, given === 0 ? 'ARCHIVE' : 'FILE') : undefined;
}

const findValued =
  /^-(?:name|iname|path|ipath|wholename|type|size|mtime|mmin|atime|ctime|newer|user|group|perm|maxdepth|mindepth|regex|exec|execdir|ok)$/;

/** A test without its value, `-exec` without its end. */
function find(args: readonly PlacedWord[]): UnixProblem | undefined {
  const last = args.at(-1);
  if (last && findValued.test(last.value))
    return { at: last, reason: message('lint/option-without-value', { option: last.value, next: undefined }) };
  const exec = args.findIndex(({ value }) => /^-(?:exec|execdir|ok|okdir)$/.test(value));
  const at = args[exec];
  if (at && !args.slice(exec).some(({ value }) => value === ';' || value === '\\;' || value === '+'))
    return {
      at,
      reason: message('lint/missing-argument', { command: `find ${at.value}`, argument: '\\;', usage: '' }),
    };
  return undefined;
}

/** `sed s/a/b`: the third delimiter is not there. */
function sed({ args }: FoundCommand): UnixProblem | undefined {
  const at = args.findIndex(({ value }) => value === '-e' || value === '--expression');
  const hasFile = args.some(({ value }) => /^-[a-z]*f$|^--file/.test(value));
  const script = at >= 0 ? args[at + 1] : hasFile ? undefined : args.find(({ value }) => !value.startsWith('-'));
  if (!script || isExpanded(script) || script.text.includes('$(')) return undefined;
  const [, sign = '', body = ''] = /^(?:\d+|\$)?s([/|#,:@!])([^\n;]*)$/.exec(script.value) ?? [];
  if (sign === '') return undefined;
  const count =
    body
      .replace(/\\[^]/g, '')
      .replace(/\[\^?\]?[^\]]*\]/g, '')
      .split(sign).length - 1;
  return count < 2
    ? {
        at: script,
        reason: message('lint/wrong-value', {
          of: 'sed',
          value: script.value,
          form: message('lint/form-like', { example: `s${sign}a${sign}b${sign}` }),
        }),
      }
    : undefined;
}
