import type { Looks } from './xterm-core.ts';

/** The sequence that takes all looks away. */
export const plainLooks = '\x1b[0m';

/** The sequences that give the cursor these looks, whatever it had before. */
export function sequencesOf(looks: Looks): string {
  const codes = [
    '0',
    ...(looks.isBold() ? ['1'] : []),
    ...(looks.isDim() ? ['2'] : []),
    ...(looks.isItalic() ? ['3'] : []),
    ...(looks.getUnderlineStyle() ? [`4:${looks.getUnderlineStyle()}`] : []),
    ...(looks.isBlink() ? ['5'] : []),
    ...(looks.isInverse() ? ['7'] : []),
    ...(looks.isInvisible() ? ['8'] : []),
    ...(looks.isStrikethrough() ? ['9'] : []),
    ...(looks.isOverline() ? ['53'] : []),
    ...colour(38, looks.isFgRGB(), looks.isFgPalette(), looks.getFgColor()),
    ...colour(48, looks.isBgRGB(), looks.isBgPalette(), looks.getBgColor()),
    ...underlineColour(looks),
  ];
  return `\x1b[${codes.join(';')}m${looks.isProtected() ? '\x1b[1"q' : ''}`;
}

function underlineColour(looks: Looks): string[] {
  if (!looks.hasExtendedAttrs() || looks.isUnderlineColorDefault()) return [];
  return colour(58, looks.isUnderlineColorRGB(), true, looks.getUnderlineColor());
}

/** SGR's parameters for a colour of 24 bits or of the palette; none for the default. */
function colour(code: 38 | 48 | 58, isRgb: boolean, isPalette: boolean, value: number): string[] {
  if (isRgb) return [`${code}:2::${value >>> 16}:${(value >>> 8) & 255}:${value & 255}`];
  if (!isPalette) return [];
  if (value >= 16 || code === 58) return [`${code}:5:${value}`];
  return [String((value < 8 ? code - 8 : code + 52 - 8) + value)];
}
