import { type Applet, type AppletCall } from './applet.ts';
import { readOptions } from './getopt.ts';
import { grep } from './grep.ts';
import { eachInput, linesOf, write } from './inputs.ts';
import { sort } from './sort.ts';

/** `1,3-5,7-` as what tells whether a number is in it; undefined where it is no such list. */
function listOf(text: string): ((number: number) => boolean) | undefined {
  const ranges = text.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((range) => range === null || range[0] === '' || range[0] === '-')) return undefined;
  const bounds = ranges.map((range): readonly [number, number] => {
    const [, from = '', dash = '', to = ''] = range ?? [];
    return [Number(from || 1), dash === '' ? Number(from) : Number(to || Infinity)];
  });
  return (number) => bounds.some(([from, to]) => number >= from && number <= to);
}

async function cut(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'b:c:d:f:sn', absent: 'ODF' });
  const text = options.value('f') ?? options.value('c') ?? options.value('b');
  if (text === undefined) {
    run.io.stderr('cut: expected a list of bytes, characters, or fields\n');
    return 1;
  }
  const isIn = listOf(text);
  if (isIn === undefined) {
    run.io.stderr(`cut: invalid number '${text}'\n`);
    return 1;
  }
  const separator = (options.value('d') ?? '\t').slice(0, 1);
  return eachInput(
    run,
    options.operands,
    async (input) => {
      for await (const whole of linesOf(input)) {
        const line = whole.replace(/\n$/, '');
        if (!options.has('f')) {
          await write(
            run,
            `${Array.from(line)
              .filter((_, index) => isIn(index + 1))
              .join('')}\n`,
          );
          continue;
        }
        const fields = line.split(separator);
        if (fields.length === 1) {
          if (!options.has('s')) await write(run, `${line}\n`);
        } else await write(run, `${fields.filter((_, index) => isIn(index + 1)).join(separator)}\n`);
      }
    },
    'plain',
  );
}
async function uniq(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cduif:s:w:', absent: 'z' });
  let [last, count]: [string | undefined, number] = [undefined, 0];
  const [fields, chars] = [Number(options.value('f') ?? 0), Number(options.value('s') ?? 0)];
  const key = (line: string): string => {
    const rest = fields > 0 ? line.replace(new RegExp(`^(?:\\s*\\S+){0,${fields}}`), '') : line;
    const text = rest.slice(chars, chars + Number(options.value('w') ?? Infinity));
    return options.has('i') ? text.toLowerCase() : text;
  };
  const same = (a: string, b: string): boolean => key(a) === key(b);
  const give = async (): Promise<void> => {
    if (last === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    await write(run, `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`);
  };
  const code = await eachInput(run, options.operands.slice(0, 1), async (input) => {
    for await (const text of linesOf(input)) {
      const line = text.replace(/\n$/, '');
      if (last !== undefined && same(last, line)) count++;
      else {
        await give();
        [last, count] = [line, 1];
      }
    }
  });
  await give();
  return code;
}

/** `a-z`, `[:digit:]`, `\n` as the characters they stand for. */
function setOf(text: string): readonly string[] {
  const classes: Readonly<Record<string, readonly [number, number][]>> = {
    digit: [[48, 57]],
    lower: [[97, 122]],
    upper: [[65, 90]],
    alpha: [
      [65, 90],
      [97, 122],
    ],
    alnum: [
      [48, 57],
      [65, 90],
      [97, 122],
    ],
    space: [
      [9, 13],
      [32, 32],
    ],
    blank: [
      [9, 9],
      [32, 32],
    ],
    punct: [
      [33, 47],
      [58, 64],
      [91, 96],
      [123, 126],
    ],
    cntrl: [
      [0, 31],
      [127, 127],
    ],
    xdigit: [
      [48, 57],
      [65, 70],
      [97, 102],
    ],
  };
  const escapes: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  const chars: string[] = [];
  const tokens = text.match(/\[:\w+:\]|\\[0-7]{1,3}|\\.|[^]/gu) ?? [];
  const range = (from: number, to: number): void => {
    for (let code = from; code <= to; code++) chars.push(String.fromCodePoint(code));
  };
  const plain = (token: string): string => {
    if (!token.startsWith('\\') || token.length === 1) return token;
    return /^\\[0-7]/.test(token)
      ? String.fromCharCode(Number.parseInt(token.slice(1), 8))
      : (escapes[token.slice(1)] ?? token.slice(1));
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    const named = /^\[:(\w+):\]$/.exec(token)?.[1];
    if (named !== undefined) for (const [from, to] of classes[named] ?? []) range(from, to);
    else if (tokens[index + 1] === '-' && tokens[index + 2] !== undefined) {
      range(plain(token).codePointAt(0) ?? 0, plain(tokens[index + 2] ?? '').codePointAt(0) ?? 0);
      index += 2;
    } else chars.push(plain(token));
  }
  return chars;
}

async function tr(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cdsC', inOrder: true, least: 1 });
  const [from = '', to] = options.operands;
  const complement = options.has('c') || options.has('C');
  const first = setOf(from);
  const second = to === undefined ? [] : setOf(to);
  const inFirst = new Set(first);
  const isIn = (char: string): boolean => inFirst.has(char) !== complement;
  const squeezed = new Set(to === undefined ? first : second);
  const map = new Map(first.map((char, index) => [char, second[Math.min(index, second.length - 1)] ?? '']));
  let last = '';
  for await (const chunk of run.io.stdin) {
    let text = '';
    for (const char of Buffer.from(chunk).toString()) {
      let out = char;
      if (options.has('d')) {
        if (isIn(char)) continue;
      } else if (to !== undefined && isIn(char)) out = complement ? (second.at(-1) ?? '') : (map.get(char) ?? char);
      const squeezes = options.has('s') && out === last && (to === undefined ? isIn(out) : squeezed.has(out));
      if (!squeezes) text += out;
      last = out;
    }
    await write(run, text);
  }
  return 0;
}

/** Programs that choose and change lines. */
export const filterApplets: readonly (readonly [string, Applet])[] = [
  ['grep', grep],
  ['egrep', grep],
  ['fgrep', grep],
  ['cut', cut],
  ['sort', sort],
  ['uniq', uniq],
  ['tr', tr],
];
