import { hasWildcards } from '../../match/glob.ts';
import { message } from '../../messages/message.ts';
import { expectedOutputs } from '../displays.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

function shown(json: string, introduction = 'We should see:'): string {
  return `${inExercise('curl x')}\n${introduction}\n\`\`\`json\n${json}\n\`\`\`\n`;
}

/** An expected output that is said to be JSON and is none. */
export const invalidJsonExpectation: LintRule = {
  id: 'invalid-json-expectation',
  severity: 'warning',
  examples: [
    { title: 'a bracket is missing at the end', deck: shown('{"a": [1, 2}'), at: ['11:12'] },
    { title: 'a bracket is missing at the beginning', deck: shown('"name": "busybox"}'), at: ['11:7'] },
    { title: 'a comma too many', deck: shown('{"a": 1,}'), at: ['11:9'] },
    { title: 'no end', deck: shown('{"a": 1'), at: ['11:8'] },
    { title: 'JSON', deck: shown('{"a": [1, 2.5e3, "x\\n", null], "b": {}}'), at: [] },
    { title: 'a hash of Ruby', deck: shown('{\n  "a" => 1\n}'), at: [] },
    { title: 'something left out', deck: shown('{"a": 1, ...}'), at: [] },
    { title: 'a fragment', deck: shown('"a": 1,\n"b": 2'), at: [] },
    { title: 'a file', deck: shown('{"a": }', 'Write the file:'), at: [] },
  ],
  check(document, report) {
    const { code, source } = document;
    const wanted = new Map(
      expectedOutputs(document)
        .filter(({ display, bound }) => bound && display.language === 'json')
        .map(({ display }) => [source.offset(display.position.start.offset), display]),
    );
    for (const piece of code) {
      const display = wanted.get(piece.start);
      if (!display || hasWildcards(piece.text)) continue;
      const mistake = jsonMistake(piece.text);
      // A hash of Ruby is compared as the text that it is.
      if (mistake === undefined || piece.text.startsWith('=>', mistake)) continue;
      const inBraces = `{${piece.text.trim().replace(/,$/, '')}}`;
      if ([inBraces, `[${inBraces.slice(1, -1)}]`].some((text) => jsonMistake(text) === undefined)) continue;
      report(piece.span(mistake, mistake + 1), message('lint/invalid-json-expectation'));
    }
  },
};

/** Where a text stops being JSON: the offset of the first character that cannot go on; undefined when it is JSON. */
function jsonMistake(text: string): number | undefined {
  const token =
    /[ \t\r\n]*(?:([{}[\]:,])|("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])|$)/y;
  const open: ('{' | '[')[] = [];
  let wanted: 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing' = 'value';
  const closed = (): typeof wanted => (open.length > 0 ? 'commaOrEnd' : 'nothing');
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    const blanks = /^[ \t\r\n]*/.exec(text.slice(from, from + 10_000))?.[0].length ?? 0;
    const at = from + blanks;
    if (!match) return at;
    const [, sign, string, atom] = match;
    if (sign === undefined && string === undefined && atom === undefined) break;
    const takesValue = wanted === 'value' || wanted === 'valueOrEnd';
    if (sign === '{' || sign === '[') {
      if (!takesValue) return at;
      open.push(sign);
      wanted = sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if (sign === '}' || sign === ']') {
      const fits = sign === '}' ? wanted === 'keyOrEnd' : wanted === 'valueOrEnd';
      if (!(fits || wanted === 'commaOrEnd') || open.pop() !== (sign === '}' ? '{' : '[')) return at;
      wanted = closed();
    } else if (sign === ',') {
      if (wanted !== 'commaOrEnd') return at;
      wanted = open.at(-1) === '{' ? 'key' : 'value';
    } else if (sign === ':') {
      if (wanted !== 'colon') return at;
      wanted = 'value';
    } else if (string !== undefined && (wanted === 'key' || wanted === 'keyOrEnd')) {
      wanted = 'colon';
    } else {
      if (!takesValue) return at;
      wanted = closed();
    }
  }
  return wanted === 'nothing' ? undefined : text.trimEnd().length;
}
