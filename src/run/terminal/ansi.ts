/** Escape sequences of terminals (ECMA-48, xterm): every pattern that the engine has for them. */

/** The body of a control string: it ends with the string terminator, with any other sequence, with CAN or SUB; that of an OSC also with BEL. */
const body = String.raw`[^\x1b\x18\x1a\x80-\x9f]*(?:\x1b\\|\x9c)?`;
const oscBody = String.raw`[^\x07\x1b\x18\x1a\x80-\x9f]*(?:\x07|\x1b\\|\x9c)?`;
/** A control string (OSC, then DCS, SOS, PM, APC), a control sequence (CSI), an escape sequence (ECMA-48, also in 8 bits). */
export const sequencePattern = String.raw`(?:\x1b\]|\x9d)${oscBody}|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])${body}|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]|\x1b[0-OQ-WYZ\\\x60-~]`;
const allSequences = new RegExp(String.raw`${sequencePattern}|[\x00-\x07\x0b\x0e-\x1f\x7f-\x9f]`, 'g');
const wholeSequence = new RegExp(`^(?:${sequencePattern})`);
/** One that is longer, in characters, is none: it is let through as text. */
const longestSequence = 4096;

/** The text without sequences and control characters; carriage returns become line ends. */
export function plainText(raw: string): string {
  return raw.replace(allSequences, '').replace(/\r\n?/g, '\n');
}

const sequences = new RegExp(sequencePattern, 'g');

/** The sequences in a text, without the text. */
export function sequencesIn(raw: string): string {
  return raw.match(sequences)?.join('') ?? '';
}

/** Where a sequence begins that is not finished at the end of `raw`; its end when there is none. */
export function unfinishedSequence(raw: string): number {
  const end = raw.slice(-longestSequence);
  const escape = Math.max(end.lastIndexOf('\x1b'), end.lastIndexOf('\x9b'));
  return escape >= 0 && !wholeSequence.test(end.slice(escape)) ? raw.length - end.length + escape : raw.length;
}

const alternateScreen = /\x1b\[\?(?:1049|1047|47)h/;

/** True when the text switches to the alternate screen. */
export function entersAlternateScreen(text: string): boolean {
  return alternateScreen.test(text);
}

/** Back to the normal screen; not 1049, which would move the cursor where it was saved, in the normal screen as well. */
export const leaveAlternateScreen = '\x1b[?1047l';

/** The text as it must be typed: control characters quoted with ^V, or the line editor would act on them. */
export function quoteControls(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]/g, (character) => `\x16${character}`);
}

/** What a terminal sends after what is pasted. */
export const pasteEnd = '\x1b[201~';

/** The text as a terminal sends what is pasted: the line editor takes it as it is. The end of a paste cannot stand in it. */
export function asPaste(text: string): string {
  return text.includes('\x1b') ? quoteControls(text) : `\x1b[200~${text}${pasteEnd}`;
}

/**
 * What does more than to put text on the screen, to colour it, and to say how a paste is to come (which line editors do with each line). A
 * sequence may be cut at the end.
 */
const movement =
  /[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[(?:[\d;:]*(?:m|$)|\?(?:2004[hl]|[024]{0,4}$))|$)/;
const cutColours = /\x1b(?:\[(?:[\d;:]*|\?[024]{0,4}))?$/;
const colours = /\x1b\[[\d;:]*m/g;
const pasteModes = ['\x1b[?2004h', '\x1b[?2004l'] as const;
const resets = ['\x1b[m', '\x1b[0m', '\x1b[0;'] as const;

/** The control characters that change more than a bell. Looking for each is five times as fast as a pattern of them all. */
const controls = Array.from('\x1b\b\x0b\x0c\x0e\x0f\x84\x85\x88\x90\x98\x9b\x9d\x9e\x9f');

/** True when a text does more than to print lines, to colour them, and to say how a paste is to come. */
export function movesCursor(text: string): boolean {
  return includesAny(text, controls) && movement.test(text);
}

/** True when one of the characters is in the text. */
export function includesAny(text: string, characters: readonly string[]): boolean {
  return characters.some((character) => text.includes(character));
}

/** The beginning of a sequence at the end of a text in which the cursor does not move; empty when there is none. */
export function cutColoursOf(text: string): string {
  return cutColours.exec(text.slice(-64))?.[0] ?? '';
}

/** The sequences that set the colours anew that hold after a text in which the cursor does not move. */
export function coloursAfter(text: string): string {
  return (
    text
      .slice(Math.max(0, lastReset(text)))
      .match(colours)
      ?.join('') ?? ''
  );
}

/** Where all colours are taken back for the last time in a text; -1 when they are not. */
export function lastReset(text: string): number {
  return Math.max(...resets.map((each) => text.lastIndexOf(each)));
}

/** The sequence that says anew how a paste is to come after a text. */
export function pasteModeAfter(text: string): string {
  const [on, off] = pasteModes.map((each) => text.lastIndexOf(each)) as [number, number];
  return on === off ? '' : pasteModes[on > off ? 0 : 1];
}

/** Sequences without effect on where text stands: colours, titles and hyperlinks, bracketed paste, cursor visibility. */
const harmless =
  /\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|\x1b\[\?(?:2004|25|1)[hl]|\x1b[=>]|[\x01\x02\x07\x0f]/g;
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

/** The text when nothing but harmless sequences and CR LF is in it, else undefined: an emulator has to show it. */
export function withoutHarmless(raw: string): string | undefined {
  const text = raw.replace(harmless, '').replace(/(?<!\r)\r+\n/g, '\n');
  return control.test(text) ? undefined : text;
}
