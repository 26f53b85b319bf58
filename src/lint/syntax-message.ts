import { type Message, message } from '../messages/message.ts';

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

/** What is told of a syntax error. */
export function syntaxMessage(problem: string): Message {
  for (const [pattern, tell] of problems) {
    const match = pattern.exec(problem);
    if (match) return tell((match[1] ?? '').replaceAll('\n', ' '));
  }
  return message('lint/not-bash', { problem });
}
