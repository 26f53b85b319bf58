/** Most characters of a title. */
const titleLength = 80;

/** Control characters of both sets, and those that turn the direction of text or cannot be seen. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A title that a program set, fit to be shown: plain text, short, nothing that hides or turns characters. */
export function cleanTitle(title: string): string {
  return Array.from(title.replace(unseen, '')).slice(0, titleLength).join('').trim();
}

/** Pasted text without what could end the paste early or be taken for keys: no control characters but tab and end of line. */
export function cleanPaste(text: string): string {
  return text
    .replace(/\u001b\[20[01]~/gu, '')
    .replace(/\r\n?/gu, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, '');
}

/** The URL when it is one that may be opened: http or https, and no user name to mislead. */
export function webUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/u.test(url.protocol) && url.username === '' ? url : undefined;
}

/** Whether the address is what the text says. */
export function sameAddress(text: string, url: URL): boolean {
  const shown = text.trim();
  return shown === url.href || `${shown}/` === url.href;
}

/** Most bytes that a program may offer for the clipboard. */
const clipboardBytes = 64 * 1024;

/** The text of an OSC 52 sequence; undefined for a question, for too much, and for what is no text. */
export function offeredText(data: string): string | undefined {
  const payload = data.slice(data.indexOf(';') + 1);
  if (payload === '' || payload === '?' || payload.length > (clipboardBytes / 3) * 4 + 4) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    if (bytes.length > clipboardBytes) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
