import { type AppletCall, refuse } from './applet.ts';

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' },
};

/** printf(1) of busybox: the format is used again until there are no more arguments. Widths and floating numbers are refused. */
export function printf(run: AppletCall): number {
  const { args, io } = run;
  const [format, ...values] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) {
    io.stderr(
      'BusyBox v1.35.0 multi-call binary.\n\nUsage: printf FORMAT [ARG]...\n\nFormat and print ARG(s) according to FORMAT (a-la C printf)\n',
    );
    return 1;
  }
  const unknown = /%(?![sdiuxXocb%])/.exec(format);
  if (unknown !== null) return refuse(run, `printf ${format}`);
  const used = format.replaceAll('%%', '').split('%').length - 1;
  let code = 0;
  let at = 0;
  do {
    const text = format.replace(/%(.)|\\([0-7]{1,3}|.)/gs, (whole, letter: string | undefined, escape: string) => {
      if (letter === undefined) return unescape(whole, escape);
      if (letter === '%') return '%';
      const value = values[at++] ?? '';
      if (letter === 's') return value;
      if (letter === 'c') return value.slice(0, 1);
      if (letter === 'b') return value.replace(/\\0?([0-7]{1,3}|.)/gs, unescape);
      const number = value === '' ? 0 : Number(value);
      if (!Number.isInteger(number)) {
        io.stderr(`printf: invalid number '${value}'\n`);
        code = 1;
        return '0';
      }
      const shown = Math.abs(number).toString(letter === 'o' ? 8 : letter.toLowerCase() === 'x' ? 16 : 10);
      return `${number < 0 ? '-' : ''}${letter === 'X' ? shown.toUpperCase() : shown}`;
    });
    io.stdout(text);
  } while (used > 0 && at < values.length);
  return code;
}

function unescape(whole: string, escape: string): string {
  if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 255);
  return escapes[escape] ?? whole;
}
