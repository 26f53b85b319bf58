/** An 8-bit character set whose lower half is ASCII. */
export interface Charset {
  /** Its usual name, for messages. */
  readonly name: string;
  /** The byte (128 to 255) that stands for a UTF-16 code unit; undefined when the set does not have that character. */
  byteOf(codeUnit: number): number | undefined;
}

/** A character that was written as UTF-8, read in an 8-bit charset and saved as UTF-8 again. */
export interface Damage {
  /** Where the damaged characters stand in the text. */
  readonly start: number;
  readonly end: number;
  /** The character that was meant. */
  readonly repaired: string;
  readonly charset: Charset;
}

interface Candidate extends Damage {
  /** Could as well be a formula such as `√π`. */
  readonly doubtful: boolean;
}

// Bytes 0x80 to 0xFF in order; https://encoding.spec.whatwg.org/#macintosh. 0xF0, Apple's logo, is U+F8FF.
const macRomanUpperHalf =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
  '¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

// Bytes 0x80 to 0x9F; the rest is Latin-1. The five bytes that the set leaves undefined are C1 controls, as browsers read them.
const windows1252UpperHalf = `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ${characters(0xa0, 96)}`;

/** Mac OS Roman, the default of old Macintosh tools. */
export const macRoman: Charset = charset('Mac OS Roman', macRomanUpperHalf);

/** Windows-1252; and Latin-1, whose C1 controls stand for the same bytes. */
export const windows1252: Charset = charset('Windows-1252', windows1252UpperHalf, characters(0x80, 32));

const charsets = [macRoman, windows1252];

// What French and English slides are written with. Everything else is refused, because correct text reverses to it by
// accident: "’é" of « l’été » is Armenian, "é »" is a Chinese character, "«é" a letter of no language here.
const plausibleRanges: readonly (readonly [number, number])[] = [
  [0xa0, 0x17f], // Latin letters with accents, «», °
  [0x300, 0x302], // accents written apart from their letter, as macOS does
  [0x308, 0x308],
  [0x327, 0x327],
  [0x200b, 0x205e], // dashes, quotes, …, •, joiners of emoji
  [0x20ac, 0x20ac],
  [0x2116, 0x2122],
  [0x2190, 0x23ff], // arrows, mathematics, technical signs
  [0x2500, 0x27bf], // boxes, symbols, dingbats
  [0x2b00, 0x2bff],
  [0x3000, 0x30ff], // the face of a shrug is katakana
  [0xfe0f, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfffd, 0xfffd],
  [0x1f000, 0x1faff], // emoji
];

const formulaPattern = /^[¬√≈∞±≤≥∂∑∏π∫Ω≠∆]+$/;

/**
 * Finds mojibake: sequences of non-ASCII characters that, read back into the bytes of Mac OS Roman or Windows-1252, are
 * one UTF-8 character that a slide can hold. Correct French is never taken for it. Sequences are judged one by one, so
 * that a half-repaired file is repaired to the end; what may be a formula counts only beside damage that is certain.
 */
export function findMojibake(text: string): Damage[] {
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(/[^\0-\x7f]{2,}/g)) {
    const end = match.index + match[0].length;
    let offset = match.index;
    while (offset < end) {
      const candidate = candidateAt(text, offset, end);
      if (candidate) candidates.push(candidate);
      offset = candidate?.end ?? offset + 1;
    }
  }
  return candidates.some((candidate) => !candidate.doubtful) ? candidates : [];
}

function candidateAt(text: string, start: number, limit: number): Candidate | undefined {
  for (const charset of charsets) {
    const length = sequenceLength(charset.byteOf(text.charCodeAt(start)));
    if (length === undefined || start + length > limit) continue;
    const codePoint = decode(text, start, length, charset);
    if (codePoint === undefined || !isPlausible(codePoint)) continue;
    const end = start + length;
    const doubtful = formulaPattern.test(text.slice(start, end));
    return { start, end, repaired: String.fromCodePoint(codePoint), charset, doubtful };
  }
  return undefined;
}

/** How many bytes the UTF-8 sequence has that begins with this byte. */
function sequenceLength(lead: number | undefined): number | undefined {
  if (lead === undefined || lead < 0xc2 || lead > 0xf4) return undefined;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function decode(text: string, start: number, length: number, charset: Charset): number | undefined {
  let codePoint = (charset.byteOf(text.charCodeAt(start)) ?? 0) & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) {
    const byte = charset.byteOf(text.charCodeAt(start + index));
    if (byte === undefined || (byte & 0xc0) !== 0x80) return undefined;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const smallest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
  return codePoint < smallest ? undefined : codePoint;
}

function isPlausible(codePoint: number): boolean {
  return plausibleRanges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function characters(first: number, count: number): string {
  return String.fromCharCode(...Array.from({ length: count }, (_, index) => first + index));
}

/** `alternatives` stand for the same bytes as the characters of `upperHalf`, as far as they go. */
function charset(name: string, upperHalf: string, alternatives = ''): Charset {
  const bytes = new Map<number, number>();
  for (const half of [alternatives, upperHalf]) {
    for (let index = 0; index < half.length; index++) bytes.set(half.charCodeAt(index), 0x80 + index);
  }
  return { name, byteOf: (codeUnit) => bytes.get(codeUnit) };
}
