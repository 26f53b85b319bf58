/** Variables of ARG and ENV, by name. */
export type Values = ReadonlyMap<string, string>;

/** A text whose quotes or braces do not close; the message is docker's. */
export class WordError extends Error {
  override readonly name = 'WordError';
}

/** A word of a Dockerfile with its quotes taken away and its variables in place (BuildKit's `shell.Lex`). Throws WordError. */
export function expandWord(word: string, values: Values, escape = '\\'): string {
  return read(word, values, escape).text;
}

/** The same where a variable may stand for several words, as in EXPOSE. Throws WordError. */
export function expandWords(word: string, values: Values, escape = '\\'): readonly string[] {
  return read(word, values, escape).words;
}

/** Words separated by blanks, with their quotes and escapes as they are. */
export function splitWords(text: string, escape = '\\'): readonly string[] {
  const words: string[] = [];
  let [word, quote, isOpen] = ['', '', false];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'" && at + 1 < text.length) {
      word += character + text.charAt(++at);
      isOpen = true;
    } else if (quote !== '') {
      word += character;
      if (character === quote) quote = '';
    } else if (/\s/.test(character)) {
      if (isOpen) words.push(word);
      [word, isOpen] = ['', false];
    } else {
      if (character === '"' || character === "'") quote = character;
      if (character !== escape) word += character;
      isOpen = true;
    }
  }
  return isOpen ? [...words, word] : words;
}

/** The words of a JSON array of strings; undefined where `text` is none. */
export function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    // Not JSON: docker takes it for plain words.
    return undefined;
  }
}

function read(
  word: string,
  values: Values,
  escape: string,
): { readonly text: string; readonly words: readonly string[] } {
  let at = 0;
  const words: string[] = [];
  let open: string | undefined;
  const add = (text: string) => {
    open = (open ?? '') + text;
  };
  /** What a variable stands for is several words where it has blanks. */
  const addSplit = (text: string) => {
    const pieces = text.split(/\s+/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && open !== undefined) {
        words.push(open);
        open = undefined;
      }
      if (piece !== '') add(piece);
    }
  };

  function readUntil(stop: string): string {
    let text = '';
    while (at < word.length && word.charAt(at) !== stop) {
      const character = word.charAt(at);
      if (character === "'") text += single();
      else if (character === '"') text += double();
      else if (character === '$') text += dollar();
      else if (character === escape) {
        at += 1;
        if (at < word.length) text += word.charAt(at++);
      } else {
        text += character;
        at += 1;
      }
    }
    at += 1;
    return text;
  }
  function single(): string {
    const end = word.indexOf("'", at + 1);
    if (end < 0) throw new WordError('unexpected end of statement while looking for matching single-quote');
    const text = word.slice(at + 1, end);
    at = end + 1;
    return text;
  }
  function double(): string {
    let text = '';
    at += 1;
    for (;;) {
      if (at >= word.length) {
        throw new WordError('unexpected end of statement while looking for matching double-quote');
      }
      const character = word.charAt(at);
      if (character === '"') break;
      if (character === '$') text += dollar();
      else if (character === escape && at + 1 < word.length) {
        const next = word.charAt(at + 1);
        text += next === '"' || next === '$' || next === escape ? next : character + next;
        at += 2;
      } else {
        text += character;
        at += 1;
      }
    }
    at += 1;
    return text;
  }
  function dollar(): string {
    at += 1;
    if (word.charAt(at) !== '{') {
      const [name = ''] = /^(?:[A-Za-z_]\w*|[@*#?\-$!0-9])/.exec(word.slice(at)) ?? [];
      at += name.length;
      return name === '' ? '$' : (values.get(name) ?? '');
    }
    at += 1;
    if (word.charAt(at) === '}') throw new WordError('syntax error: bad substitution');
    const [name = ''] = /^(?:[A-Za-z_]\w*|[@*#?\-$!0-9])/.exec(word.slice(at)) ?? [];
    at += name.length;
    const value = values.get(name) ?? '';
    const sign = word.charAt(at);
    if (sign === '}') {
      at += 1;
      return value;
    }
    if (sign !== ':') throw new WordError("missing ':' in substitution");
    const modifier = word.charAt(at + 1);
    at += 2;
    const other = readUntil('}');
    if (modifier === '-') return value === '' ? other : value;
    if (modifier === '+') return value === '' ? '' : other;
    throw new WordError(`unsupported modifier (${modifier}) in substitution`);
  }

  let text = '';
  while (at < word.length) {
    const character = word.charAt(at);
    const before = at;
    if (character === "'" || character === '"') {
      const piece = character === '"' ? double() : single();
      text += piece;
      add(piece);
    } else if (character === '$') {
      const piece = dollar();
      text += piece;
      if (piece === '$' && at === before + 1) add(piece);
      else addSplit(piece);
    } else if (character === escape) {
      at += 1;
      const piece = word.charAt(at++);
      text += piece;
      add(piece);
    } else if (/\s/.test(character)) {
      text += character;
      at += 1;
      if (open !== undefined) words.push(open);
      open = undefined;
    } else {
      text += character;
      add(character);
      at += 1;
    }
  }
  if (open !== undefined) words.push(open);
  return { text, words };
}
