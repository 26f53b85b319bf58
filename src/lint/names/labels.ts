import type { Code } from '../code.ts';
import { commandsOf, valuesOf } from '../commands.ts';
import type { LintDocument } from '../document.ts';
import { readCommand } from '../grammar/read-command.ts';
import { runCode } from '../shell.ts';
import { slipOf } from './judge.ts';

/** A label that is asked for under nearly the key or the value that a step gave it. */
export interface LabelSlip {
  readonly piece: Code;
  readonly start: number;
  readonly end: number;
  readonly written: string;
  readonly meant: string;
}

/** Slips in labels, in the order of the deck: `-l tier=frnt`, where a manifest has `tier: front`. */
export function labelSlips(document: Pick<LintDocument, 'code' | 'readFile'>): LabelSlip[] {
  const labels = new Map<string, Set<string>>();
  const add = (key: string, value: string): void => {
    labels.set(key, (labels.get(key) ?? new Set()).add(value));
  };
  const found: LabelSlip[] = [];
  for (const piece of runCode(document)) {
    if (piece.text.includes('labels:')) labelsIn(piece.text, add);
    for (const command of commandsOf(piece)) {
      const read = readCommand(command);
      if (read?.program !== 'kubectl') continue;
      const { command: grammar, operands, options } = read;
      const verb = grammar.name;
      const values = (word: string): readonly string[] => valuesOf(word, command.loops) ?? [];
      if (verb === 'create deployment') for (const name of values(operands[0]?.value ?? '')) add('app', name);
      if (verb === 'run') for (const name of values(operands[0]?.value ?? '')) add('run', name);
      const isMaking = verb === 'label' || verb === 'run' || verb === 'expose';
      if (verb === 'label') for (const { value } of operands) readPairs(value, add);
      for (const { name, value, word } of options) {
        if (/^(?:-f|--filename)$/.test(name) && value !== undefined) labelsIn(document.readFile(value) ?? '', add);
        if (!/^(?:-l|--selector|--labels)$/.test(name) || value === undefined) continue;
        if (isMaking && name !== '--selector') {
          readPairs(value, add);
          continue;
        }
        for (const pair of value.split(',')) {
          const [, key = '', asked = ''] = /^([\w./-]+)==?([\w.-]+)$/.exec(pair.trim()) ?? [];
          const known = labels.get(key);
          const keyMeant = key === '' || known ? undefined : slipOf(key, [...labels.keys()]);
          const valueMeant = known && !known.has(asked) ? slipOf(asked, [...known]) : undefined;
          const isSame = keyMeant !== undefined && labels.get(keyMeant)?.has(asked) === true;
          const meant = valueMeant ?? (isSame ? keyMeant : undefined);
          if (meant === undefined) continue;
          const written = valueMeant === undefined ? key : asked;
          const from = piece.text.indexOf(pair, word.start);
          const start = from < 0 ? word.start : from + pair.lastIndexOf(written);
          found.push({ piece, start, end: from < 0 ? word.end : start + written.length, written, meant });
        }
      }
    }
  }
  return found;
}

function readPairs(text: string, add: (key: string, value: string) => void): void {
  for (const [, key = '', value = ''] of text.matchAll(/([\w./-]+)=([\w.-]+)/g)) add(key, value);
}

/** The labels of a manifest. */
function labelsIn(text: string, add: (key: string, value: string) => void): void {
  for (const [, indent = '', block = ''] of text.matchAll(/^( *)(?:labels|matchLabels):[ \t]*\n((?:\1 +\S.*\n?)+)/gm)) {
    for (const line of block.split('\n')) {
      const [, key, value] = /^ +["']?([\w./-]+)["']?: *["']?([\w.-]+)/.exec(line) ?? [];
      if (key !== undefined && value !== undefined && line.startsWith(indent)) add(key, value);
    }
  }
}
