const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** A Go string or character literal's content (strconv.Unquote); undefined where it is none. */
export function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body.replaceAll('\r', '');
  const bad: string[] = [];
  const text = body.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{3})|(.))/gis, (whole, ...found) => {
    const [x, u, long, octal, letter] = found as (string | undefined)[];
    const hex = x ?? u ?? long;
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const known = escapes[letter ?? ''];
    const foreign = literal.startsWith('"') ? "'" : '"';
    if (known === undefined || letter === foreign) bad.push(whole);
    return known ?? whole;
  });
  return bad.length === 0 ? text : undefined;
}
