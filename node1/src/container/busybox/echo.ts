const letters: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' },
};

/** A text with its escapes taken for what they mean; what comes after `\c` is left out. */
export function unescapeText(text: string): { readonly text: string; readonly stops: boolean } {
  const at = /(?:^|[^\\])(?:\\\\)*(\\c)/.exec(text);
  const end = at === null ? text.length : at.index + at[0].length - 2;
  const whole = text
    .slice(0, end)
    .replace(/\\(0[0-7]{0,3}|[1-7][0-7]{0,2}|x[0-9a-fA-F]{1,2}|.)/gs, (all, code: string) => {
      if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
      if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return letters[code] ?? all;
    });
  return { text: whole, stops: at !== null };
}

/** What `echo` writes. */
export function echoText(args: readonly string[]): string {
  let [newline, escapes] = [true, false];
  let index = 0;
  for (; /^-[neE]+$/.test(args[index] ?? ''); index++) {
    for (const letter of (args[index] ?? '').slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(index).join(' ');
  if (!escapes) return `${text}${newline ? '\n' : ''}`;
  const made = unescapeText(text);
  return `${made.text}${newline && !made.stops ? '\n' : ''}`;
}
