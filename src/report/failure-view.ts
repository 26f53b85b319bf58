import type { Say } from '../messages/word.ts';
import { diffOf } from './diff.ts';
import { diffView } from './diff-view.ts';
import { elapsed } from './elapsed.ts';
import { commandLines, type Failure, placeText } from './failure.ts';
import type { Paint } from './paint.ts';
import { oneLine } from './printable.ts';

/**
 * A failure for people, as lines of plain or coloured text. No line starts with text from outside: a CI service that
 * reads commands such as `::add-mask::` from the log finds none.
 */
export function failureView(failure: Failure, say: Say, paint: Paint): string[] {
  const { step } = failure;
  const head = [
    paint.bold(oneLine(placeText(failure.place))),
    say('report/slide', { number: step.slide.number, title: oneLine(step.slide.title) }),
    oneLine(step.id),
  ];
  return [
    `${paint.red(`✗ ${say('report/verdict', { status: failure.status })}`)}  ${head.join(' · ')}`,
    ...commandLines(failure).map((line) => `  ${line}`),
    `  ${paint.dim(facts(failure, say).join(' · '))}`,
    ...reasonLines(failure, say, paint),
    ...titled(
      say('report/last-screen'),
      failure.screen.map((line) => `${paint.dim('│')} ${line}`.trimEnd()),
      paint,
    ),
    ...titled(
      say('report/what-to-try'),
      failure.hints.map((hint) => `• ${oneLine(hint)}`),
      paint,
    ),
  ];
}

function facts(failure: Failure, say: Say): string[] {
  return [
    ...(failure.exitCode === undefined ? [] : [say('report/exit-code', { exitCode: failure.exitCode })]),
    ...(failure.tries > 1 ? [say('report/tries', { count: failure.tries })] : []),
    elapsed(failure.durationMs, say('report/decimal-sign')),
  ];
}

function reasonLines(failure: Failure, say: Say, paint: Paint): string[] {
  const told = failure.mismatches.some(({ reason }) => reason === failure.reason);
  return [
    ...(told ? [] : [`  ${paint.red(`✗ ${oneLine(failure.reason)}`)}`]),
    ...failure.mismatches.flatMap((mismatch) => [
      `  ${paint.red(`✗ ${oneLine(mismatch.reason)}`)}`,
      `    ${paint.red(`- ${say('report/expected')}`)}  ${paint.green(`+ ${say('report/actual')}`)}${nothingCame(mismatch.actual, say)}`,
      ...diffView(diffOf(mismatch), say, paint).map((line) => `  ${paint.dim('│')} ${line}`.trimEnd()),
    ]),
  ];
}

function nothingCame(actual: string, say: Say): string {
  return actual.trim() === '' ? ` (${say('report/nothing')})` : '';
}

function titled(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [`  ${paint.bold(title)}`, ...lines.map((line) => `  ${line}`)];
}
