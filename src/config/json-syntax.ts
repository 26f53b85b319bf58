import { type Message, message } from '../messages/message.ts';

/** Where a text stops being JSON, and what was expected there instead. `offset` counts UTF-16 code units. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly reason: Message<'config/no-json'>;
}

type NoJson = Message<'config/no-json'>['data'];
type Expected = NoJson['expected'];

const string = String.raw`"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"`;
const scalar = String.raw`true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const closing = { '{': '}', '[': ']' } as const;

/**
 * The first mistake in a text that is not JSON (RFC 8259); undefined when there is none. JSON.parse knows that there is one,
 * but its messages differ between versions of Node and often do not say where.
 */
export function findSyntaxMistake(text: string): SyntaxMistake | undefined {
  const cursor = new Cursor(text);
  const open: ('{' | '[')[] = [];
  for (;;) {
    // A value, or the beginning of one.
    const opener = cursor.take('{') ? '{' : cursor.take('[') ? '[' : undefined;
    if (opener !== undefined) {
      if (!cursor.take(closing[opener])) {
        open.push(opener);
        if (opener === '{' && !cursor.takeKey()) return cursor.mistake;
        continue;
      }
    } else if (!cursor.takeValue()) return cursor.mistake;
    // What may follow it: the ends of what is open, then a comma.
    for (;;) {
      const innermost = open.at(-1);
      if (innermost === undefined) return cursor.atEnd() ? undefined : cursor.mistake;
      if (cursor.take(closing[innermost])) open.pop();
      else if (!cursor.expect(',', innermost === '{' ? 'comma-or-brace' : 'comma-or-bracket')) return cursor.mistake;
      else if (innermost === '{' && !cursor.takeKey()) return cursor.mistake;
      else break;
    }
  }
}

/** A place in a text that moves over one token after the other; blanks before a token do not matter. */
class Cursor {
  mistake: SyntaxMistake | undefined;
  readonly #text: string;
  readonly #value = new RegExp(`${string}|${scalar}`, 'y');
  readonly #string = new RegExp(string, 'y');
  readonly #blank = /[ \t\n\r]*/y;
  #at = 0;
  #afterComma = false;

  constructor(text: string) {
    this.#text = text;
    this.#skip(this.#blank);
  }

  take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    this.#skip(this.#blank);
    this.#afterComma = sign === ',';
    return true;
  }

  /** Like `take`, but anything else is the mistake. */
  expect(sign: string, expected: Expected): boolean {
    return this.#check(this.take(sign), expected);
  }

  takeValue(): boolean {
    return this.#check(this.#skip(this.#value), 'value');
  }

  /** A key and the colon after it. */
  takeKey(): boolean {
    return this.#check(this.#skip(this.#string), 'key') && this.expect(':', 'colon');
  }

  atEnd(): boolean {
    return this.#check(this.#at === this.#text.length, 'end');
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    if (pattern !== this.#blank) {
      this.#afterComma = false;
      this.#skip(this.#blank);
    }
    return true;
  }

  #check(holds: boolean, expected: Expected): boolean {
    if (!holds) {
      const reason = message('config/no-json', { expected, ...this.#found(expected) });
      this.mistake = { offset: this.#at, reason };
    }
    return holds;
  }

  /** What stands there instead; the usual mistakes by their name. */
  #found(expected: Expected): Pick<NoJson, 'found' | 'text'> {
    const rest = this.#text.slice(this.#at, this.#at + 40);
    const sign = rest.charAt(0);
    if (sign === '') return { found: 'end', text: '' };
    if (rest.startsWith('//') || rest.startsWith('/*')) return { found: 'comment', text: '' };
    if (sign === "'") return { found: 'single-quote', text: '' };
    if ((sign === '}' || sign === ']') && this.#afterComma) return { found: 'closing-after-comma', text: sign };
    if (sign === '"' && (expected === 'value' || expected === 'key')) return { found: 'bad-string', text: '' };
    return { found: 'text', text: /^[^\s,:[\]{}"]+/.exec(rest)?.[0] ?? sign };
  }
}
