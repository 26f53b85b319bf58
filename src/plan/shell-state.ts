import { type Command, forEachChild, type SyntaxNode } from 'unbash';
import { readBash } from './bash.ts';

/** What a piece of bash has to do with the state of its shell, as far as its text tells. */
export interface ShellState {
  /** Variables that it sets for the commands after it. */
  readonly sets: ReadonlySet<string>;
  /** Variables that it reads, those that it sets itself before left out. */
  readonly uses: ReadonlySet<string>;
  /** It leaves something in the shell: a variable, another folder, an alias, a function, an option. */
  readonly changes: boolean;
}

/** Builtins that leave something in the shell. */
const changing = new Set(
  'cd pushd popd alias unalias set shopt source . eval export declare unset umask trap ulimit'.split(' '),
);
/** Builtins whose operands are names of variables, with or without a value. */
const declaring = new Set('export declare typeset readonly local'.split(' '));

/** Reads a piece of bash; what runs in a subshell, in the background or in a substitution leaves nothing. */
export function shellStateOf(text: string): ShellState {
  const sets = new Set<string>();
  const uses = new Set<string>();
  const found = { changes: false };
  const visit = (node: SyntaxNode, stays: boolean): void => {
    const isInner =
      node.type === 'Subshell' ||
      node.type === 'CommandExpansion' ||
      node.type === 'Coproc' ||
      (node.type === 'Pipeline' && node.commands.length > 1) ||
      (node.type === 'Statement' && node.background === true);
    const here = stays && !isInner;
    if (node.type === 'SimpleExpansion') use(node.text.slice(1));
    else if (node.type === 'ParameterExpansion') use(/^\$\{[#!]?(\w+)/.exec(node.text)?.[1] ?? '');
    else if (node.type === 'Function' && here) found.changes = true;
    // What a command reads was set before it.
    forEachChild(node, (child) => {
      visit(child, here);
    });
    if (!here) return;
    if (node.type === 'For') sets.add(node.name.value);
    else if (node.type === 'Command') {
      for (const name of namesSetBy(node)) sets.add(name);
      found.changes ||= changing.has(node.name?.value ?? '');
    }
  };
  const use = (name: string): void => {
    if (/^[A-Za-z_]\w*$/.test(name) && !sets.has(name)) uses.add(name);
  };
  visit(readBash(text), true);
  return { sets, uses, changes: found.changes || sets.size > 0 };
}

/** Variables that one command sets. */
function namesSetBy({ name, prefix, args }: Command): readonly string[] {
  const program = name?.value ?? '';
  // `A=1 program` sets A for the program only.
  if (name === undefined) return prefix.flatMap((each) => (each.type === 'Assignment' ? [each.name] : []));
  if (declaring.has(program)) return args.flatMap((each) => (each.type === 'Assignment' ? [each.name] : []));
  if (program !== 'read' && program !== 'mapfile' && program !== 'readarray') return [];
  return args.flatMap((each) => (each.type === 'Word' && /^[A-Za-z_]\w*$/.test(each.value) ? [each.value] : []));
}
