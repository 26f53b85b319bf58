import type { Edit } from './rule.ts';

/**
 * The bracket that ends an exercise which was never closed: another sign that stands in its place, else a line behind the last fence
 * of its slide. Undefined where `offset` is no line that opens an exercise, and where no fence of commands is on the slide.
 */
export function lostBracket(text: string, offset: number): Edit | undefined {
  const opener = /^\.(?:exercise|lab)\[[ \t]*\n/.exec(text.slice(offset, offset + 100));
  if (!opener || (offset > 0 && text[offset - 1] !== '\n')) return undefined;
  const start = offset + opener[0].length;
  const rest = text.slice(start, start + 20_000);
  const length = rest.search(/^(?:---?|\?\?\?)[ \t]*$/m);
  const slide = length < 0 ? rest : rest.slice(0, length);
  const instead = /^[)}］】>][ \t]*$/m.exec(slide);
  if (instead) {
    const at = start + instead.index;
    return { start: at, end: at + 1, text: ']' };
  }
  // Another exercise begins before this one has ended.
  if (/^\.[a-z]+\[/m.test(slide)) return undefined;
  let end = -1;
  for (const { 0: fence, index } of slide.matchAll(
    /^[ \t]*(?:[-*][ \t]+)?```(?:bash|hide|console)\b[^\n]*\n(?:(?!```)[^]){0,4000}?^[ \t]*```[ \t]*$|^[ \t]*<!--(?:(?!-->)[^]){1,2000}-->[ \t]*$/gm,
  )) {
    end = start + index + fence.length;
  }
  return end < 0 ? undefined : { start: end, end, text: '\n\n]' };
}
