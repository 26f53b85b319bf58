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
const WINDOWS_1252_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Mac OS Roman, the default of old Macintosh tools. */
export const macRoman: Charset = charset('Mac OS Roman', MAC_ROMAN);

/** Windows-1252, which is also what most programs mean by Latin-1. */
export const windows1252: Charset = charset(
  'Windows-1252',
  WINDOWS_1252_CONTROLS + String.fromCharCode(...Array.from({ length: 96 }, (_, index) => 0xa0 + index)),
);

function charset(name: string, upperHalf: string): Charset {
  const bytes = new Map<number, number>();
  for (let index = 0; index < upperHalf.length; index++) bytes.set(upperHalf.charCodeAt(index), 0x80 + index);
  return { name, byteOf: (codeUnit) => bytes.get(codeUnit) };
}
