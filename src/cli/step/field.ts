import type { Key } from './keys.ts';

/** A text that a person edits: what stands before the cursor, and after it. */
export interface Field {
  readonly before: string;
  readonly after: string;
}

/** A field with that text and the cursor at its end. */
export function fieldOf(text: string): Field {
  return { before: text, after: '' };
}

export function textOf({ before, after }: Field): string {
  return before + after;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function lastOf(text: string): string {
  return [...graphemes.segment(text.slice(-64))].at(-1)?.segment ?? '';
}

function firstOf(text: string): string {
  const [first] = graphemes.segment(text.slice(0, 64));
  return first?.segment ?? '';
}

/** What a key makes of a field, as in readline; the same field for a key that means nothing. `multiline`: ^J begins another line. */
export function edit(field: Field, key: Key, multiline: boolean): Field {
  const { before, after } = field;
  const insert = (text: string): Field => ({ before: before + text, after });
  if ('pasted' in key) {
    const text = key.pasted.replace(/\r\n?/g, '\n');
    return insert(multiline ? text.replace(/\n$/, '') : text.replace(/\n/g, ' '));
  }
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.includes('\n') ? after.indexOf('\n') : after.length;
  const moveTo = (at: number): Field => {
    const text = before + after;
    return { before: text.slice(0, at), after: text.slice(at) };
  };
  switch (key.name) {
    case 'backspace':
      return { before: before.slice(0, before.length - lastOf(before).length), after };
    case 'delete':
    case 'ctrl-d':
      return { before, after: after.slice(firstOf(after).length) };
    case 'left':
    case 'ctrl-b':
      return moveTo(before.length - lastOf(before).length);
    case 'right':
    case 'ctrl-f':
      return moveTo(before.length + firstOf(after).length);
    case 'home':
    case 'ctrl-a':
      return moveTo(lineStart);
    case 'end':
    case 'ctrl-e':
      return moveTo(before.length + lineEnd);
    case 'up':
      return lineStart === 0 ? moveTo(0) : moveTo(lineAbove(before, lineStart));
    case 'down':
      return lineEnd === after.length ? moveTo((before + after).length) : moveTo(lineBelow(field, lineStart, lineEnd));
    case 'ctrl-u':
      return { before: before.slice(0, lineStart), after };
    case 'ctrl-k':
      return { before, after: after.slice(lineEnd) };
    case 'ctrl-w':
      return { before: before.replace(/\S*\s*$/, ''), after };
    case 'ctrl-j':
    case 'alt-enter':
      return multiline ? insert('\n') : field;
    default:
      return Array.from(key.name).length === 1 ? insert(key.name) : field;
  }
}

/** The place in the line above that is as far from its beginning. */
function lineAbove(before: string, lineStart: number): number {
  const start = before.lastIndexOf('\n', lineStart - 2) + 1;
  return Math.min(start + before.length - lineStart, lineStart - 1);
}

function lineBelow({ before, after }: Field, lineStart: number, lineEnd: number): number {
  const start = before.length + lineEnd + 1;
  const next = after.indexOf('\n', lineEnd + 1);
  const end = before.length + (next < 0 ? after.length : next);
  return Math.min(start + before.length - lineStart, end);
}
