/** The last `max` characters of a text, with a line that says so when there were more. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `[... ${text.length - max} characters left out ...]\n${text.slice(-max)}`;
}
