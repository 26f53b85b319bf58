import type { Say } from '../messages/word.ts';

/** The last `max` characters of a text, with a line that says so when there were more. */
export function clip(text: string, max: number, say: Say): string {
  if (text.length <= max) return text;
  return `${say('report/characters-left-out', { count: text.length - max })}\n${text.slice(-max)}`;
}
