import { appendFileSync, readFileSync } from 'node:fs';
import type { Language, Message } from '../messages/codes.ts';
import { word } from '../messages/message.ts';

/** Refusals that are kept in memory: a loop may make any number of them. */
const mostKept = 50_000;

/** What a node has refused, and who wants to hear of it. */
export class RefusalLog {
  readonly #kept: string[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #file: string;
  readonly #isFileRead: boolean;
  readonly #lang: Language;

  /** Commands that are processes of their own write to `file`; so does the node where `isFileRead` says that somebody else reads it there. */
  constructor(file: string, isFileRead: boolean, lang: Language) {
    this.#file = file;
    this.#isFileRead = isFileRead;
    this.#lang = lang;
  }

  readonly add = (refusal: Message): void => {
    const text = word(refusal, this.#lang);
    if (this.#isFileRead) appendFileSync(this.#file, `${text.split('\n', 1)[0] ?? ''}\n`);
    else if (this.#kept.length < mostKept) this.#kept.push(text);
    for (const listener of this.#listeners) listener();
  };

  /** All of it, oldest first. */
  readonly all = (): readonly string[] => [...this.#kept, ...linesOf(this.#file)];

  /** Calls `listener` after each; gives what ends that. */
  readonly onAdded = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

/** The lines of a file; none where it is not there. */
function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
