import { ShellError } from './control.ts';
import { quotePattern } from './pattern.ts';

/** A word in the making: its text, and the same as a pattern in which quoted characters are plain. */
interface Field {
  text: string;
  pattern: string;
  isGlob: boolean;
  /** It is there although it may be empty. */
  isQuoted: boolean;
}

const mostBytes = 16 * 1024 * 1024;

/** The words that an expansion makes. */
export class Fields {
  readonly done: Field[] = [];
  current: Field | undefined;
  /** Characters that split; empty: nothing does. */
  readonly separators: string;

  constructor(separators: string) {
    this.separators = separators;
  }

  add(text: string, quoted: boolean): void {
    this.current ??= { text: '', pattern: '', isGlob: false, isQuoted: false };
    this.current.text += text;
    if (this.current.text.length > mostBytes) throw new ShellError('out of memory');
    this.current.pattern += quoted ? quotePattern(text) : text;
    if (quoted) this.current.isQuoted = true;
    else this.current.isGlob ||= /[*?[]/.test(text);
  }

  /** Ends the word that is being made. */
  cut(): void {
    if (this.current !== undefined) this.done.push(this.current);
    this.current = undefined;
  }

  /** Adds what an expansion gave, which IFS splits. */
  addSplit(text: string): void {
    if (this.separators === '') {
      if (text !== '') this.add(text, false);
      return;
    }
    const isBlank = (char: string): boolean => /[ \t\n]/.test(char) && this.separators.includes(char);
    let afterDelimiter = false;
    for (const char of text) {
      if (isBlank(char)) {
        this.cut();
        continue;
      }
      if (this.separators.includes(char)) {
        // Two of them have an empty word between them.
        if (this.current === undefined && (afterDelimiter || this.done.length === 0)) this.add('', true);
        this.cut();
        afterDelimiter = true;
        continue;
      }
      afterDelimiter = false;
      this.add(char, false);
    }
  }
}
