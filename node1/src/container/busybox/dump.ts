import { type AppletCall, refuse } from './applet.ts';
import { readOptions } from './getopt.ts';
import { contentOf, eachInput, write } from './inputs.ts';

const escapes: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function character(byte: number): string {
  return (
    escapes[byte] ?? (byte > 31 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))
  ).padStart(3);
}

function words(piece: Buffer, size: number, show: (value: number) => string): string[] {
  const shown: string[] = [];
  for (let at = 0; at < piece.length; at += size) {
    let value = 0;
    for (let byte = size - 1; byte >= 0; byte--) value = value * 256 + (piece[at + byte] ?? 0);
    shown.push(show(value));
  }
  return shown;
}

function hex(digits: number): (value: number) => string {
  return (value) => value.toString(16).padStart(digits, '0');
}

/** All that the operands name, one after the other; undefined where one cannot be read, which is said. */
async function wholeInput(run: AppletCall, names: readonly string[], most: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  const code = await eachInput(
    run,
    names,
    async (input) => {
      pieces.push(await contentOf(input));
    },
    'plain',
  );
  return code === 0 ? Buffer.concat(pieces).subarray(0, most) : undefined;
}

/** od(1). */
export async function od(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'abcdfhilovxA:j:N:t:w:B', absent: 'fsS' });
  const type = options.value('t');
  const letters = ['a', 'b', 'c', 'd', 'h', 'i', 'l', 'o', 'x', 'B'].filter((letter) => options.has(letter));
  const formats: Readonly<Record<string, (piece: Buffer) => string>> = {
    c: (piece) => [...piece].map((byte) => ` ${character(byte)}`).join(''),
    b: (piece) => [...piece].map((byte) => ` ${byte.toString(8).padStart(3, '0')}`).join(''),
    o: (piece) => words(piece, 2, (value) => ` ${value.toString(8).padStart(6, '0')}`).join(''),
    x: (piece) => words(piece, 2, (value) => ` ${hex(4)(value)}`).join(''),
    d: (piece) => words(piece, 2, (value) => ` ${String(value).padStart(5)}`).join(''),
    x1: (piece) => words(piece, 1, (value) => ` ${hex(2)(value)}`).join(''),
    x2: (piece) => words(piece, 2, (value) => ` ${hex(4)(value)}`).join(''),
    x4: (piece) => words(piece, 4, (value) => ` ${hex(8)(value)}`).join(''),
    o1: (piece) => words(piece, 1, (value) => ` ${value.toString(8).padStart(3, '0')}`).join(''),
    u1: (piece) => words(piece, 1, (value) => ` ${String(value).padStart(3)}`).join(''),
    d1: (piece) => words(piece, 1, (value) => ` ${String((value << 24) >> 24).padStart(4)}`).join(''),
  };
  const names =
    type !== undefined
      ? [type === 'x' ? 'x4' : type]
      : letters.map((letter) => (letter === 'h' ? 'x' : letter === 'B' ? 'o' : letter));
  const wanted = (names.length === 0 ? ['o'] : names).map((name) => formats[name]);
  if (wanted.includes(undefined)) return refuse(run, `od ${run.args.join(' ')}`);
  const content = await wholeInput(run, options.operands, Infinity);
  if (content === undefined) return 1;
  const skipped = Number(options.value('j') ?? 0);
  const shown = content.subarray(skipped, skipped + Number(options.value('N') ?? Infinity));
  const radix = options.value('A') ?? 'o';
  const width = Number(options.value('w') ?? 16);
  const address = (at: number): string =>
    radix === 'n' ? '' : at.toString(radix === 'x' ? 16 : radix === 'd' ? 10 : 8).padStart(radix === 'x' ? 6 : 7, '0');
  for (let at = 0; at < shown.length; at += width) {
    const piece = shown.subarray(at, at + width);
    for (const [index, format] of wanted.entries())
      await write(run, `${index === 0 ? address(at + skipped) : ' '.repeat(7)}${format?.(piece) ?? ''}\n`);
  }
  if (radix !== 'n') await write(run, `${address(shown.length + skipped)}\n`);
  return 0;
}

/** hexdump(1). */
export async function hexdump(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'Cbcdoxn:vs:', absent: 'ef' });
  const content = await wholeInput(run, options.operands, Infinity);
  if (content === undefined) return 1;
  const skipped = Number(options.value('s') ?? 0);
  const shown = content.subarray(skipped, skipped + Number(options.value('n') ?? Infinity));
  const isCanonical = options.has('C');
  const address = (at: number): string => hex(isCanonical ? 8 : 7)(at);
  const line = (piece: Buffer): string => {
    if (isCanonical) {
      const bytes = words(piece, 1, hex(2));
      const text = [...piece].map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      return `  ${bytes.slice(0, 8).join(' ').padEnd(23)}  ${bytes.slice(8).join(' ').padEnd(23)}  |${text}|`;
    }
    if (options.has('c'))
      return [...piece]
        .map((byte) => ` ${character(byte)}`)
        .join('')
        .padEnd(64);
    if (options.has('b'))
      return [...piece]
        .map((byte) => ` ${byte.toString(8).padStart(3, '0')}`)
        .join('')
        .padEnd(64);
    if (options.has('d'))
      return words(piece, 2, (value) => `   ${String(value).padStart(5, '0')}`)
        .join('')
        .padEnd(64);
    if (options.has('o'))
      return words(piece, 2, (value) => `  ${value.toString(8).padStart(6, '0')}`)
        .join('')
        .padEnd(64);
    if (options.has('x'))
      return words(piece, 2, (value) => `    ${hex(4)(value)}`)
        .join('')
        .padEnd(64);
    return words(piece, 2, (value) => ` ${hex(4)(value)}`)
      .join('')
      .padEnd(40);
  };
  let [last, isRepeated] = ['', false];
  for (let at = 0; at < shown.length; at += 16) {
    const piece = shown.subarray(at, at + 16);
    const key = piece.toString('latin1');
    // What is the same again is a star.
    if (!options.has('v') && piece.length === 16 && key === last) {
      if (!isRepeated) await write(run, '*\n');
      isRepeated = true;
      continue;
    }
    [last, isRepeated] = [key, false];
    await write(run, `${address(at + skipped)}${line(piece)}\n`);
  }
  if (shown.length > 0) await write(run, `${address(shown.length + skipped)}\n`);
  return 0;
}

/** xxd(1). */
export async function xxd(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'prs:l:c:g:', absent: 'aibuEe' });
  const content = await wholeInput(run, options.operands, Infinity);
  if (content === undefined) return 1;
  if (options.has('r')) {
    const text = content.toString('latin1');
    const digits = options.has('p')
      ? text
      : text
          .split('\n')
          .map((each) => each.replace(/^[0-9a-f]+: /i, '').split('  ')[0] ?? '')
          .join('');
    await write(run, Buffer.from(digits.replace(/[^0-9a-fA-F]/g, ''), 'hex'));
    return 0;
  }
  const skipped = Number(options.value('s') ?? 0);
  const shown = content.subarray(skipped, skipped + Number(options.value('l') ?? Infinity));
  const isPlain = options.has('p');
  const width = Number(options.value('c') ?? (isPlain ? 30 : 16));
  const group = Number(options.value('g') ?? 2);
  for (let at = 0; at < shown.length; at += width) {
    const piece = shown.subarray(at, at + width);
    const bytes = words(piece, 1, hex(2));
    if (isPlain) {
      await write(run, `${bytes.join('')}\n`);
      continue;
    }
    let digits = '';
    for (let index = 0; index < width; index++)
      digits += `${bytes[index] ?? '  '}${(index + 1) % Math.max(1, group) === 0 ? ' ' : ''}`;
    const text = [...piece].map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    await write(run, `${hex(8)(at + skipped)}: ${digits} ${text}\n`);
  }
  return 0;
}
