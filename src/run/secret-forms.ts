/** Something to look for, and how. */
export interface Form {
  /** As it must stand in the text; in lower case unless `exact`. */
  readonly text: string;
  /** Upper and lower case are two things. */
  readonly exact: boolean;
  /** Characters before and after it that may hold a bit of it, when they are of base64's alphabet. */
  readonly before: number;
  readonly after: number;
}

/** Shorter ones, in characters, are looked for as they are and on one line: otherwise they would be found everywhere. */
const shortest = 6;

/** The forms in which a value is found on one line. */
export function formsOnLine(value: string): readonly Form[] {
  return isShort(value) ? [literal(value), ...base64(Buffer.from(value), [0], 4)] : [];
}

/** The forms in which a value is found where line ends do not count: as it is, in base64 (RFC 4648, both alphabets), in hexadecimal. */
export function formsAcrossLines(value: string): readonly Form[] {
  if (isShort(value)) return [];
  const whole = value.replace(/ ?[\r\n][\r\n\t ]*/g, '');
  // In URLs of forms a blank is a plus; at a line end it is gone.
  const blanks = [...whole.matchAll(/ /g)].map(({ index }) => whole.slice(0, index) + whole.slice(index + 1));
  const plus = whole.includes(' ') ? [whole.replaceAll(' ', '+')] : [];
  const literals = [whole, ...plus, ...blanks.slice(0, 16)].map(literal);
  const bytes = [...new Set([value, value.replace(/\r?\n/g, '\n'), value.replace(/\r?\n/g, '\r\n')])].map((each) =>
    Buffer.from(each),
  );
  return [...literals, ...bytes.flatMap((each) => base64(each, [0, 1, 2], shortest)), ...bytes.flatMap(hexadecimal)];
}

function isShort(value: string): boolean {
  return value.length < shortest;
}

function literal(value: string): Form {
  return { text: lowerCase(value), exact: false, before: 0, after: 0 };
}

/** A value in the middle of a longer text in base64 begins at one of three places of a group; what is shorter than `least` is left out. */
function base64(value: Buffer, offsets: readonly number[], least: number): readonly Form[] {
  return offsets.flatMap((offset): Form[] => {
    const encoded = Buffer.concat([Buffer.alloc(offset), value])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters of which all six bits are of the value.
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + value.length) * 8) / 6);
    const text = encoded.slice(first, end);
    if (text.length < least) return [];
    const sides = { exact: true, before: offset === 0 ? 0 : 1, after: end < encoded.length ? 1 : 0 };
    const other = text.replaceAll('+', '-').replaceAll('/', '_');
    return [{ text, ...sides }, ...(other === text ? [] : [{ text: other, ...sides }])];
  });
}

function hexadecimal(value: Buffer): readonly Form[] {
  const pairs = value.toString('hex').match(/../g) ?? [];
  return ['', ' ', ':'].map((separator) => literal(pairs.join(separator)));
}

/** In lower case, with as many characters: a few letters of other scripts become two, and stay as they are. */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (letter) =>
    letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
  ).join('');
}
