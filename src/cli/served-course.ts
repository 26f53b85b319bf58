import type { Diagnostic } from '../deck/model.ts';
import { type Language, type Message, message, verbatim } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { word } from '../messages/word.ts';
import type { Plan } from '../plan/step.ts';
import { printable } from '../report/printable.ts';
import type { CoursePage } from '../server/http/page.ts';
import { formatMessage } from './decks.ts';
import { complain } from './errors.ts';
import { reasonOf } from './outputs.ts';
import { changeOf, contentOf } from './watch.ts';

/** A course, and the page that shows it. */
export interface ServedCourse {
  readonly plan: Plan;
  readonly page: CoursePage;
}

/** A deck that was read for its page. */
export interface ReadCourse extends ServedCourse {
  readonly messages: readonly Diagnostic[];
  /** Absolute paths of all that was read for it, or would have been. */
  readonly files: readonly string[];
}

/** Who is told that the deck was saved anew. */
export interface CourseListener {
  readonly onCourse: (next: ServedCourse, before: ServedCourse) => void;
  /** Why what was saved is not shown, as one sentence; undefined: it is. */
  readonly onProblem: (text: string | undefined) => void;
}

/** The course that is served, as its deck was when it could be shown last. */
export class CourseFeed {
  readonly #read: () => Promise<ReadCourse>;
  readonly #lang: Language;
  readonly #listeners = new Set<CourseListener>();
  #current: ReadCourse;
  #problem: string | undefined;

  private constructor(read: () => Promise<ReadCourse>, current: ReadCourse, lang: Language) {
    this.#read = read;
    this.#current = current;
    this.#lang = lang;
  }

  /** Reads the deck; what is wrong with it is said on the standard error. Throws what `read` throws. */
  static async open(read: () => Promise<ReadCourse>, lang: Language): Promise<CourseFeed> {
    const current = await read();
    // A deck with errors can still be read; its author should know.
    for (const each of current.messages) process.stderr.write(`${formatMessage(each, lang)}\n`);
    return new CourseFeed(read, current, lang);
  }

  get current(): ServedCourse {
    return this.#current;
  }

  /** Why what was saved last is not shown. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Tells a listener from now on; returns the function that ends it. */
  follow(listener: CourseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Reads the deck again whenever one of its files was saved, until the signal. What cannot be read, or has errors that the course as it is
   * shown has not, changes nothing but `problem`.
   */
  async watch(signal: AbortSignal): Promise<void> {
    try {
      let { files } = this.#current;
      // Nobody looked while it was read and the server began: it is read once more.
      let content = '';
      while (await changeOf(files, content, signal)) {
        content = contentOf(files);
        const after = await this.#update();
        // Nobody has looked at those that are new.
        if (after.some((file) => !files.includes(file))) content = '';
        files = after.length > 0 ? after : files;
      }
    } catch (error) {
      complain(message('server/cannot-watch', { reason: reasonOf(error) }), this.#lang);
    }
  }

  /** Absolute paths of all that was read, or would have been; none: that is not known. */
  async #update(): Promise<readonly string[]> {
    let next: ReadCourse;
    try {
      next = await this.#read();
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#refuse(error.told, 0);
      return [];
    }
    const before = this.#current;
    const known = new Set(before.messages.map((each) => this.#wordsOf(each)));
    const found = next.messages.filter((each) => !known.has(this.#wordsOf(each)));
    const [error, ...more] = found.filter(({ severity }) => severity === 'error');
    if (error) {
      this.#refuse(verbatim(formatMessage(error, this.#lang)), more.length);
      return next.files;
    }
    for (const each of found) process.stderr.write(`${formatMessage(each, this.#lang)}\n`);
    this.#current = next;
    this.#tell(undefined);
    if (next.page.version === before.page.version) return next.files;
    process.stdout.write(`${word(message('server/reloaded', { slides: next.page.slides.length }), this.#lang)}\n`);
    for (const { onCourse } of this.#listeners) onCourse(next, before);
    return next.files;
  }

  #refuse(reason: Message, more: number): void {
    const text = printable(word(message('server/not-shown', { reason, more }), this.#lang));
    if (text !== this.#problem) process.stderr.write(`${text}\n`);
    this.#tell(text);
  }

  #tell(problem: string | undefined): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    for (const { onProblem } of this.#listeners) onProblem(problem);
  }

  /** The same mistake stands on another line when something was written above it. */
  #wordsOf({ file, rule, severity, reason }: Diagnostic): string {
    return [file, rule, severity, word(reason, this.#lang)].join('\n');
  }
}
