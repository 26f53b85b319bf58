import { type Command, forEachChild, type SyntaxNode } from 'unbash';
import { lastAtOrBefore } from '../deck/scan/lines.ts';
import type { Span } from '../deck/scan/regions.ts';
import { type Invocation, invocationOf, programAt } from '../plan/invocation.ts';
import { shapes } from '../plan/program-data.ts';
import { type Code, isTyped } from './code.ts';
import { deepestNode } from './shell.ts';

/** A word of a command, as bash cuts it. */
export interface PlacedWord extends Span {
  /** As it is written, with its quotes. */
  readonly text: string;
  /** Without the quotes; `$NAME` stays. */
  readonly value: string;
}

/** A simple command in a piece of bash; places are offsets in the piece's text. */
export interface FoundCommand extends Span {
  /** The program's name, past `sudo` and the like. */
  readonly name: PlacedWord;
  readonly args: readonly PlacedWord[];
  /** What stands before the program and runs it: `sudo -u x`, `xargs`. */
  readonly prefix: readonly PlacedWord[];
  readonly invocation: Invocation;
  /** The values that variables of `for` loops around it take, as they are written. */
  readonly loops: ReadonlyMap<string, readonly string[]>;
}

const shellFences = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'terminal', 'shell-session', 'bash-session']);

/** True for what is typed, and for what is shown as a command: fences of a shell, inline code. */
export function isCommandLike(code: Code): boolean {
  return isTyped(code) || code.kind === 'inline' || (code.kind === 'fence' && shellFences.has(code.language));
}

// Twenty rules look at the same pieces.
const known = new WeakMap<Code['script'], readonly FoundCommand[]>();

/** What programs print of a mistake in a command line. */
const complaint =
  /^(?:error|fatal|usage|unknown|invalid|unable|no such|\S{1,40}: [^\n]{0,80}(?:not found|invalid|illegal|unknown|unrecognized|requires|missing))\b/i;

/** True where a fence shows below a command that it is refused: the mistake is what the slide is about. */
function isShownRefused(code: Code, { end }: Span): boolean {
  const { text } = code;
  const next = text.indexOf('\n', end);
  return !isTyped(code) && next >= 0 && complaint.test(text.slice(next + 1, next + 200).trimStart());
}

/** The simple commands of a piece of bash, those in loops, functions and substitutions included. */
export function commandsOf(code: Code): readonly FoundCommand[] {
  const { script } = code;
  const before = known.get(script);
  if (before) return before;
  const found: FoundCommand[] = [];
  const visit = (node: SyntaxNode, loops: FoundCommand['loops'], depth: number): void => {
    let inside = loops;
    if (node.type === 'Command') {
      const { prefix, words } = wordsOf(node);
      const [name, ...args] = words;
      if (name)
        found.push({ name, args, prefix, invocation: invocationOf(node), loops, start: node.pos, end: node.end });
    } else if (node.type === 'For' && node.wordlist) {
      inside = new Map([...loops, [node.name.value, node.wordlist.map(({ value }) => value)]]);
    }
    if (!isPlaced(node) || depth === deepestNode) return;
    forEachChild(node, (child) => {
      visit(child, inside, depth + 1);
    });
  };
  visit(script(), new Map(), 0);
  const kept = found.filter((each) => !isShownRefused(code, each));
  known.set(script, kept);
  return kept;
}

/**
 * Tells which word outside of quotes holds an offset of a piece of bash: of commands, redirections, loops; not of the
 * texts of here-documents.
 */
export function bareWords({ script }: Code): (offset: number) => Span | undefined {
  const found: Span[] = [];
  const visit = (node: SyntaxNode, depth: number): void => {
    if (node.type === 'Word') {
      const parts = node.parts?.filter(({ type }) => type === 'Literal') ?? [node];
      found.push(...parts.map(({ pos: start, end }) => ({ start, end })));
    }
    if (node.type === 'HereDoc' || !isPlaced(node) || depth === deepestNode) return;
    forEachChild(node, (child) => {
      visit(child, depth + 1);
    });
  };
  visit(script(), 0);
  found.sort((one, other) => one.start - other.start);
  const starts = found.map(({ start }) => start);
  return (offset) => {
    const word = found[lastAtOrBefore(starts, offset)];
    return word && word.start <= offset && offset < word.end ? word : undefined;
  };
}

/** The program that a command calls, without its folder, and its words; `docker compose` is docker-compose. */
export function calledBy({ name, args }: Pick<FoundCommand, 'name' | 'args'>): {
  readonly program: string;
  readonly words: readonly PlacedWord[];
} {
  const called = name.value.slice(name.value.lastIndexOf('/') + 1);
  // The alias that kubectl's own documents propose.
  const program = called === 'k' ? 'kubectl' : called;
  if (program === 'docker' && args[0]?.value === 'compose') return { program: 'docker-compose', words: args.slice(1) };
  return { program, words: args };
}

/** The operands of a command (what is neither an option nor an option's value), its sub-command first. */
export function operandsOf(program: string, args: readonly PlacedWord[]): PlacedWord[] {
  const shape = Object.hasOwn(shapes, program) ? shapes[program] : undefined;
  const operands: PlacedWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (!word || word.value === '--') break;
    if (!word.value.startsWith('-') || word.value === '-') operands.push(word);
    else if (
      takesNext(word.value, shape?.valued) ||
      (operands.length === 0 && takesNext(word.value, shape?.valuedFirst))
    )
      at++;
  }
  return operands;
}

/** A name in which variables of loops stand, once for each value; undefined when other variables stand in it. */
export function valuesOf(word: string, loops: FoundCommand['loops']): readonly string[] | undefined {
  let values = [word];
  for (const [name, list] of loops) {
    if (!/^\w+$/.test(name)) continue;
    const reference = new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`, 'g');
    if (reference.test(word))
      values = values.flatMap((value) => list.map((each) => value.replace(reference, () => each)));
    // More is no list that anybody wrote by hand.
    if (values.length > 1000) return undefined;
  }
  return values.some((value) => value.includes('$')) ? undefined : values;
}

/** False for what stands inside backticks with escapes: the offsets there are those of another text. */
function isPlaced(node: SyntaxNode): boolean {
  return node.type !== 'Script' || node.source === undefined;
}

function takesNext(option: string, valued: readonly string[] | undefined): boolean {
  return valued?.includes(option) ?? false;
}

/** The words of a command from its program on, and those before; none when it only assigns. */
function wordsOf({ name, args }: Command): { readonly prefix: PlacedWord[]; readonly words: PlacedWord[] } {
  if (!name) return { prefix: [], words: [] };
  const words = [name, ...args].map((word) => ({
    text: word.text,
    value: word.type === 'Word' ? word.value : word.text,
    start: word.pos,
    end: word.end,
  }));
  // The prompt of a transcript.
  if (words[0]?.text === '$') words.shift();
  const { at } = programAt(words.map(({ value }) => value));
  return { prefix: words.slice(0, at), words: words.slice(at) };
}
