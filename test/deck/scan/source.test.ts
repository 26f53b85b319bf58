import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Charset, macRoman, windows1252 } from '../../../src/deck/scan/mojibake.ts';
import { maxLength, readSource } from '../../../src/deck/scan/source.ts';
import { verbatim } from '../../../src/messages/message.ts';
import { word } from '../../../src/messages/word.ts';

/** What a program makes of UTF-8 that it takes for another charset. */
function damage(text: string, decode: (byte: number) => string): string {
  return text.replace(/[^\0-\x7f]+/g, (run) => Array.from(new TextEncoder().encode(run), decode).join(''));
}

function decoder(charset: Charset, codeUnits: readonly number[]): (byte: number) => string {
  const characters = new Map(codeUnits.map((unit) => [charset.byteOf(unit), String.fromCharCode(unit)]));
  return (byte) => characters.get(byte) ?? '?';
}

const bmp = Array.from({ length: 0x10000 }, (_, unit) => unit);
const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
const decoders: Readonly<Record<string, (byte: number) => string>> = {
  'Mac OS Roman': decoder(macRoman, bmp),
  'Windows-1252': decoder(
    windows1252,
    bmp.filter((unit) => unit < 0x80 || unit >= 0xa0 || undefinedIn1252.includes(unit)),
  ),
  'Latin-1': (byte) => String.fromCharCode(byte),
};

const words = [
  'été',
  'à',
  'l’été',
  'œuvre',
  'Noël',
  '«',
  '»',
  '« ',
  ' »',
  '…',
  ' ',
  ' — ',
  '\n',
  'c’est',
  'À',
  'É',
  'ÎLE',
  'naïve',
  'Ça',
  'où',
  'sûr',
  'là…',
  '«été»',
  '5 €',
  '20 °C',
  'a',
  'curl',
  '`',
  ' !',
  'très',
  '‘',
  '“mot”',
  '²',
  '½',
  'ŒUVRE',
  'ü',
  '–',
  '•',
  '→',
  '🤔',
  'forêt »',
  '« à »',
  'être…',
  'ß',
  '©',
  '±',
  'd’âge',
  'é’',
  '√2',
  '≈ 3',
  'L’ÂGE',
  'Ôté',
] as const;
const french = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(''));

describe('mojibake', () => {
  test('correct French is never repaired', () => {
    fc.assert(
      fc.property(french, (text) => {
        expect(readSource(text).text).toBe(text);
        expect(readSource(text).findings).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(Object.entries(decoders))('UTF-8 read as %s is repaired', (_name, decode) => {
    fc.assert(
      fc.property(french, (text) => {
        // `©` and `é` make certain that it is no formula.
        const written = `é${text}`;
        const source = readSource(damage(written, decode));
        expect(source.text).toBe(written);
        expect(source.findings[0]?.rule).toBe('mojibake');
      }),
      { numRuns: 1000 },
    );
  });

  test.each(Object.entries(decoders))('a half-repaired file is repaired to the end (%s)', (_name, decode) => {
    const written = 'é, « déjà » réparé: ça ira, 🤔 l’œuvre';
    const half = written.slice(0, 12) + damage(written.slice(12), decode);
    expect(readSource(half).text).toBe(written);
  });

  test('a repaired and a damaged character may touch', () => {
    expect(readSource('é√©').text).toBe('éé');
    expect(readSource('«√©t√©»').text).toBe('«été»');
  });

  test.each(['√π ≈π', '√∞ et ¬π', 'Â', 'â »', 'D’été', '«é', 'É »', '頻 кит'])('%s stays', (text) => {
    expect(readSource(text).text).toBe(text);
  });

  test('a formula is repaired beside certain damage', () => {
    expect(readSource('o√π √©t√©').text).toBe('où été');
  });

  test('names the charset, the first place and the number', () => {
    const { findings, point } = readSource('abc\n  dÃ©jÃ\u00a0 vu');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'warning', rule: 'mojibake' });
    expect(word(findings[0]?.reason ?? verbatim(''), 'en')).toMatch(
      /^2 characters are UTF-8 that was read as Windows-1252 .* the first is "Ã©" for "é"/,
    );
    expect(point(findings[0]?.offset ?? 0)).toEqual({ line: 2, column: 4, offset: 7 });
  });
});

describe('positions', () => {
  test('lead back to the original, whatever was repaired', () => {
    fc.assert(
      fc.property(french, fc.constantFrom('', '\uFEFF'), (text, mark) => {
        const original = mark + damage(`é${text}`, decoders['Mac OS Roman'] ?? String);
        const source = readSource(original);
        const lineStarts = [0, ...Array.from(original.matchAll(/\n/g), (match) => match.index + 1)];
        for (let offset = 0; offset <= source.text.length; offset++) {
          const point = source.point(offset);
          expect(point.offset - (lineStarts[point.line - 1] ?? NaN) + 1).toBe(point.column);
          const character = source.text[offset] ?? '';
          if (/[ -~\n]/.test(character)) expect(original[point.offset]).toBe(character);
        }
        expect(source.point(source.text.length).offset).toBe(original.length);
      }),
    );
  });

  test('count each repaired character as long as it is in the file', () => {
    const { text, point } = readSource('\uF8FFü§î a\n√©b');
    expect(text).toBe('🤔 a\néb');
    expect(point(3)).toEqual({ line: 1, column: 6, offset: 5 });
    expect(point(1)).toEqual({ line: 1, column: 1, offset: 0 });
    expect(point(6)).toEqual({ line: 2, column: 3, offset: 9 });
  });

  test('count a byte order mark, which is not in the text', () => {
    const { text, point } = readSource('\uFEFF# A\nb');
    expect(text).toBe('# A\nb');
    expect(point(0)).toEqual({ line: 1, column: 2, offset: 1 });
    expect(point(4)).toEqual({ line: 2, column: 1, offset: 5 });
  });

  test('a damaged byte order mark is none of the text either', () => {
    expect(readSource('ï»¿# Ã©').text).toBe('# é');
  });
});

describe('what is no text', () => {
  test.each([
    ['a NUL', 'class: title\n\0', 'not-text', 2],
    ['UTF-16', '#\0 \0a\0', 'not-text', 1],
    ['an image', '\uFFFDPNG\r\n\x1a\n\uFFFD\uFFFD\uFFFD', 'not-text', 1],
    ['eleven million characters', 'a'.repeat(maxLength + 1), 'too-large', 1],
  ])('%s is refused', (_name, text, rule, line) => {
    const { findings, point } = readSource(text);
    expect(findings.map((finding) => [finding.severity, finding.rule])).toEqual([['error', rule]]);
    expect(point(findings[0]?.offset ?? 0).line).toBe(line);
  });

  test('a few bytes that are not UTF-8 are a warning', () => {
    const { findings, text } = readSource('Un long texte fran\uFFFDais, lu comme UTF-8 \uFFFD tort.');
    expect(text).toContain('fran\uFFFDais');
    expect(findings).toMatchObject([{ severity: 'warning', rule: 'invalid-utf8', offset: 18 }]);
    expect(word(findings[0]?.reason ?? verbatim(''), 'en')).toMatch(/^2 characters are/);
  });
});
