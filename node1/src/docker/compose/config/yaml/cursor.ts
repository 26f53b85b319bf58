import { repr } from '../python.ts';

/** A place in a text; lines and columns count from 0, columns in code points. */
export interface Mark {
  readonly line: number;
  readonly column: number;
}

/** What PyYAML says of a text that is no YAML: `context`, where that is, `problem`, where that is. */
export class YamlProblem extends Error {
  /** `yaml.scanner.ScannerError` */
  readonly kind: string;
  readonly context: string | undefined;
  readonly contextMark: Mark | undefined;
  readonly problemMark: Mark | undefined;
  constructor(kind: string, context: string | undefined, contextMark: Mark | undefined, problem: string, mark?: Mark) {
    super(problem);
    this.kind = kind;
    this.context = context;
    this.contextMark = contextMark;
    this.problemMark = mark;
  }

  /** The words, with `name` for the file. */
  text(name: string): string {
    const place = ({ line, column }: Mark) => `  in "${name}", line ${line + 1}, column ${column + 1}`;
    const [from, at] = [this.contextMark, this.problemMark];
    const [first, second] = [from, at].map((mark) => mark && place(mark));
    const lines = [this.context, first === second ? undefined : first, this.message, second];
    return lines.filter((line) => line !== undefined).join('\n');
  }
}

/** Ends of lines; and with the end of the text, which is NUL. */
export const breaks = '\r\n\x85\u2028\u2029';
export const breaksOrEnd = `\0${breaks}`;
export const blanks = `\0 \t${breaks}`;

/** Reads a text character by character and knows where it is. */
export class Cursor {
  readonly #text: readonly string[];
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.#text = [...Array.from(text), '\0'];
  }

  peek(ahead = 0): string {
    return this.#text[this.index + ahead] ?? '\0';
  }

  prefix(length: number): string {
    return this.#text.slice(this.index, this.index + length).join('');
  }

  mark(): Mark {
    return { line: this.line, column: this.column };
  }

  forward(length = 1): void {
    for (let left = length; left > 0; left--) {
      const character = this.peek();
      this.index += 1;
      if ('\n\x85\u2028\u2029'.includes(character) || (character === '\r' && this.peek() !== '\n')) {
        this.line += 1;
        this.column = 0;
      } else if (character !== '\ufeff') this.column += 1;
    }
  }

  /** Takes `length` characters. */
  take(length: number): string {
    const text = this.prefix(length);
    this.forward(length);
    return text;
  }

  /** Takes characters as long as they are among `set`, or not among it. */
  takeWhile(set: string, isIn = true): string {
    let length = 0;
    while (this.peek(length) !== '\0' && set.includes(this.peek(length)) === isIn) length += 1;
    return this.take(length);
  }

  /** Takes the end of a line; empty where there is none. */
  lineBreak(): string {
    const character = this.peek();
    if (character === '\r' || character === '\n' || character === '\x85') {
      this.forward(this.prefix(2) === '\r\n' ? 2 : 1);
      return '\n';
    }
    if (character === '\u2028' || character === '\u2029') return this.take(1);
    return '';
  }

  /** Blanks, a comment, the end of the line. */
  restOfLine(context: string, start: Mark): void {
    this.takeWhile(' ');
    if (this.peek() === '#') this.takeWhile(breaks, false);
    if (!breaksOrEnd.includes(this.peek())) {
      throw this.problem(context, start, `expected a comment or a line break, but found ${repr(this.peek())}`);
    }
    this.lineBreak();
  }

  /** Whether `---` or `...` stands here. */
  isDocumentMark(): boolean {
    const prefix = this.prefix(3);
    return (prefix === '---' || prefix === '...') && blanks.includes(this.peek(3));
  }

  problem(context: string | undefined, start: Mark | undefined, text: string, at: Mark = this.mark()): YamlProblem {
    return new YamlProblem('yaml.scanner.ScannerError', context, start, text, at);
  }
}
