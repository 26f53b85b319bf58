import { diffOf } from './diff.ts';
import { diffView } from './diff-view.ts';
import { elapsed } from './elapsed.ts';
import { commandLines, placeText, type Failure } from './failure.ts';
import type { Messages } from './messages.ts';
import type { Paint } from './paint.ts';
import { oneLine } from './printable.ts';

/**
 * A failure for people, as lines of plain or coloured text. No line starts with text from outside: a CI service that
 * reads commands such as `::add-mask::` from the log finds none.
 */
export function failureView(failure: Failure, messages: Messages, paint: Paint): string[] {
  const { step } = failure;
  const head = [
    paint.bold(oneLine(placeText(failure.place))),
    messages.slide(step.slide.number, oneLine(step.slide.title)),
    oneLine(step.id),
  ];
  return [
    `${paint.red(`✗ ${messages.verdict[failure.status]}`)}  ${head.join(' · ')}`,
    ...commandLines(failure).map((line) => `  ${line}`),
    `  ${paint.dim(facts(failure, messages).join(' · '))}`,
    ...reasonLines(failure, messages, paint),
    ...titled(
      messages.lastScreen,
      failure.screen.map((line) => `${paint.dim('│')} ${line}`.trimEnd()),
      paint,
    ),
    ...titled(
      messages.whatToTry,
      failure.hints.map((hint) => `• ${oneLine(hint)}`),
      paint,
    ),
  ];
}

function facts(failure: Failure, messages: Messages): string[] {
  return [
    ...(failure.exitCode === undefined ? [] : [messages.exitCode(failure.exitCode)]),
    ...(failure.tries > 1 ? [messages.tries(failure.tries)] : []),
    elapsed(failure.durationMs, messages.decimal),
  ];
}

function reasonLines(failure: Failure, messages: Messages, paint: Paint): string[] {
  const told = failure.mismatches.some(({ reason }) => reason === failure.reason);
  return [
    ...(told ? [] : [`  ${paint.red(`✗ ${oneLine(failure.reason)}`)}`]),
    ...failure.mismatches.flatMap((mismatch) => [
      `  ${paint.red(`✗ ${oneLine(mismatch.reason)}`)}`,
      `    ${paint.red(`- ${messages.expected}`)}  ${paint.green(`+ ${messages.actual}`)}${nothingCame(mismatch.actual, messages)}`,
      ...diffView(diffOf(mismatch), messages, paint).map((line) => `  ${paint.dim('│')} ${line}`.trimEnd()),
    ]),
  ];
}

function nothingCame(actual: string, messages: Messages): string {
  return actual.trim() === '' ? ` (${messages.nothing})` : '';
}

function titled(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [`  ${paint.bold(title)}`, ...lines.map((line) => `  ${line}`)];
}
