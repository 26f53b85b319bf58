/** Lists whose lines stay apart: `1.`, `-`, `*`. */
const bullet = /^(\d+\.?|-|\*)\s/;

/** A description in lines of at most `width` characters, as kubectl's explain.Formatter breaks it: examples and lists keep their lines. */
export function wrap(text: string, width: number): readonly string[] {
  const wrapped: string[] = [];
  let line: string[] = [];
  let last = '';
  const flush = (): void => {
    if (line.length === 0) return;
    last = '';
    wrapped.push(line.join(' '));
    line = [];
  };
  for (const given of text.split('\n')) {
    if (given.startsWith('    ')) {
      flush();
      wrapped.push(given);
      continue;
    }
    const trimmed = given.trim();
    if (wrapped.length > 0 && trimmed === '') {
      flush();
      wrapped.push('');
      continue;
    }
    if (last.endsWith(':') || trimmed === '' || bullet.test(trimmed)) flush();
    for (const word of trimmed.split(/\s+/).filter((each) => each !== '')) {
      last = word;
      if (line.length > 0 && byteLength(line) + 1 + Buffer.byteLength(word) > width) flush();
      line.push(word);
    }
  }
  flush();
  return wrapped;
}

/** Go counts bytes. */
function byteLength(words: readonly string[]): number {
  return Buffer.byteLength(words.join(' '));
}
