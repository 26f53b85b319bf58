/** An 8-bit character set whose lower half is ASCII. */
export interface Charset {
  /** Its usual name, for messages. */
  readonly name: string;
  /** The byte (128 to 255) that stands for a UTF-16 code unit; undefined when the set does not have that character. */
  byteOf(codeUnit: number): number | undefined;
}

// Bytes 0x80 to 0xFF in order; https://encoding.spec.whatwg.org/#macintosh. 0xF0, Apple's logo, is U+F8FF.
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
  '¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

// Bytes 0x80 to 0x9F; the rest is Latin-1. The five bytes that the set leaves undefined are C1 controls, as browsers read them.
const WINDOWS_1252 = `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ${characters(0xa0, 96)}`;

/** Mac OS Roman, the default of old Macintosh tools. */
export const macRoman: Charset = charset('Mac OS Roman', MAC_ROMAN);

/** Windows-1252; and Latin-1, whose C1 controls stand for the same bytes. */
export const windows1252: Charset = charset('Windows-1252', WINDOWS_1252, characters(0x80, 32));

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
