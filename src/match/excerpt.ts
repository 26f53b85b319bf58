const limit = 4096;

/** Text shortened to about 4 KB for a diff: its beginning and its end, with the number of characters left out between: `… +5904 …`. */
export function excerpt(text: string): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit / 2);
  const tail = text.slice(-limit / 2);
  return `${head}\n… +${text.length - limit} …\n${tail}`;
}

/** A value or a line as a message can hold it: in quotes, at most 80 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
