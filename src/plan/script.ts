import { type Command, forEachChild, type Pipeline, type Redirect, type SyntaxNode, type While } from 'unbash';
import { type Message, message } from '../messages/message.ts';
import { readBash } from './bash.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { isCutter } from './usage.ts';

/** A simple command and where its input and output go. */
export interface ScriptCommand extends Invocation {
  readonly fromTerminal: boolean;
  readonly toTerminal: boolean;
  /** The shell does not wait for it. */
  readonly background: boolean;
  /** A later program of its pipeline ends early (`head`), and it with it. */
  readonly cut: boolean;
}

/** What a piece of bash does, as far as its text tells; nothing is run. */
export interface Script {
  /** Undefined when bash understands it. */
  readonly error: string | undefined;
  /** Commands that run, those in substitutions and loops included, but not what a function only defines. */
  readonly commands: readonly ScriptCommand[];
  /** Constructs that change something or leave something behind. */
  readonly effects: readonly Message[];
  /** Holds a loop that nothing ends. */
  readonly loopsForever: boolean;
  readonly hasLoop: boolean;
  readonly hasSubstitution: boolean;
}

/** Nodes that are nested deeper are left out. */
const deepestNode = 100;

type Surroundings = Pick<ScriptCommand, 'fromTerminal' | 'toTerminal' | 'background' | 'cut'>;

/** Reads a piece of bash. */
export function readScript(text: string): Script {
  const commands: ScriptCommand[] = [];
  const effects: Message[] = [];
  const found = { error: undefined as string | undefined, loopsForever: false, hasLoop: false, hasSubstitution: false };

  let depth = 0;
  const visit = (node: SyntaxNode, around: Surroundings): void => {
    // Nobody nests so much, and the stack has an end.
    if (depth > deepestNode) return;
    let inside = around;
    switch (node.type) {
      case 'Script':
        found.error ??= node.errors?.[0]?.message;
        break;
      case 'Statement':
        if (node.background) {
          effects.push(message('plan/starts-background'));
          inside = { ...around, background: true };
        }
        break;
      case 'Pipeline':
        visitPipeline(node, around);
        return;
      case 'Command': {
        const fed = node.redirects.some((redirect) => redirect.type !== 'Redirect' || redirect.operator === '<');
        const kept = node.redirects.some((redirect) => redirect.type === 'Redirect' && redirectsOutput(redirect));
        const { fromTerminal, toTerminal } = around;
        commands.push({
          ...invocationOf(node),
          ...around,
          fromTerminal: fromTerminal && !fed,
          toTerminal: toTerminal && !kept,
        });
        break;
      }
      case 'TestCommand':
        commands.push({ program: '[[', options: new Map(), operands: [], bounded: false, ...around });
        break;
      case 'Redirect':
        if (redirectsOutput(node) && node.target?.value !== '/dev/null')
          effects.push(message('plan/writes-to', { file: node.target?.value }));
        break;
      case 'CommandExpansion':
        found.hasSubstitution = true;
        inside = { ...around, toTerminal: false };
        break;
      case 'ProcessSubstitution':
        inside = { fromTerminal: false, toTerminal: false, background: true, cut: false };
        break;
      case 'While':
      case 'ArithmeticFor':
      case 'For':
        found.hasLoop = true;
        if (!around.background && loopsForever(node)) found.loopsForever = true;
        break;
      case 'Function':
        effects.push(message('plan/defines-function'));
        return;
      case 'Select':
        effects.push(message('plan/asks-for-choice'));
        return;
      case 'Coproc':
        effects.push(message('plan/starts-coprocess'));
        return;
    }
    depth++;
    forEachChild(node, (child) => {
      visit(child, inside);
    });
    depth--;
  };
  const visitPipeline = ({ commands: parts }: Pipeline, around: Surroundings): void => {
    const lastCutter = parts.findLastIndex((part) => part.type === 'Command' && isCutter(invocationOf(part)));
    parts.forEach((part, index) => {
      visit(part, {
        ...around,
        fromTerminal: around.fromTerminal && index === 0,
        toTerminal: around.toTerminal && index === parts.length - 1,
        cut: around.cut || index < lastCutter,
      });
    });
  };
  visit(readBash(text), { fromTerminal: true, toTerminal: true, background: false, cut: false });
  return { commands, effects, ...found };
}

/** Names of the variables that a piece of bash assigns from a command substitution, outside of conditions and functions. */
export function assignedVariables(text: string): readonly string[] {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') {
      for (const name of namesAssignedBy(node)) names.add(name);
    } else if (
      node.type === 'Script' ||
      node.type === 'AndOr' ||
      node.type === 'BraceGroup' ||
      node.type === 'CompoundList'
    ) {
      forEachChild(node, visit);
    } else if (node.type === 'Statement' && !node.background) {
      visit(node.command);
    }
  };
  visit(readBash(text));
  return [...names];
}

/** The last simple command whose exit code becomes that of the whole; undefined where a loop or the like ends it. */
export function lastInvocation(text: string): Invocation | undefined {
  let node: SyntaxNode | undefined = readBash(text).commands.at(-1)?.command;
  while (node?.type === 'AndOr' || node?.type === 'Pipeline') node = node.commands.at(-1);
  return node?.type === 'Command' ? invocationOf(node) : undefined;
}

function namesAssignedBy(command: Command): string[] {
  const declares = ['export', 'declare', 'typeset', 'local', 'readonly'].includes(command.name?.value ?? '');
  // `A=$(...) program` sets A for the program only.
  const candidates = command.name === undefined ? command.prefix : declares ? command.suffix : [];
  return candidates.flatMap((part) =>
    part.type === 'Assignment' && holds(part.value, isSubstitution) ? [part.name] : [],
  );
}

function redirectsOutput({ operator, target }: Redirect): boolean {
  if (operator === '<' || operator === '<&') return false;
  return operator !== '>&' || !/^(?:\d+-?|-)$/.test(target?.value ?? '');
}

/** `while true`, `while :`, `while sleep 1`, `until false`, `for ((;;))` without a way out. */
function loopsForever(node: SyntaxNode): boolean {
  if (node.type === 'ArithmeticFor') return node.test === undefined && !holds(node.body, isExit);
  return node.type === 'While' && alwaysHolds(node) && !holds(node.body, isExit);
}

function alwaysHolds({ kind, clause }: While): boolean {
  const command = clause.commands.at(-1)?.command;
  const program = command?.type === 'Command' ? command.name?.value : undefined;
  return (kind === 'while' ? ['true', ':', 'sleep'] : ['false']).includes(program ?? '');
}

function isExit(node: SyntaxNode): boolean {
  return node.type === 'Command' && ['break', 'exit', 'return', 'exec'].includes(node.name?.value ?? '');
}

function isSubstitution(node: SyntaxNode): boolean {
  return node.type === 'CommandExpansion';
}

function holds(node: SyntaxNode, wanted: (node: SyntaxNode) => boolean, depth = 0): boolean {
  if (wanted(node)) return true;
  if (depth > deepestNode) return false;
  let found = false;
  forEachChild(node, (child) => {
    found ||= holds(child, wanted, depth + 1);
  });
  return found;
}
