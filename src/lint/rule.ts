import type { Severity } from '../deck/model.ts';
import type { Span } from '../deck/scan/regions.ts';
import type { Message } from '../messages/message.ts';
import type { ClassOutcome, LintDocument } from './document.ts';

/** A range that a text replaces; nothing is inserted where both ends are the same place. */
export interface Edit extends Span {
  readonly text: string;
}

/** What a rule may add to a message. */
interface MessageOptions {
  /** Edits that mend it for certain; all of them are made, or none. */
  readonly fix?: readonly Edit[] | undefined;
  /** Instead of the rule's own severity. */
  readonly severity?: Severity;
  /** `at` and the edits are offsets of the file as it is, not of the text as it was read. */
  readonly inFile?: boolean;
  /** Not to be said where another file of the course makes this: `deployment/web`. */
  readonly unless?: string;
}

/** Tells about a range of the text as it was read (`Source.text`). */
export type Report = (at: Span, reason: Message, options?: MessageOptions) => void;

/** A piece of a deck that shows what a rule is about. It is one of the rule's tests. */
export interface Example {
  /** What it shows, in a few words. */
  readonly title: string;
  readonly deck: string;
  /** `line:column` of each message, in the order of the file; none for what the rule must leave alone. */
  readonly at: readonly string[];
  /** What `--fix` makes of the deck; absent when it stays as it is. */
  readonly fixed?: string;
  /** The original that the deck is a translation of. */
  readonly original?: string;
  /** Files of the course, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of the `@@NAME@@` that are set; absent when nobody knows. */
  readonly variables?: readonly string[];
  /** The files beside the deck; absent when nobody knows. */
  readonly beside?: readonly string[];
  /** How a class got on with it. */
  readonly classes?: readonly ClassOutcome[];
}

/** One kind of mistake that decks have. What it finds and why are words: `messages/en/lint-rules.ts`, by the id. */
export interface LintRule {
  /** Short kebab-case name, used in messages, options and comments. */
  readonly id: string;
  readonly severity: Severity;
  readonly examples: readonly Example[];
  check(document: LintDocument, report: Report): void;
}
