/** A key that a person has pressed: a character, or a name such as `enter`, `up`, `ctrl-c`; or what they have pasted. */
export type Key = { readonly name: string } | { readonly pasted: string };

const escapes: ReadonlyMap<string, string> = new Map([
  ['[A', 'up'],
  ['[B', 'down'],
  ['[C', 'right'],
  ['[D', 'left'],
  ['OA', 'up'],
  ['OB', 'down'],
  ['OC', 'right'],
  ['OD', 'left'],
  ['[H', 'home'],
  ['[F', 'end'],
  ['OH', 'home'],
  ['OF', 'end'],
  ['[1~', 'home'],
  ['[4~', 'end'],
  ['[7~', 'home'],
  ['[8~', 'end'],
  ['[3~', 'delete'],
  ['[5~', 'pageup'],
  ['[6~', 'pagedown'],
  ['[17~', 'f6'],
  ['\r', 'alt-enter'],
]);

const pasteBegin = '\x1b[200~';
const pasteEnd = '\x1b[201~';
/** One key at the beginning of what came: an escape sequence, an escape, or a character. */
const one = /^(?:\x1b(?:\[[\d;?]*[ -/]*[@-~]|O[A-Z]|\r)|\x1b|[\s\S])/u;
/** A sequence that was cut: the rest of it is on its way. */
const cut = /^\x1b(?:\[[\d;?]*|O)$/;

/** Makes keys of what a terminal sends, which cuts it as it likes; gives them one by one, for a key may change what the next ones are for. */
export class KeyDecoder {
  #rest = '';

  /** More has come. */
  push(data: string): void {
    this.#rest += data;
  }

  /** The next key; undefined when none is complete. Unknown sequences are none. */
  take(): Key | undefined {
    while (this.#rest !== '') {
      if (this.#rest.startsWith(pasteBegin)) return this.#paste();
      if (cut.test(this.#rest)) return undefined;
      const [text = this.#rest] = one.exec(this.#rest) ?? [];
      this.#rest = this.#rest.slice(text.length);
      const name = nameOf(text);
      if (name !== undefined) return { name };
    }
    return undefined;
  }

  /** All that has come and was not taken, as it came. */
  drain(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest;
  }

  #paste(): Key | undefined {
    const end = this.#rest.indexOf(pasteEnd);
    if (end < 0) return undefined;
    const pasted = this.#rest.slice(pasteBegin.length, end);
    this.#rest = this.#rest.slice(end + pasteEnd.length);
    return { pasted };
  }
}

function nameOf(text: string): string | undefined {
  if (text === '\r') return 'enter';
  if (text === '\x7f' || text === '\b') return 'backspace';
  if (text === '\t') return 'tab';
  if (text === '\x1b') return 'escape';
  if (text.startsWith('\x1b')) return escapes.get(text.slice(1));
  const code = text.codePointAt(0) ?? 0;
  if (code === 0x1d) return 'ctrl-]';
  if (code < 0x1b) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code < 0x20 ? undefined : text;
}
