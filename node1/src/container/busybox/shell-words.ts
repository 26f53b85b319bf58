import type { DoubleQuotedChild, ParsedScript, Word, WordPart } from 'unbash';
import type { Message } from '../../messages/codes.ts';

/** What the words of a script mean where it runs. */
export interface WordContext {
  readonly variables: ReadonlyMap<string, string>;
  readonly lastCode: number;
  /** The output of `$(...)`. */
  capture(script: ParsedScript): Promise<string>;
}

/** What `$$` is: a shell is told to be the first process. */
export const ownPid = '1';

/** A part of sh that the rehearsal's sh does not have. */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';
  readonly what: string | Message;

  constructor(what: string | Message) {
    super('not simulated');
    this.what = typeof what === 'string' ? `sh ${what}` : what;
  }
}

/** A word as the one or more words that it stands for: a variable outside of quotes is split at blanks. */
export async function expandWord(word: Word, context: WordContext): Promise<readonly string[]> {
  if (word.parts === undefined) return [word.value];
  let current = '';
  let isOpen = false;
  const words: string[] = [];
  for (const part of word.parts) {
    const text = await expandPart(part, context);
    if (isSplit(part)) {
      const pieces = text.split(/\s+/);
      pieces.forEach((piece, index) => {
        if (index > 0 && isOpen) {
          words.push(current);
          current = '';
          isOpen = false;
        }
        current += piece;
        isOpen ||= piece !== '';
      });
    } else {
      current += text;
      isOpen = true;
    }
  }
  return isOpen ? [...words, current] : words;
}

/** A word as one text, as in an assignment. */
export async function expandText(word: Word, context: WordContext): Promise<string> {
  if (word.parts === undefined) return word.value;
  let text = '';
  for (const part of word.parts) text += await expandPart(part, context);
  return text;
}

function isSplit({ type }: WordPart): boolean {
  return type === 'SimpleExpansion' || type === 'ParameterExpansion' || type === 'CommandExpansion';
}

async function expandPart(part: WordPart | DoubleQuotedChild, context: WordContext): Promise<string> {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted': {
      let text = '';
      for (const child of part.parts) text += await expandPart(child, context);
      return text;
    }
    case 'SimpleExpansion':
      return variable(part.text.slice(1), context);
    case 'ParameterExpansion': {
      if (part.operation === undefined && part.prefix === undefined) return variable(part.parameter, context);
      if (part.operation?.type !== 'Default' || !/^:?-$/.test(part.operation.operator))
        throw new NotSimulated(part.text);
      const value = variable(part.parameter, context);
      return value === '' ? expandText(part.operation.operand, context) : value;
    }
    case 'CommandExpansion': {
      if (part.script === undefined) throw new NotSimulated(part.text);
      const output = await context.capture(part.script);
      return output.replace(/\n+$/, '');
    }
    default:
      throw new NotSimulated(part.text);
  }
}

function variable(name: string, { variables, lastCode }: WordContext): string {
  if (name === '?') return String(lastCode);
  if (name === '$') return ownPid;
  return variables.get(name) ?? '';
}
