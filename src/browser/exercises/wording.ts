import type { PageWords } from '../../messages/en/page.ts';
import type { UnitState, UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** What a unit is called: the beginning of what it types. */
export function nameOf(page: Page, unit: UnitView): string {
  const line = unit.text.trim().split('\n', 1)[0] ?? '';
  if (line === '') return page.t.hiddenOnly;
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** A state in words, without the seconds of what still runs. */
export function wordsOf(t: PageWords, state: UnitState): string {
  const words = [t.status[state.status]];
  if (state.byHand === true) words.push(t.byHand);
  if (state.attempt !== undefined && state.attempt > 1) words.push(t.attempt(state.attempt));
  if (state.durationMs !== undefined && state.durationMs >= 1000) {
    words.push(t.seconds(Math.round(state.durationMs / 1000)));
  }
  return words.join(' · ');
}

// Zero-width characters, those that change the direction, soft hyphens, BOM, invisible operators, variation selectors, tags.
const invisible =
  // eslint-disable-next-line no-misleading-character-class -- lone combining characters are what is looked for
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f\u{e0000}-\u{e007f}]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** Whether a command holds characters that cannot be seen. */
export function hasInvisible(text: string): boolean {
  return text.search(invisible) >= 0;
}

/** The text with what cannot be seen written as `<U+202E>`. */
export function spellOut(text: string): string {
  return text.replace(
    invisible,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

/** Whether the slide shows what is typed; blank space at the ends and at the ends of lines does not count. */
export function sameText(shown: string, typed: string): boolean {
  const plain = (text: string) => text.replace(/[ \t\r]+$/gm, '').trim();
  return plain(shown) === plain(typed);
}
