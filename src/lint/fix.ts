import { lintDeck, type LintMessage, type LintOptions } from './lint.ts';
import type { Edit } from './rule.ts';

/** A deck after `--fix`. */
export interface FixedDeck {
  readonly text: string;
  /** What was mended. */
  readonly fixed: readonly LintMessage[];
  /** What is left to say, with the places of the new text. */
  readonly messages: readonly LintMessage[];
}

/** One repair may make another possible, as in `$ REGISTRY / v2`; more rounds than this mean that two rules disagree. */
const mostRounds = 50;

/** Makes all edits that rules offer, round by round, until none is left. Doing it again changes nothing. */
export function fixDeck(text: string, options: LintOptions): FixedDeck {
  const fixed: LintMessage[] = [];
  let messages = lintDeck(text, options);
  for (let round = 0; round < mostRounds; round++) {
    const { text: next, applied } = applyFixes(text, messages);
    if (next === text) break;
    fixed.push(...applied);
    text = next;
    messages = lintDeck(text, options);
  }
  return { text, fixed, messages };
}

/** Makes the edits of all messages whose ranges do not overlap those of an earlier one. */
export function applyFixes(
  text: string,
  messages: readonly LintMessage[],
): { readonly text: string; readonly applied: readonly LintMessage[] } {
  const edits: Edit[] = [];
  const applied: LintMessage[] = [];
  const taken = new Ranges();
  for (const message of messages) {
    if (!message.fix || message.fix.length === 0 || !taken.add(message.fix)) continue;
    edits.push(...message.fix);
    applied.push(message);
  }
  edits.sort((one, other) => one.start - other.start || one.end - other.end);
  let made = '';
  let from = 0;
  for (const { start, end, text: inserted } of edits) {
    made += text.slice(from, start) + inserted;
    from = end;
  }
  return { text: made + text.slice(from), applied };
}

/** Ranges that do not overlap; two insertions at the same place do. */
class Ranges {
  readonly #taken: Edit[] = [];

  /** Adds all of them or none. */
  add(edits: readonly Edit[]): boolean {
    const fits = edits.every(({ start, end }) => {
      const next = this.#taken[this.#firstAfter(start)];
      const before = this.#taken[this.#firstAfter(start) - 1];
      return (
        (before === undefined || before.end < start || (before.end === start && before.start < start)) &&
        (next === undefined || end < next.start || (end === next.start && start < end))
      );
    });
    if (!fits) return false;
    for (const edit of edits) this.#taken.splice(this.#firstAfter(edit.start), 0, edit);
    return true;
  }

  /** Index of the first range that starts after `offset`. */
  #firstAfter(offset: number): number {
    let low = 0;
    let high = this.#taken.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#taken[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
