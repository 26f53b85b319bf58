import type { PlacedWord } from '../commands.ts';
import { singularKind } from '../grammar/kubectl-kinds.ts';
import { isExpanded, type ReadCommand } from '../grammar/read-command.ts';
import { type AskedWord, type CommandNames, type Name, nothing } from './name.ts';

type Expand = (word: string) => readonly string[];

/** What a kubectl command makes and asks for. `readFile` reads a file of the course. */
export function kubectlNames(
  read: ReadCommand,
  expand: Expand,
  readFile: (path: string) => string | undefined,
): CommandNames {
  const { command, operands, options } = read;
  const option = (...names: readonly string[]): readonly string[] =>
    options.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? expand(value) : []));
  const asksNamespace = options.flatMap(({ name, value, word }) =>
    (name === '-n' || name === '--namespace') && value !== undefined && isName(value)
      ? [{ kind: 'namespace', name: value, word }]
      : [],
  );
  const verb = command.name;
  const made: Name[] = [];
  let isOpaque = false;
  const make = (kind: string, word: PlacedWord | undefined): void => {
    for (const name of word ? expand(word.value) : []) made.push({ kind, name });
  };
  if (verb === 'run') make('pod', operands[0]);
  else if (verb.startsWith('create ')) {
    const [, kind = '', type] = verb.split(' ');
    // `create svc nodeport NAME`, whose help stands under `service`.
    const at = type === undefined && singularKind(kind) === 'service' ? 1 : 0;
    make(kind === 'quota' ? 'resourcequota' : (singularKind(kind) ?? kind), operands[at]);
  } else if (verb === 'expose') {
    const names = option('--name');
    if (names.length > 0) made.push(...names.map((name) => ({ kind: 'service', name })));
    else
      for (const { names: own } of objectsNamed(operands, expand))
        made.push(...own.map((name) => ({ kind: 'service', name })));
  } else if (verb === 'apply' || verb === 'create' || verb === 'replace') {
    for (const file of option('-f', '--filename')) {
      const text = file === '-' ? undefined : readFile(file);
      if (text === undefined) isOpaque = true;
      else made.push(...objectsIn(text));
    }
    isOpaque ||= options.some(({ name }) => name === '-k' || name === '--kustomize');
  } else if (verb === 'autoscale') {
    for (const { names } of objectsNamed(operands, expand))
      made.push(...names.map((name) => ({ kind: 'horizontalpodautoscaler', name })));
  }
  if (verb === 'run' && options.some(({ name }) => name === '--expose')) make('service', operands[0]);
  const asks: AskedWord[] = asksOf(verb)
    ? objectsNamed(operands, expand).flatMap(({ kind, words }) =>
        words.map((word) => ({ kind, ...word, ...(verb === 'delete' && { isLoose: true as const }) })),
      )
    : [];
  const askLoosely = (kind: string, name: string | undefined, word: PlacedWord | undefined): void => {
    if (word && name !== undefined && isName(name)) asks.push({ kind, name, word, isLoose: true });
  };
  const [first] = operands;
  if (/^(?:logs|exec|attach|port-forward)$/.test(verb) && first && !first.value.includes('/'))
    askLoosely('pod', first.value, first);
  if (verb === 'cp') {
    for (const word of operands) askLoosely('pod', /^(?:[\w.-]+\/)?([\w.-]+):/.exec(word.value)?.[1], word);
  }
  if (verb === 'config set-context') make('context', first);
  if (verb === 'config use-context') askLoosely('context', first?.value, first);
  if (verb === 'create token') askLoosely('serviceaccount', first?.value, first);
  for (const { name, value, word } of options) {
    if (value === undefined) continue;
    if (name === '--from' && value.includes('/')) {
      const [type = '', from] = value.split('/', 2);
      askLoosely(singular(type) ?? type, from, word);
    }
    if (name === '--serviceaccount') askLoosely('serviceaccount', value.split(':').at(-1), word);
    if (name === '--role') askLoosely('role', value, word);
  }
  return made.length + asks.length + asksNamespace.length === 0 && !isOpaque
    ? nothing
    : { made, asks: [...asksNamespace, ...asks], isOpaque };
}

// Commands whose operands are a kind and names that must be there.
const asking =
  /^(?:get|describe|edit|label|annotate|scale|expose|patch|autoscale|logs|exec|attach|port-forward|wait|delete|rollout \w+|set \w+)$/;

function asksOf(verb: string): boolean {
  return asking.test(verb);
}

interface Named {
  readonly kind: string;
  readonly names: readonly string[];
  readonly words: readonly { readonly name: string; readonly word: PlacedWord }[];
}

/** `TYPE NAME...`, `TYPE/NAME ...`. */
function objectsNamed(operands: readonly PlacedWord[], expand: Expand): Named[] {
  const [first, ...others] = operands;
  if (!first || isExpanded(first) || first.value.startsWith('$')) return [];
  if (first.value.includes('/')) {
    return operands.flatMap((word) => {
      const [type = '', name = ''] = word.value.split('/', 2);
      const kind = singular(type);
      return kind === undefined || !isName(name) ? [] : [{ kind, names: expand(name), words: [{ name, word }] }];
    });
  }
  const kind = singular(first.value);
  if (kind === undefined) return [];
  const words = others.filter(({ value }) => isName(value)).map((word) => ({ name: word.value, word }));
  return [{ kind, names: others.flatMap(({ value }) => (value.includes('=') ? [] : expand(value))), words }];
}

function singular(word: string): string | undefined {
  return word.includes(',') ? undefined : singularKind(word);
}

/** A name as it is, without variables, patterns and the ends that the cluster makes up. */
function isName(word: string): boolean {
  return /^[a-z][a-z0-9.-]{1,60}$/.test(word) && !/-[a-f0-9]{8,10}-\w{5}$|x{4,}|[.-]$/.test(word);
}

/** The objects that a manifest describes: their kinds and names. */
export function objectsIn(text: string): Name[] {
  if (!/^\s*kind:/m.test(text)) return [];
  return text.split(/^---.*$/m).flatMap((part) => {
    const kind = /^\s*kind:\s*["']?(\w+)/m.exec(part)?.[1];
    const name =
      /^\s*metadata:\s*(?:#.*)?\n(?:\s+.*\n)*?\s+name:\s*["']?([\w.-]+)/m.exec(`${part}\n`)?.[1] ??
      /^\s*metadata:\s*\{[^}]*name:\s*["']?([\w.-]+)/m.exec(part)?.[1];
    const type = kind === undefined ? undefined : (singular(kind) ?? kind.toLowerCase());
    return type === undefined || name === undefined ? [] : [{ kind: type, name }];
  });
}
