import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import type { Size } from '../../target/target.ts';
import { Backlog } from './backlog.ts';

/** Bytes that may wait for the emulator before the source is asked to pause, and below which it goes on. */
const high = 1 << 20;
const low = 1 << 18;

/** Rows above the screen that it remembers. */
const scrollback = 1000;
/** Plain text waits for so many milliseconds, or until there is so much of it, in characters. */
const wait = { ms: 100, length: 1 << 19 } as const;

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
  readonly #serializer = new serialize.SerializeAddon();
  readonly #backlog = new Backlog();
  #timer: NodeJS.Timeout | undefined;
  #pending = 0;
  #behind = false;
  #marker: headless.IMarker | undefined;
  /** Where the line that is being typed begins. */
  #line: { readonly marker: headless.IMarker | undefined; readonly column: number } | undefined;

  constructor(options: ScreenOptions) {
    this.#options = options;
    const { cols, rows } = options.size;
    this.#terminal = new headless.Terminal({
      cols,
      rows,
      scrollback,
      allowProposedApi: true,
      logLevel: 'off',
      windowOptions: { getWinSizeChars: true },
    });
    this.#terminal.loadAddon(this.#serializer);
    this.#terminal.onData(options.onReply);
    this.#answerMore();
  }

  /** Gives the terminal something to show. */
  write(data: string): void {
    if (!this.#backlog.add(data)) {
      this.#flush();
      this.#parse(data);
    } else if (this.#backlog.length > wait.length) this.#flush();
    else
      this.#timer ??= setTimeout(() => {
        this.#flush();
      }, wait.ms);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#backlog.length > 0) this.#parse(this.#backlog.take(scrollback + this.#terminal.rows));
  }

  #parse(data: string): void {
    this.#pending += data.length;
    if (!this.#behind && this.#pending > high) {
      this.#behind = true;
      this.#options.onPressure(true);
    }
    this.#terminal.write(data, () => {
      this.#pending -= data.length;
      if (this.#behind && this.#pending < low) {
        this.#behind = false;
        this.#options.onPressure(false);
      }
    });
  }

  /** Calls `listener` when everything written so far is on the screen. */
  #then(listener: () => void): void {
    this.#flush();
    this.#terminal.write('', listener);
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

  /** Remembers this moment: `textSinceMark` begins here. */
  mark(): void {
    this.#then(() => {
      this.#marker?.dispose();
      this.#marker = this.#terminal.registerMarker(0);
    });
  }

  /** Remembers where the cursor will be after what was written: a prompt ends there, and somebody types. */
  lineStarts(): void {
    this.#then(() => {
      this.#line?.marker?.dispose();
      this.#line = { marker: this.#terminal.registerMarker(0), column: this.#terminal.buffer.active.cursorX };
    });
  }

  /** What stands between there and the cursor, once what was written is on the screen: the line that was typed. */
  lineTyped(): Promise<string> {
    return new Promise((resolve) => {
      this.#then(() => {
        const buffer = this.#terminal.buffer.active;
        const start = this.#line;
        // Scrolled out, or the screen was cleared: nobody can tell any more.
        if (!start?.marker || start.marker.isDisposed) {
          resolve('');
          return;
        }
        const { line } = start.marker;
        const end = buffer.baseY + buffer.cursorY;
        const rows = rowsOf(buffer, line, Math.max(end, line + 1));
        resolve(trimLines(rows.join('\n').slice(start.column)));
      });
    });
  }

  /**
   * Sequences that make a terminal of the same size look like this one, with the rows above it that it remembers: what was
   * written before the call, and nothing of what is written after it.
   */
  serialized(): Promise<string> {
    return new Promise((resolve) => {
      this.#then(() => {
        resolve(this.#serializer.serialize());
      });
    });
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

  /** A prompt in the alternate screen: the program that switched it on has not switched it off. */
  leaveAlternate(): void {
    this.#flush();
    // Not 1049, which would move the cursor where it was saved, also in the normal screen.
    this.#terminal.write('\x1b[?1047l');
  }

  resize(size: Size): void {
    this.#flush();
    this.#terminal.resize(size.cols, size.rows);
  }

  /** Queries that headless xterm leaves unanswered, on which programs would wait for their own timeout. */
  #answerMore(): void {
    const { parser } = this.#terminal;
    const reply = this.#options.onReply;
    // XTVERSION: CSI > q
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, () => {
      reply('\x1bP>|pupitre\x1b\\');
      return true;
    });
    // kitty keyboard protocol: CSI ? u
    parser.registerCsiHandler({ prefix: '?', final: 'u' }, () => {
      reply('\x1b[?0u');
      return true;
    });
    // OSC 10, 11: default foreground and background, light on dark
    for (const [code, color] of [
      [10, 'dddd/dddd/dddd'],
      [11, '0000/0000/0000'],
    ] as const) {
      parser.registerOscHandler(code, (data) => {
        if (data !== '?') return false;
        reply(`\x1b]${code};rgb:${color}\x1b\\`);
        return true;
      });
    }
  }
}

/** Rows of a buffer as text, each wrapped line joined to one. */
function rowsOf(buffer: headless.IBuffer, from: number, to: number): string[] {
  const rows: string[] = [];
  for (let row = from; row < to; row++) {
    const line = buffer.getLine(row);
    if (!line) break;
    const next = buffer.getLine(row + 1);
    const text = line.translateToString(!next?.isWrapped);
    if (line.isWrapped && row > from) rows.push((rows.pop() ?? '') + text);
    else rows.push(text);
  }
  return rows;
}

/** Without blanks at the end of lines and without empty lines at the end. */
function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/**
 * Text of an output as a terminal shows it in the end: progress bars in their last state, no colours, wrapped
 * lines joined. For plain text without cursor movements the emulator is not needed and not used.
 */
export async function renderOutput(raw: string, size: Size): Promise<string> {
  const plain = stripSimple(raw);
  if (plain !== undefined) return plain;
  const terminal = new headless.Terminal({ ...size, scrollback: 20_000, allowProposedApi: true, logLevel: 'off' });
  await new Promise<void>((resolve) => {
    terminal.write(raw, resolve);
  });
  const buffer = terminal.buffer.normal;
  const text = trimLines(rowsOf(buffer, 0, buffer.length).join('\n'));
  terminal.dispose();
  return text;
}

/** Sequences without effect on where text stands: colours, titles and hyperlinks, bracketed paste, cursor visibility. */
const harmless =
  /\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|\x1b\[\?(?:2004|25|1)[hl]|\x1b[=>]|[\x01\x02\x07\x0f]/g;

/** The text when nothing but harmless sequences and CR LF is in it, else undefined. */
function stripSimple(raw: string): string | undefined {
  const text = raw.replace(harmless, '').replace(/(?<!\r)\r+\n/g, '\n');
  return /[\x00-\x08\x0b-\x1f\x7f]/.test(text) ? undefined : trimLines(text);
}
