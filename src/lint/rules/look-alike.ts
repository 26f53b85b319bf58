import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import { outputLanguages } from '../programs.ts';
import type { LintRule } from '../rule.ts';

const lookAlikes = 'АВЕКМНОРСТХаеосрухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ';
const asciiLetters = 'ABEKMHOPCTXaeocpyxijsdhqwABEZHIKMNOPTYXovp';
const asciiOfLetter = new Map(Array.from(lookAlikes, (letter, index) => [letter, asciiLetters[index] ?? '']));

const wordPattern = /[\w\u0370-\u03ff\u0400-\u052f]{2,200}/g;
const widePattern = /[\uff01-\uff5e]+/g;
const hyphenPattern = /(?<=[A-Za-z])[\u2010\u2011\u2013\u2212](?=[A-Za-z])|(?<=\s)[\ufe63](?=[A-Za-z])/g;
// `‥/src`, `main…dev`: leaders of two and three dots, where a path or a range of revisions has dots.
const leaderPattern = /\u2025(?=\/|\s|$)|(?<=\bgit\b[^\n]{0,80}\w)[\u2025\u2026](?=\w)/g;

/** Letters of other scripts, wide forms and hyphens that look like ASCII. */
export const lookAlike: LintRule = {
  id: 'look-alike',
  severity: 'error',
  examples: [
    {
      title: 'Cyrillic letters',
      deck: inExercise('kubectl get p\u043eds'),
      at: ['4:13'],
      fixed: inExercise('kubectl get pods'),
    },
    { title: 'wide forms', deck: inExercise('ls \uff0d\uff4c'), at: ['4:4'], fixed: inExercise('ls -l') },
    {
      title: 'a hyphen that does not break',
      deck: inExercise('docker\u2011compose ps'),
      at: ['4:7'],
      fixed: inExercise('docker-compose ps'),
    },
    {
      title: 'dots',
      deck: inExercise('cd \u2025/src\ngit diff main\u2026dev'),
      at: ['4:4', '5:14'],
      fixed: inExercise('cd ../src\ngit diff main...dev'),
    },
    { title: 'in inline code', deck: 'Use `d\u043ecker`.\n', at: ['1:6'], fixed: 'Use `docker`.\n' },
    {
      title: 'words of other languages',
      deck: inExercise('echo "\u043f\u0440\u0438\u0432\u0435\u0442" 10\u03bcs \u03c0r # \uff01'),
      at: [],
    },
    { title: 'prose', deck: 'A p\u043ed, docker\u2011compose.\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      if (!/[^\0-\x7f]/.test(piece.text)) continue;
      if (piece.kind !== 'inline' && !isTyped(piece) && outputLanguages.has(piece.language)) continue;
      const found = [wordPattern, widePattern, hyphenPattern, leaderPattern].flatMap((pattern) => [
        ...piece.text.matchAll(pattern),
      ]);
      for (const { 0: written, index } of found) {
        if (isTyped(piece) && isComment(piece.text, index)) continue;
        const right = asciiOf(written);
        if (right === undefined) continue;
        const span = piece.span(index, index + written.length);
        const strange = Array.from(written).find((letter) => letter > '\x7f') ?? '';
        const code16 = strange.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        report(span, message('lint/look-alike', { written, codePoint: code16, right }), {
          severity: weightOf(piece),
          fix: [{ ...span, text: right }],
        });
      }
    }
  },
};

/** The ASCII that a word looks like; undefined when it is ASCII already, or a word of another script. */
function asciiOf(written: string): string | undefined {
  if (/^[\uff01-\uff5e]+$/.test(written)) {
    return written.replace(/./g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  }
  if (written === '\u2025' || written === '\u2026') return written === '\u2025' ? '..' : '...';
  if (/^[\u2010-\u2212\ufe63]$/.test(written)) return '-';
  if (!/[A-Za-z]/.test(written)) return undefined;
  const right = Array.from(written, (letter) => (letter <= '\x7f' ? letter : (asciiOfLetter.get(letter) ?? ''))).join(
    '',
  );
  return right !== written && right.length === written.length ? right : undefined;
}

function isComment(text: string, index: number): boolean {
  return /(?:^|[ \t\n])#[^\n]*$/.test(text.slice(Math.max(0, index - 300), index));
}
