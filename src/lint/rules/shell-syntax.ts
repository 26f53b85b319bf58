import { type Message, message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { placeholdersIn } from '../placeholders.ts';
import { promptsIn } from '../prompts.ts';
import type { LintRule } from '../rule.ts';
import { runCode, syntaxProblem } from '../shell.ts';

/** What the bash parser says of a mistake, and what is told of it; the token is what the pattern captures. */
const problems: readonly (readonly [RegExp, (token: string) => Message])[] = [
  [/^unterminated (?:ANSI-C|single|double) quote$/, () => message('lint/unclosed-quote')],
  [/^unterminated backtick$/, () => message('lint/unclosed-backtick')],
  [/^unterminated (?:command|process) substitution$/, () => message('lint/unclosed-substitution')],
  [/^unterminated parameter expansion$/, () => message('lint/unclosed-expansion')],
  [/^expected redirect target$/, () => message('lint/redirection-without-target')],
  [/^unexpected token 'newline'$/, () => message('lint/line-ends-early')],
  [/^(?:unexpected token|unexpected) '(.{1,40})'/, (token) => message('lint/unexpected-token', { token })],
  [/^expected '(.{1,10})' to close '?(.{1,20}?)'?$/, (token) => message('lint/missing-closer', { token })],
  [/^expected '(.{1,10})'/, (token) => message('lint/missing-token', { token })],
  [/^expected command after '(.{1,10})'$/, (token) => message('lint/missing-command', { token })],
  [/^expected command in /, () => message('lint/empty-brackets')],
  [/^too intricate$/, () => message('lint/too-intricate')],
];

/** What bash would refuse, or would wait for the rest of. */
export const shellSyntax: LintRule = {
  id: 'shell-syntax',
  severity: 'error',
  examples: [
    { title: 'a quote that is not closed', deck: inExercise('echo "hello\nls'), at: ['4:6'] },
    { title: 'a loop without its end', deck: inExercise('for I in 1 2; do\n  echo $I'), at: ['5:10'] },
    { title: 'a substitution that is not closed', deck: inExercise('X=$(date'), at: ['4:3'] },
    { title: 'two separators', deck: inExercise('ls ; ; ls'), at: ['4:6'] },
    { title: 'a loop', deck: inExercise('for I in 1 2; do\n  echo $I\ndone'), at: [] },
    {
      title: 'what bash has and sh has not',
      deck: inExercise('[[ $X =~ ^a.*(b|c)$ ]] && diff <(ls) <(ls -a)'),
      at: [],
    },
    { title: 'an apostrophe in a remark', deck: inExercise("ls # don't look"), at: [] },
    { title: 'a placeholder, which has a rule of its own', deck: inExercise('ping <address>'), at: [] },
    { title: 'an output, which has a rule of its own', deck: inExercise("$ ls\nit's (broken"), at: [] },
    { title: 'another language', deck: inExercise('echo "hello', 'yaml'), at: [] },
    { title: 'presenter notes', deck: `# A\n\n???\n\n${inExercise('echo "hello')}`, at: [] },
  ],
  check(document, report) {
    for (const piece of runCode(document)) {
      const problem = syntaxProblem(piece);
      if (!problem || promptsIn(piece).length > 0) continue;
      if (placeholdersIn(piece).some(({ text }) => text.startsWith('<'))) continue;
      report(piece.span(problem.start, problem.end), syntaxMessage(problem.message));
    }
  },
};

/** What is told of a syntax error. */
function syntaxMessage(problem: string): Message {
  for (const [pattern, tell] of problems) {
    const match = pattern.exec(problem);
    if (match) return tell((match[1] ?? '').replaceAll('\n', ' '));
  }
  return message('lint/not-bash', { problem });
}
