/** A piece of a deck for a message: on one line, cut when it is longer than `most` UTF-16 code units. */
export function excerpt(text: string, most = 80): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** What a person wrote, short enough for the middle of a sentence. */
export function shorten(text: string): string {
  return excerpt(text.trim(), 40);
}
