import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Masker } from '../../src/run/mask.ts';

const secret = 'S3cret "pass"/é$w';
const plain = 'hunter2-Zx';

function sh(script: string, value: string): string {
  return execFileSync('bash', ['-c', script], {
    env: { V: value, PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
    encoding: 'utf8',
  });
}

/** What is left when whoever reads it knows all the usual encodings: nothing of the value. */
function expectGone(masked: string, ...parts: readonly string[]): void {
  for (const part of parts) expect(masked.toLowerCase()).not.toContain(part.toLowerCase());
  expect(masked).toContain('*****');
}

test.each([
  ['as it is', plain, `a ${plain} b`, 'a ***** b'],
  ['in upper case', plain, `a ${plain.toUpperCase()} b`, 'a ***** b'],
  ['in lower case', plain, `a ${plain.toLowerCase()} b`, 'a ***** b'],
  ['with colours inside', plain, 'a hun\x1b[31mter2\x1b[0m-Zx b', 'a *****\x1b[31m\x1b[0m b'],
  [
    'with a colour before each letter',
    plain,
    `a ${Array.from(plain, (letter) => `\x1b[1m${letter}`).join('')} b`,
    undefined,
  ],
  ['with a wrong letter taken back', plain, 'a hunx\b \bter2-Zx b', 'a ***** b'],
  ['with two wrong letters taken back', plain, 'a hunter2xy\b\b-Zx b', 'a ***** b'],
  ['in bold of a printer', plain, `a ${Array.from(plain, (letter) => `${letter}\b${letter}`).join('')} b`, 'a ***** b'],
  ['underlined by a printer', plain, `a ${Array.from(plain, (letter) => `_\b${letter}`).join('')} b`, 'a ***** b'],
  ['and then erased', plain, `a ${plain}${'\b \b'.repeat(plain.length)} b`, undefined],
  ['over two lines', plain, 'a hunte\r\nr2-Zx b', 'a *****\r\n b'],
  ['over indented lines', plain, 'a: >\n  hunte\n  r2-Zx\nb', 'a: >\n  *****\n\nb'],
  ['where a line editor wraps it', plain, 'a hunte \rr2-Zx b', 'a ***** b'],
  ['over two lines, at its blank', 'my secret pass', 'a my secret\r\npass b', 'a *****\r\n b'],
  ['with a title inside', plain, 'a hunt\x1b]0;x\x07er2-Zx b', 'a *****\x1b]0;x\x07 b'],
  ['with a bell and a mark inside', plain, 'a hunt\x07er\x01\x022-Zx b', 'a ***** b'],
  ['in a URL', secret, `a ${encodeURIComponent(secret)} b`, 'a ***** b'],
  ['in a URL, in small letters', secret, `a ${encodeURIComponent(secret).toLowerCase()} b`, 'a ***** b'],
  ['in a form', secret, `a ${new URLSearchParams({ v: secret }).toString()} b`, 'a v=***** b'],
  [
    'all of it in per cent',
    plain,
    `a ${Array.from(plain, (c) => `%${c.charCodeAt(0).toString(16)}`).join('')} b`,
    'a ***** b',
  ],
  ['in JSON', secret, `a ${JSON.stringify(secret)} b`, 'a "*****" b'],
  ['in JSON as PHP and Python write it', secret, 'a "S3cret \\"pass\\"\\/\\u00e9$w" b', 'a "*****" b'],
  ['in JSON in JSON', plain, `a ${JSON.stringify(JSON.stringify({ plain }))} b`, undefined],
  ['in HTML', secret, 'a S3cret &quot;pass&quot;/&#233;$w b', 'a ***** b'],
  ['in XML, by numbers', secret, 'a S3cret &#34;pass&#x22;/é$w b', 'a ***** b'],
  ['quoted by printf %q', secret, sh('printf "a %q b" "$V"', secret), 'a ***** b'],
  ['quoted in YAML', "it's secret", "a 'it''s secret' b", "a '*****' b"],
  ['in hexadecimal', plain, `a ${Buffer.from(plain).toString('hex')} b`, 'a ***** b'],
  ['in hexadecimal, in capitals', plain, `a ${Buffer.from(plain).toString('hex').toUpperCase()} b`, 'a ***** b'],
  ['in a dump', plain, `a ${Buffer.from(plain).toString('hex').match(/../g)?.join(' ') ?? ''} b`, 'a ***** b'],
  ['over two lines that end in LF', 'line one\nline two', 'a line one\nline two b', 'a ***** b'],
  ['short, as it is', 'abcd', 'a abcd ab\ncd b', 'a ***** ab\ncd b'],
  ['short, with colours', 'abcd', 'a ab\x1b[1mcd b', 'a *****\x1b[1m b'],
  ['short, in base64', 'abcd', `a ${Buffer.from('abcd').toString('base64')} b`, 'a *****== b'],
])('a secret %s', (_what, value, text, expected) => {
  const masked = new Masker({ values: [value], patterns: [] }).text(text);
  if (expected !== undefined) expect(masked).toBe(expected);
  expectGone(masked, value);
  // The same as a stream, wherever it is cut.
  for (let cut = 0; cut <= text.length; cut++) {
    const masker = new Masker({ values: [value], patterns: [] });
    const stream = masker.stream(text.slice(0, cut)) + masker.stream(text.slice(cut)) + masker.flush();
    expect(stream, `cut at ${cut}`).toBe(masked);
  }
  // And character by character, as it is typed.
  const masker = new Masker({ values: [value], patterns: [] });
  expect(Array.from(text, (character) => masker.stream(character)).join('') + masker.flush()).toBe(masked);
});

test.each(['base64', 'base64url'] as const)('%s of a text in which it stands at any place', (encoding) => {
  for (const value of [plain, secret, 'correct horse battery staple', '+++///???>>>']) {
    for (const before of ['', 'u', 'us', 'user:', '{"password":']) {
      for (const after of ['', '\n', 'x', '"}', '\n\n\n']) {
        const encoded = Buffer.from(before + value + after).toString(encoding);
        const masker = new Masker({ values: [value], patterns: [] });
        const masked = masker.text(`data: ${encoded}\n`);
        // What is left does not tell a bit of it: what is before it, and whole characters of that only.
        const left = masked.replace('data: ', '').replace(/\*{5}.*/s, '');
        expect(encoded.startsWith(left)).toBe(true);
        expect(left.length).toBeLessThanOrEqual((Buffer.byteLength(before) * 8) / 6);
        expect(masked, encoded).toContain('*****');
        const stream = new Masker({ values: [value], patterns: [] });
        const cut = Math.floor(encoded.length / 2);
        expect(
          stream.stream(`data: ${encoded.slice(0, cut)}`) + stream.stream(`${encoded.slice(cut)}\n`) + stream.flush(),
        ).toBe(masked);
      }
    }
  }
});

test('what base64 prints of a longer text, in lines of 76', () => {
  const value = 'correct horse battery staple';
  const printed = sh('printf "%s %s %s" "$(seq 30)" "$V" "$(seq 30)" | base64', value);
  const masked = new Masker({ values: [value], patterns: [] }).text(printed);
  expect(masked).toContain('*****');
  expect(masked.split('\n')).toHaveLength(printed.split('\n').length);
  expect(Buffer.from(masked.replace(/\*{5}/, ''), 'base64').toString()).not.toMatch(/correct|horse|battery|staple/);
});

test.each([
  ['set -x', '(set -x; : "$V") 2>&1', ['S3cret', 'pass']],
  ['declare -p', 'declare -p V', ['S3cret', 'pass']],
  ['${V@Q}', 'echo "${V@Q}"', ['S3cret', 'pass']],
  ["$'...' of printf %q", 'printf "%q\\n" "$V"$\'\\t\'', ['S3cret']],
  [
    'od',
    'printf %s "$V" | od -An -tx1 | tr -d "\\n"',
    [Buffer.from('cret').toString('hex').match(/../g)?.join(' ') ?? ''],
  ],
  ['xxd-like', 'printf %s "$V" | od -An -tx1 | tr -d " \\n"', [Buffer.from('cret').toString('hex')]],
])('what %s shows of it', (_what, script, parts) => {
  expectGone(new Masker({ values: [secret], patterns: [] }).text(sh(script, secret)), ...parts);
});

test('a private key of many lines, as a terminal, YAML and JSON show it', () => {
  const key = `-----BEGIN KEY-----\n${Array.from({ length: 25 }, (_, row) => `${row}MIIEvQIBADANBgkqhkiG9w0BAQEF`.repeat(2)).join('\n')}\n-----END KEY-----\n`;
  const masker = new Masker({ values: [key], patterns: [] });
  for (const text of [
    key.replaceAll('\n', '\r\n'),
    key.replace(/^/gm, '    '),
    JSON.stringify(key),
    encodeURIComponent(key),
    Buffer.from(key).toString('base64').replace(/.{76}/g, '$&\n'),
  ]) {
    const masked = masker.text(`before\n${text}\nafter`);
    expect(masked.length).toBeLessThan(60);
    expect(masked).toMatch(/^before[\s\S]*\*{5}[\s\S]*after$/);
  }
});

test('what is no secret stays as it is', () => {
  const masker = new Masker({ values: [plain, secret, 'abcd', '12345'], patterns: [] });
  for (const text of [
    'a 123\r\n45 b',
    'AB CD',
    'a\x1b[1mb\x1b[0m c%20d \\n &amp; e',
    'hunter2',
    '\x1b]0;title\x07text\r\n',
    'x\b \by',
  ]) {
    expect(masker.text(text)).toBe(text);
    expect(masker.stream(text) + masker.flush()).toBe(text);
  }
});

test('a pattern is found with colours inside', () => {
  const masker = new Masker({ values: [], patterns: [/tok_\w+/g] });
  expect(masker.text('a tok_\x1b[1mabc\x1b[0m b')).toBe('a *****\x1b[1m\x1b[0m b');
});

test('values that are empty or blank mask nothing', () => {
  expect(new Masker({ values: ['', ' '], patterns: [] }).text('a b')).toBe('a b');
});

test.each([
  ['blanks', ' '.repeat(1_000_000)],
  ['escapes', '\x1b['.repeat(500_000)],
  ['backspaces', 'x\b'.repeat(500_000)],
  ['per cents', '%4'.repeat(500_000)],
  ['line ends', '\r\n'.repeat(500_000)],
  ['beginnings', 'hunter2-Z'.repeat(110_000)],
])('a megabyte of %s takes no long', (_what, text) => {
  const masker = new Masker({ values: [plain, secret], patterns: [/tok_\w+/g] });
  const started = performance.now();
  let length = 0;
  for (let at = 0; at < text.length; at += 4096) length += masker.stream(text.slice(at, at + 4096)).length;
  expect(length + masker.flush().length).toBe(text.length);
  expect(performance.now() - started).toBeLessThan(10_000);
});
