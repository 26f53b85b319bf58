import type { Message } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';

/** A value with every message in it as its English words, so that tests can say what people read. */
export function worded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(worded);
  if (typeof value !== 'object' || value === null) return value;
  if (isMessage(value)) return word(value, 'en');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, worded(item)]));
}

function isMessage(value: object): value is Message {
  return Object.keys(value).length === 2 && 'code' in value && 'data' in value;
}
