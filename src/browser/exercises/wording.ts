import {
  continuationPrompt,
  innerPrompt,
  insideCell,
  loosePrompt,
  programPrompts,
  rootPrompt,
  strictPrompt,
} from '../../deck/model/prompt-forms.ts';
import type { PageWords } from '../../messages/en/page.ts';
import type { UnitState, UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** What a unit is called: the beginning of what it types. */
export function nameOf(page: Page, unit: UnitView): string {
  const line = (insideCell(unit.text) ?? unit.text).trim().split('\n', 1)[0] ?? '';
  if (unit.kind === 'check') return page.t.check;
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

/**
 * Whether the slide shows what is typed: the same text, or each line of it, whole and in order, behind a prompt; what goes on with a command right
 * below that, with `> ` before it or without. The brackets of a cell's shell need not be shown. Blank lines, and blanks at the ends, do not count.
 */
export function sameText(shown: string, { text, begins }: Pick<UnitView, 'text' | 'begins'>): boolean {
  const there = linesOf(shown);
  const wanted = linesOf(text);
  if (isEqual(there, wanted) || isEqual(there, linesOf(insideCell(text) ?? text))) return true;
  const hasPrompt = there.some(({ line }) => prompts.some((prompt) => prompt.test(line)));
  const first = hasPrompt ? prompts : lonePrompts;
  const shows = (at: number, line: string, forms: readonly RegExp[]): boolean => {
    const found = there[at]?.line ?? '';
    return forms.some((form) => form.test(found) && found.replace(form, '').trimStart() === line.trimStart());
  };
  let at = -1;
  return wanted.every(({ line, index }, place) => {
    at++;
    const goesOn = begins !== undefined && !begins.includes(index);
    if (at > 0 && ((goesOn && there[at]?.line === line) || shows(at, line, goesOn ? continued : programs))) return true;
    const forms = opensShell.test(
      wanted
        .slice(0, place)
        .map((each) => each.line)
        .join('\n'),
    )
      ? [...first, innerPrompt]
      : first;
    while (at < there.length && !shows(at, line, forms)) at++;
    return at < there.length;
  });
}

const prompts = [strictPrompt, loosePrompt, programPrompts.main];
/** Behind such a command, prompts are those of another shell. */
const opensShell = /\b(?:exec|run|debug|attach|ssh|su|sudo|chroot|nsenter|(?:ba|da|k|z|a)?sh)\b/;
const lonePrompts = [rootPrompt, programPrompts.node];
const programs = [programPrompts.continued];
const continued = [continuationPrompt, ...programs];

/** A line and its number, from 0. */
interface NumberedLine {
  readonly line: string;
  readonly index: number;
}

function linesOf(text: string): readonly NumberedLine[] {
  return text
    .trim()
    .split('\n')
    .map((line, index) => ({ line: line.replace(/[ \t\r]+$/, ''), index }))
    .filter(({ line }) => line !== '');
}

function isEqual(some: readonly NumberedLine[], others: readonly NumberedLine[]): boolean {
  return some.length === others.length && some.every(({ line }, at) => line === others[at]?.line);
}

/** The text of an element without what cannot be seen of it, whatever hides that: it shows nothing to anybody. */
export function visibleText(element: HTMLElement): string {
  return [...element.childNodes].map((node) => textOf(node, getComputedStyle(element).visibility)).join('');
}

function textOf(node: Node, visibility: string): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (!(node instanceof HTMLElement) || isHidden(getComputedStyle(node), visibility)) return '';
  return [...node.childNodes].map((child) => textOf(child, visibility)).join('');
}

/** `visibility`: that of what is around, since a slide may be waiting for its turn. */
function isHidden(style: CSSStyleDeclaration, visibility: string): boolean {
  return (
    style.display === 'none' ||
    style.visibility !== visibility ||
    style.opacity === '0' ||
    style.fontSize === '0px' ||
    style.position === 'absolute' ||
    style.position === 'fixed' ||
    /^(?:transparent|rgba\(.*, 0\))$/.test(style.color)
  );
}
