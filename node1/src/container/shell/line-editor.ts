import { complete } from './complete.ts';
import { ioOf, type State } from './state.ts';

/** A line that was typed. */
interface Line {
  readonly text: string;
}

/** What is being typed, and where the cursor is. */
class Editor {
  chars: string[] = [];
  cursor = 0;
  readonly #prompt: string;
  readonly #write: (text: string) => void;

  constructor(prompt: string, write: (text: string) => void) {
    this.#prompt = prompt.slice(prompt.lastIndexOf('\n') + 1);
    this.#write = write;
  }

  insert(text: string): void {
    const added = Array.from(text);
    const rest = this.chars.slice(this.cursor);
    this.chars.splice(this.cursor, 0, ...added);
    this.cursor += added.length;
    this.#write(`${text}${rest.join('')}${back(rest.length)}`);
  }
  move(to: number): void {
    const target = Math.min(Math.max(0, to), this.chars.length);
    if (target < this.cursor) this.#write(back(this.cursor - target));
    else this.#write(this.chars.slice(this.cursor, target).join(''));
    this.cursor = target;
  }
  /** Takes away what lies between two places. */
  remove(from: number, to: number): void {
    const start = Math.max(0, from);
    this.move(start);
    const removed = this.chars.splice(start, Math.max(0, to - start));
    if (removed.length === 0) return;
    const rest = this.chars.slice(start).join('');
    this.#write(`${rest}\x1b[J${back(this.chars.length - start)}`);
  }
  replace(text: string): void {
    this.move(0);
    this.chars = Array.from(text);
    this.cursor = this.chars.length;
    this.#write(`\x1b[J${text}`);
  }
  wordStart(): number {
    let at = this.cursor;
    while (at > 0 && this.chars[at - 1] === ' ') at--;
    while (at > 0 && this.chars[at - 1] !== ' ') at--;
    return at;
  }
  redraw(): void {
    this.#write(`\r\x1b[J${this.#prompt}${this.text}${back(this.chars.length - this.cursor)}`);
  }
  get text(): string {
    return this.chars.join('');
  }
}

function back(count: number): string {
  return count === 0 ? '' : count < 5 ? '\b'.repeat(count) : `\x1b[${count}D`;
}

/** Prompts and reads a line, edited at a terminal; undefined at the end of what is typed. */
export async function editLine(state: State, prompt: string): Promise<Line | undefined | 'interrupted'> {
  const { stdin, stdout } = ioOf(state);
  const { terminal } = stdin;
  if (terminal === undefined) return plainLine(state, prompt);
  const write = (text: string): void => {
    stdout(text);
  };
  write(prompt);
  terminal.setRaw(true);
  const editor = new Editor(prompt, write);
  const redraw = (): void => {
    editor.redraw();
  };
  terminal.resized.add(redraw);
  const history = [...state.history, ''];
  let place = history.length - 1;
  try {
    for (;;) {
      const chunk = await stdin.read();
      if (chunk === undefined) return undefined;
      const text = Buffer.from(chunk).toString();

      const keys = text.match(/\x1b\[[\d;]*[A-Za-z~]|\x1bO[A-Z]|\x1b.|[^]/gu) ?? [];
      for (const [index, key] of keys.entries()) {
        const rest = (): void => {
          stdin.unread(Buffer.from(keys.slice(index + 1).join('')));
        };
        if (key === '\r' || key === '\n') {
          editor.move(editor.chars.length);
          write('\n');
          rest();
          return { text: editor.text };
        }
        if (key === '\x03') {
          write('^C\n');
          rest();
          return 'interrupted';
        }
        if (key === '\x04' && editor.chars.length === 0) return undefined;
        if (key === '\t') await complete(editor, state, write);
        else if (isOlder(key) || isNewer(key)) {
          history[place] = editor.text;
          const next = place + (isOlder(key) ? -1 : 1);
          if (history[next] !== undefined) {
            place = next;
            editor.replace(history[place] ?? '');
          }
        } else press(editor, key, write);
      }
    }
  } finally {
    terminal.resized.delete(redraw);
    terminal.setRaw(false);
  }
}

function isOlder(key: string): boolean {
  return key === '\x1b[A' || key === '\x1bOA' || key === '\x10';
}
function isNewer(key: string): boolean {
  return key === '\x1b[B' || key === '\x1bOB' || key === '\x0e';
}

function press(editor: Editor, key: string, write: (text: string) => void): void {
  const { cursor } = editor;
  const end = editor.chars.length;
  const actions: Readonly<Record<string, () => void>> = {
    '\x7f': () => {
      editor.remove(cursor - 1, cursor);
    },
    '\b': () => {
      editor.remove(cursor - 1, cursor);
    },
    '\x04': () => {
      editor.remove(cursor, cursor + 1);
    },
    '\x1b[3~': () => {
      editor.remove(cursor, cursor + 1);
    },
    '\x15': () => {
      editor.remove(0, cursor);
    },
    '\x0b': () => {
      editor.remove(cursor, end);
    },
    '\x17': () => {
      editor.remove(editor.wordStart(), cursor);
    },
    '\x0c': () => {
      write('\x1b[H\x1b[J');
      editor.redraw();
    },
  };
  const places: Readonly<Record<string, number>> = {
    ...{ '\x01': 0, '\x1b[H': 0, '\x1b[1~': 0, '\x1bOH': 0 },
    ...{ '\x05': end, '\x1b[F': end, '\x1b[4~': end, '\x1bOF': end },
    ...{ '\x02': cursor - 1, '\x1b[D': cursor - 1, '\x1bOD': cursor - 1 },
    ...{ '\x06': cursor + 1, '\x1b[C': cursor + 1, '\x1bOC': cursor + 1 },
  };
  const to = places[key];
  if (to !== undefined) editor.move(to);
  else if (actions[key] !== undefined) actions[key]();
  else if (!key.startsWith('\x1b') && key >= ' ') editor.insert(key);
}

/** Where there is no terminal: a line as it comes. */
async function plainLine(state: State, prompt: string): Promise<Line | undefined> {
  const { stdin, stderr } = ioOf(state);
  stderr(prompt);
  let text = '';
  for (;;) {
    const chunk = await stdin.read();
    if (chunk === undefined) return text === '' ? undefined : { text };
    const at = Buffer.from(chunk).indexOf('\n');
    text += Buffer.from(at < 0 ? chunk : chunk.subarray(0, at)).toString();
    if (at < 0) continue;
    stdin.unread(chunk.subarray(at + 1));
    return { text };
  }
}
