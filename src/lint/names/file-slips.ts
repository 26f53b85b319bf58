import type { SyntaxNode } from 'unbash';
import type { Code } from '../code.ts';
import { commandsOf, type FoundCommand, type PlacedWord } from '../commands.ts';
import type { LintDocument } from '../document.ts';
import { readCommand } from '../grammar/read-command.ts';
import { runCode, walkBash } from '../shell.ts';
import { slipOf } from './judge.ts';

/** A file or a folder that is asked for under nearly the name that a step has given it. */
export interface FileSlip {
  readonly piece: Code;
  /** Where the path stands in the piece's text. */
  readonly start: number;
  readonly path: string;
  /** The path that is meant; undefined where no step makes one like it. */
  readonly meant: string | undefined;
  /** Nothing unpacks or clones what nobody can look into. */
  readonly isCertain: boolean;
}

interface PathWord {
  readonly word: PlacedWord;
  readonly path: string;
}

/** Slips in the names of files, in the order of the deck. */
export function fileSlips(document: Pick<LintDocument, 'code'>): FileSlip[] {
  const found: FileSlip[] = [];
  const made = new Set<string>();
  const folders = new Set<string>();
  let isOpaque = false;
  for (const piece of runCode(document)) {
    const written = redirects(piece);
    for (const command of commandsOf(piece)) {
      const { name, args } = command;
      // What a command writes is there for the next one.
      while (written[0] && written[0].start < command.start) made.add(written.shift()?.name ?? '');
      for (const { word, path } of asked(command)) {
        const base = baseName(path);
        if (made.has(base) || folders.has(base)) continue;
        const meant = nearFile(base, [...made]);
        const isFolder = name.value === 'cd' || name.value === 'pushd';
        const isLost = isFolder && !isOpaque && folders.size > 0 && !path.includes('/');
        if (meant === undefined && !isLost) continue;
        const start = word.start + word.text.lastIndexOf(path);
        const right = meant === undefined ? undefined : path.slice(0, path.length - base.length) + meant;
        found.push({ piece, start, path, meant: right, isCertain: !isOpaque });
      }
      for (const path of makes(command)) made.add(baseName(path));
      if (
        /^(?:mkdir|cd|pushd)$/.test(name.value) ||
        (name.value === 'git' && /^(?:init|clone)$/.test(args[0]?.value ?? ''))
      ) {
        for (const { value } of args)
          if (!value.startsWith('-')) for (const part of value.split('/')) folders.add(part);
      }
      isOpaque ||= bringsFiles(command);
    }
    for (const { name } of written) made.add(name);
  }
  return found;
}

/** The files that a piece writes to, in its order. */
function redirects(piece: Code): { readonly name: string; readonly start: number }[] {
  const found: { name: string; start: number }[] = [];
  walkBash(piece, (node: SyntaxNode, { start }) => {
    if (node.type === 'Redirect' && node.operator.startsWith('>') && node.target?.type === 'Word')
      found.push({ name: baseName(node.target.value), start });
  });
  return found.sort((one, other) => one.start - other.start);
}

/** They bring files whose names nobody wrote down. */
function bringsFiles({ name, args }: FoundCommand): boolean {
  const verb = args[0]?.value ?? '';
  if (name.value === 'git') return /^(?:clone|checkout|pull|submodule|switch|stash)$/.test(verb);
  if (name.value === 'tar') return /^-?[a-zA-Z]*x/.test(verb) || args.some(({ value }) => value === '--extract');
  if (/^(?:docker|kubectl)$/.test(name.value)) return verb === 'cp';
  return (
    /^(?:unzip|npx|helm|make|source|\.|rsync|scp|pip|npm|rails|django-admin|cargo|terraform|ln|wget)$/.test(
      name.value,
    ) || name.value.includes('/')
  );
}

const outputs = /^(?:-o|-O|-out|--output|--output-document|-keyout|-f)$/;

/** The paths that a command makes for certain. */
function makes({ name, args }: FoundCommand): string[] {
  const operands = args.filter(({ value }) => !value.startsWith('-')).map(({ value }) => value);
  const named = args.flatMap(({ value }, at) =>
    outputs.test(value) && args[at + 1] ? [args[at + 1]?.value ?? ''] : [],
  );
  switch (name.value) {
    case 'touch':
    case 'mkdir':
    case 'tee':
    case 'vi':
    case 'vim':
    case 'nano':
      return operands;
    case 'cp':
    case 'mv':
    case 'ln':
      return operands.slice(-1);
    case 'tar':
      return /^-?[a-zA-Z]*c/.test(args[0]?.value ?? '') ? operands.slice(0, 2) : [];
    case 'git':
      return /^(?:init|clone|mv)$/.test(operands[0] ?? '') ? [(operands.at(-1) ?? '').replace(/\.git$/, '')] : [];
    case 'ssh-keygen':
    case 'openssl':
      return named;
    case 'curl':
    case 'wget':
      return [
        ...named,
        ...operands.filter((value) => /^https?:/.test(value)).map((value) => value.replace(/[?#].*$/, '')),
      ];
    default:
      return name.value === 'docker' && operands[0] === 'save' ? named : [];
  }
}

const readers = new Set('cat less more bat source . cd pushd bash sh python python3 node wc sort uniq rm'.split(' '));
const behindFirst = new Set('grep sed awk chmod chown'.split(' '));
const fileOptions =
  /^(?:-f|--filename|--file|--from-file|--from-env-file|--values|--env-file|--cert|--key|-in|-key|-signkey|-CA|-CAkey|-inkey|-T|-i)$/;
const optionReaders = new Set('kubectl docker docker-compose helm openssl ssh scp psql'.split(' '));

/** The literal relative paths that a command reads. */
function asked(command: FoundCommand): PathWord[] {
  const { name, args } = command;
  const program = name.value;
  const isPath = ({ value, text }: PlacedWord): boolean =>
    value === text &&
    /^(?:\.\/|~\/)?[\w.][\w./-]*$/.test(value) &&
    !value.includes('..') &&
    value !== '.' &&
    value.length > 3;
  const plain = (words: readonly PlacedWord[]): PathWord[] =>
    words.filter(isPath).map((word) => ({ word, path: word.value }));
  const operands = args.filter(({ value }) => !value.startsWith('-'));
  // What is given to a program as its own words is none of its files.
  if (args.some(({ value }) => value === '-c' || value === '-m') && /^(?:bash|sh|python3?)$/.test(program)) return [];
  if (/^(?:bash|sh|python3?|node)$/.test(program)) return plain(operands.slice(0, 1));
  if (readers.has(program)) return plain(operands);
  if (behindFirst.has(program)) return plain(operands.slice(1));
  if (program === 'cp' || program === 'mv') return plain(operands.slice(0, -1));
  if (program === 'tar' && /^-?[a-zA-Z]*[xt]/.test(args[0]?.value ?? '')) return plain(args.slice(1, 2));
  if (program === 'git' && /^(?:add|mv|rm)$/.test(operands[0]?.value ?? '')) return plain(operands.slice(1, 2));
  if (!optionReaders.has(program) || (program === 'docker' && /^(?:run|exec|logs|ps)$/.test(args[0]?.value ?? '')))
    return [];
  if (program === 'kubectl' && /^(?:exec|logs|run)$/.test(readCommand(command)?.command.name ?? '')) return [];
  return args.flatMap((word, at) => {
    const [, option = word.value, value] = /^(--[\w-]+)=(?:[\w.-]+=)?(.+)$/.exec(word.value) ?? [];
    if (!fileOptions.test(option)) return [];
    if (value !== undefined) return isPath({ ...word, value, text: value }) ? [{ word, path: value }] : [];
    const next = args[at + 1];
    return next ? plain([next]) : [];
  });
}

/** The name of a file that is meant: one slip away, or with the other of two endings. */
function nearFile(name: string, made: readonly string[]): string | undefined {
  const other = name.endsWith('.yaml') ? name.replace(/\.yaml$/, '.yml') : name.replace(/\.yml$/, '.yaml');
  if (other !== name && made.includes(other)) return other;
  const ending = (text: string): string => /\.\w+$/.exec(text)?.[0] ?? '';
  return slipOf(
    name,
    made.filter((each) => ending(each) === ending(name)),
  );
}

function baseName(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}
