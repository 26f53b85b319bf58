import { describe, expect, test } from 'vitest';
import { inExercise } from '../../src/lint/example.ts';
import { applyFixes, fixDeck } from '../../src/lint/fix.ts';
import { lintDeck, type LintMessage, type LintOptions } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';
import { verbatim } from '../../src/messages/message.ts';

const options: LintOptions = {
  file: 'deck.md',
  rules: builtinRules.filter(({ id }) => id === 'spaced-variable'),
};
function found(deck: string, more: Partial<LintOptions> = {}): string[] {
  return lintDeck(deck, { ...options, ...more }).map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
}

describe('messages', () => {
  test('are those of the file as it is: with CRLF, a BOM, mojibake and a highlight before them', () => {
    const [message] = lintDeck(
      `\ufeff# √©√†\r\n\r\n${inExercise('√© `echo` $ HOME').replaceAll('\n', '\r\n')}`,
      options,
    ).filter(({ rule }) => rule === 'spaced-variable');
    expect(message).toMatchObject({ line: 6, column: 11, start: { column: 11 }, end: { column: 13 } });
  });

  test('stand in the order of the file, also those of one line', () => {
    const messages = lintDeck(inExercise('kubectl obtenir svc; echo $ HOME'), { ...options, rules: builtinRules });
    expect(messages.map(({ column, rule }) => `${column} ${rule}`)).toEqual([
      '9 translated-verb',
      '27 spaced-variable',
    ]);
  });

  test('have the severity that is wanted', () => {
    expect(found(inExercise('echo $ HOME'))).toEqual(['4 spaced-variable error']);
    expect(found(inExercise('echo $ HOME'), { severities: new Map([['spaced-variable', 'warning']]) })).toEqual([
      '4 spaced-variable warning',
    ]);
    expect(found(inExercise('echo $ HOME'), { severities: new Map([['spaced-variable', 'off']]) })).toEqual([]);
  });

  test('brackets without end are told, and every rule reads them', () => {
    expect(found(inExercise('<('.repeat(20_000)), { rules: builtinRules })).toEqual(['4 shell-syntax error']);
  });

  test('what is no text has one message', () => {
    expect(found('\0'.repeat(100))).toEqual(['1 not-text error']);
  });
});

describe('<!-- pupitre-disable-next-line -->', () => {
  const before = (comment: string): string => inExercise('echo $ HOME').replace('```bash', `${comment}\n\`\`\`bash`);

  test('silences a rule in the whole fence that follows', () => {
    expect(found(before('<!-- pupitre-disable-next-line spaced-variable -->'))).toEqual([]);
    expect(found(before('<!-- pupitre-disable-next-line -->\n'))).toEqual([]);
  });

  test('below each other they are about the same line', () => {
    const one = '<!-- pupitre-disable-next-line spaced-variable -->';
    const other = '<!-- pupitre-disable-next-line shell-syntax -->';
    const known = { rules: builtinRules.filter(({ id }) => ['spaced-variable', 'shell-syntax'].includes(id)) };
    expect(found(before(`${one}\n\n${other}`), known)).toEqual([]);
  });

  test('silences only the rules that it names, and only what follows', () => {
    const other = before('<!-- pupitre-disable-next-line spaced-variable -->');
    expect(found(`${other}\n${inExercise('echo $ HOME')}`)).toEqual(['13 spaced-variable error']);
  });

  test('holds on the line of a snippet, with CRLF', () => {
    const line = '.exercise[\n\n<!-- pupitre-disable-next-line spaced-variable -->\n- ```bash echo $ HOME```\n\n]\n';
    expect(found(line)).toEqual([]);
    expect(found(line.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test('is only shown in code', () => {
    const comment = '<!-- pupitre-disable-next-line spaced-variable no-rule -->';
    expect(found(inExercise(`# ${comment}\necho $ HOME`))).toEqual(['5 spaced-variable error']);
    expect(found(`\`\`\`\n${comment}\n\`\`\`\n- \`${comment}\`\n${inExercise('echo $ HOME')}`)).toEqual([
      '8 spaced-variable error',
    ]);
  });

  test.each([
    ['ends', '<!-- pupitre-disable-next-line '.repeat(100_000)],
    ['before fences', '<!-- pupitre-disable-next-line spaced-variable -->\n```\nx\n```\n'.repeat(20_000)],
  ])('takes no time that grows with the square: %s', { timeout: 20_000 }, (_, text) => {
    expect(found(`${text}\n---\n${inExercise('echo $ HOME')}`)).toContainEqual(
      expect.stringMatching(/spaced-variable error$/),
    );
  });

  test('tells of a rule that there is not', () => {
    expect(found(before('<!-- pupitre-disable-next-line spaced-variabel -->'))).toEqual([
      '3 unknown-rule warning',
      '5 spaced-variable error',
    ]);
    const comment = '<!-- pupitre-disable-next-line no-rule -->';
    expect(found(comment, { severities: new Map([['unknown-rule', 'error']]) })).toEqual(['1 unknown-rule error']);
    expect(found(comment, { severities: new Map([['unknown-rule', 'off']]) })).toEqual([]);
  });
});

describe('fixes', () => {
  const message = (edits: readonly (readonly [number, number, string])[]): LintMessage => ({
    file: 'deck.md',
    line: 1,
    column: 1,
    severity: 'error',
    rule: 'rule',
    reason: verbatim('Reason.'),
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 1, offset: 0 },
    fix: edits.map(([start, end, text]) => ({ start, end, text })),
  });

  test('overlapping ones are left for the next round, all of their edits', () => {
    const messages = [
      message([[0, 2, 'X']]),
      message([
        [1, 3, 'Y'],
        [4, 5, 'Z'],
      ]),
      message([[2, 3, 'W']]),
    ];
    expect(applyFixes('abcdef', messages)).toMatchObject({ text: 'XWdef', applied: [messages[0], messages[2]] });
  });

  test('two insertions at one place are two rounds', () => {
    const messages = [message([[1, 1, 'X']]), message([[1, 1, 'Y']])];
    expect(applyFixes('ab', messages).text).toBe('aXb');
  });

  test('change nothing else: line ends, a BOM, mojibake, blanks at line ends', () => {
    const deck = `\ufeff# d√©j√† \r\n\r\n${inExercise('echo $ HOME  ')}`;
    const { text, fixed } = fixDeck(deck, options);
    expect(text).toBe(deck.replace('$ HOME', '$HOME'));
    expect(fixed.map(({ rule }) => rule)).toEqual(['spaced-variable']);
  });
});
