const zero = /^[\p{Mn}\p{Me}\u200b-\u200d]$/u;
const wide =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\u2e80-\u303e\u4dc0-\u4dff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1f1e6}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** Terminal cells that a character takes: 0, 1 or 2. Where terminals disagree it is the larger number. */
function cells(character: string): number {
  if (character < '\x7f') return 1;
  // Makes an emoji of the character before it, which then takes a second cell.
  if (character === '\ufe0f') return 1;
  if (zero.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Terminal cells that a text of one line takes; rather too many than too few. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += cells(character);
  return width;
}

/** The text itself, or as much of its beginning as fits into `columns` cells with a `…` behind it. */
export function truncate(text: string, columns: number): string {
  if (columns <= 0) return '';
  // A million combining marks fit into one cell; nobody wants to see them.
  const bounded = text.length > columns * 8 ? text.slice(0, columns * 8) : text;
  if (bounded === text && displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const character of bounded) {
    width += cells(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
