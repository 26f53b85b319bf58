import type headless from '@xterm/headless';
import type { Size } from '../../target/target.ts';
import { entersAlternateScreen, leaveAlternateScreen } from './ansi.ts';
import { Backlog } from './backlog.ts';
import { type Chunk, textOf } from './bulk.ts';
import { createEmulator } from './emulator.ts';
import { type Picture, pictureOf } from './picture.ts';
import { answerQueries } from './queries.ts';
import { rowsOf, trimLines } from './render.ts';
import { Snapshots } from './snapshot.ts';
import type { ShellEvent } from './tracker.ts';
import { TypedLines } from './typed-lines.ts';

/** Bytes that may wait for the emulator before the source is asked to pause, and below which it goes on. */
const high = 1 << 20;
const low = 1 << 18;

/** Rows above the screen that it remembers: more than a person reads of what was there before a window came. */
const scrollback = 250;
/** Characters that xterm.js is given at once: as large as the largest is an array that it never gives back. */
const piece = 4096;
/**
 * Plain text waits for so many milliseconds; when there is so much of it, in characters, only what can still be seen goes on waiting.
 * Of the places in it that somebody wants to know, so many.
 */
const wait = { ms: 100, length: 1 << 17, places: 1 << 12 } as const;
/** A sequence that is longer, in characters, is known by its beginning only. */
const longestSequence = 4096;

interface ScreenOptions {
  readonly size: Size;
  /** Answers of the terminal to queries of programs (cursor position, device attributes): to be written to them. */
  readonly onReply: (data: string) => void;
  /** Called with true when the emulator falls behind, with false when it has caught up. */
  readonly onPressure: (behind: boolean) => void;
}

/**
 * What a person would see: an `@xterm/headless` terminal behind a few questions. It works behind the stream
 * and off the critical path; nothing that judges a command waits for it.
 */
export class Screen {
  readonly #terminal: headless.Terminal;
  readonly #options: ScreenOptions;
  readonly #snapshots: Snapshots;
  readonly #backlog = new Backlog();
  readonly #typed: TypedLines;
  #timer: NodeJS.Timeout | undefined;
  /** Text that waits before a place in it that somebody wants to know; what came after the last of them is in the backlog. */
  #waiting: { readonly text: string; readonly reached: () => void }[] = [];
  #waitingLength = 0;
  /** What the emulator has not parsed yet: characters, and one for each time that it was given some. */
  #pending = 0;
  #behind = false;
  #marker: headless.IMarker | undefined;
  /** Something since the last prompt may have switched to the alternate screen. */
  #mayBeAlternate = false;
  /** The last sequence of what was written, complete or not; empty when there is none near its end. */
  #begun = '';

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#terminal = createEmulator(options.size, scrollback);
    this.#snapshots = new Snapshots(this.#terminal);
    this.#typed = new TypedLines(this.#terminal, (listener) => {
      this.#here(listener);
    });
    this.#terminal.onData(options.onReply);
    answerQueries(this.#terminal, options.onReply);
  }

  /** Gives the terminal something to show. */
  write(data: Chunk): void {
    const begun = this.#begun;
    const isPlain = this.#backlog.add(data);
    this.#begun = begunAfter(begun, data, isPlain);
    if (!isPlain) {
      // The sequence may be cut between this text and the one before it.
      const text = textOf(data);
      this.#mayBeAlternate ||= entersAlternateScreen(begun + text);
      this.#flush();
      this.#parse(text);
      return;
    }
    if (this.#backlog.length > wait.length) this.#backlog.trim(scrollback + this.#terminal.rows);
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, wait.ms);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    for (const { text, reached } of waiting) this.#parse(text, reached);
    if (this.#backlog.length > 0) this.#parse(this.#backlog.take(scrollback + this.#terminal.rows));
  }

  #parse(data: string, reached?: () => void): void {
    const length = data.length + 1;
    this.#pending += length;
    if (!this.#behind && this.#pending > high) {
      this.#behind = true;
      this.#options.onPressure(true);
    }
    const parsed = (): void => {
      this.#pending -= length;
      reached?.();
      if (this.#behind && this.#pending < low) {
        this.#behind = false;
        this.#options.onPressure(false);
      }
    };
    const last = Math.max(0, data.length - piece);
    let at = 0;
    for (; at < last; at += piece) this.#terminal.write(data.slice(at, at + piece));
    this.#terminal.write(data.slice(at), parsed);
  }

  /** Calls `listener` when everything written so far is on the screen, and nothing after it. */
  #then(listener: () => void): void {
    this.#flush();
    this.#parse('', listener);
  }

  /** The same, without any hurry: between two commands nobody looks. */
  #here(listener: () => void): void {
    if (this.#pending === 0 && this.#waiting.length === 0 && this.#backlog.length === 0) {
      listener();
      return;
    }
    const text = this.#backlog.take(scrollback + this.#terminal.rows);
    this.#waiting.push({ text, reached: listener });
    this.#waitingLength += text.length;
    if (this.#waitingLength > wait.length || this.#waiting.length > wait.places) this.#flush();
    else this.#flushSoon();
  }

  /** Fulfilled when everything written so far is on the screen. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#then(resolve);
    });
  }

  /** Calls `listener` after the screen has changed; returns the function that stops it. */
  onChange(listener: () => void): () => void {
    const subscription = this.#terminal.onWriteParsed(listener);
    return () => {
      subscription.dispose();
    };
  }

  /** True while a full-screen program (vim, less, watch) has the alternate screen. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** A program asks for pasted text to be marked as such, so that it takes it as it is. */
  get bracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  /** What stands before the cursor on its line, wrapped rows joined: the prompt of a program that waits for a line. */
  beforeCursor(): string {
    const buffer = this.#terminal.buffer.active;
    const end = buffer.baseY + buffer.cursorY;
    let text = '';
    for (let row = end; row >= 0; row--) {
      const line = buffer.getLine(row);
      text = (line?.translateToString(false, 0, row === end ? buffer.cursorX : undefined) ?? '') + text;
      if (line?.isWrapped !== true) break;
    }
    return text;
  }

  /** Remembers this moment: `textSinceMark` begins here. */
  mark(): void {
    this.#here(() => {
      this.#marker?.dispose();
      this.#marker = this.#terminal.registerMarker(0);
    });
  }

  /**
   * Sequences after which an empty terminal of the same size behaves like this one, with the rows above it that it remembers: what
   * was written before the call, and nothing of what is written after it.
   */
  serialized(): Promise<string> {
    const begun = this.#begun;
    return new Promise((resolve) => {
      this.#then(() => {
        resolve(this.#snapshots.take(begun));
      });
    });
  }

  /** What can be seen, of what the emulator has parsed. `colours`: with looks; otherwise plain text. */
  picture(colours: boolean): Picture {
    return pictureOf(this.#terminal, colours);
  }

  /** The visible rows as text: trailing blanks and trailing empty rows removed. */
  text(): string {
    return this.#rows(0);
  }

  /** The visible rows since `mark`; all of them when nothing came since, or when a full-screen program has the screen. */
  textSinceMark(): string {
    const text = this.alternate ? '' : this.#rows(this.#marker?.line ?? 0);
    return text.includes('\n') ? text : this.text();
  }

  #rows(from: number): string {
    const buffer = this.#terminal.buffer.active;
    const end = buffer.baseY + this.#terminal.rows;
    return trimLines(rowsOf(buffer, Math.max(from, buffer.baseY), end).join('\n'));
  }

  /** Follows the shell, whose text is written here: remembers the lines that are typed, and shows prompts in the normal screen. */
  follow(event: ShellEvent): void {
    switch (event.kind) {
      case 'lineEnd':
        if (event.byHand) this.#typed.end();
        return;
      case 'commandStart': {
        const lines = this.#typed.take();
        if (event.command.text === '') event.command.byHand = lines;
        return;
      }
      case 'promptStart':
        if (!event.continuation) this.#typed.clear();
        this.#leaveAlternate();
        return;
      case 'promptEnd':
        this.#typed.begin();
        return;
      case 'commandEnd':
        return;
    }
  }

  /** A prompt in the alternate screen: the program that switched it on has not switched it off. */
  #leaveAlternate(): void {
    if (!this.#mayBeAlternate) return;
    this.#mayBeAlternate = false;
    this.#flush();
    this.#terminal.write(leaveAlternateScreen);
  }

  get size(): Size {
    const { cols, rows } = this.#terminal;
    return { cols, rows };
  }

  resize(size: Size): void {
    this.#flush();
    this.#terminal.resize(size.cols, size.rows);
  }
}

/** The last sequence in a stream after `data`, with all that follows it. `isPlain`: it has no sequences but those of colours. */
function begunAfter(begun: string, data: Chunk, isPlain: boolean): string {
  if (isPlain && begun === '' && !(typeof data === 'string' && data.includes('\x1b'))) return '';
  const end = typeof data === 'string' ? data.slice(-longestSequence) : data.end(longestSequence);
  const at = end.search(/[\x1b\x80-\x9f][^\x1b\x80-\x9f]*$/);
  if (at >= 0) return end.slice(at);
  return begun === '' || begun.length + data.length > longestSequence ? '' : begun + textOf(data);
}
