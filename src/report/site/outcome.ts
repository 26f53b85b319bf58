import type { Language } from '../../messages/message.ts';
import { type Say, word } from '../../messages/word.ts';
import { isFailure } from '../../plan/events.ts';
import type { Unit } from '../../plan/units.ts';
import type { CommandResult } from '../../plan/verdict.ts';
import { elapsed } from '../elapsed.ts';
import { attributes, escaped } from '../html/markup.ts';
import { stepLabel } from '../label.ts';
import { verdictSign } from '../paint.ts';
import { oneLine, printableLines } from '../printable.ts';
import type { PastRun, PastStep } from './past-run.ts';

/** What stands below a command of an exported deck: the verdict, when and where, and what was printed. */
export function outcomeView(
  unit: Unit,
  run: PastRun,
  { lang, say }: { readonly lang: Language; readonly say: Say },
): string {
  const past = unit.steps.flatMap((step) => run.of(step) ?? []);
  const shown = past.find(({ step }) => step.id === unit.id) ?? past[0];
  // The first that did not pass is what came of all of them.
  const decisive = past.find(({ result }) => isFailure(result.verdict.status)) ?? shown;
  if (!shown || !decisive) return `<p class="outcome missing">${escaped(say('kept/not-in-run'))}</p>`;
  const { status } = decisive.result.verdict;
  const took = past.reduce((sum, { result }) => sum + result.durationMs, 0);
  const facts = [
    `<span class="verdict"><span aria-hidden="true">${verdictSign(status)}</span> ${escaped(say('report/verdict', { status }))}</span>`,
    ...[run.target, say('kept/moment', { iso: run.startedAt }), elapsed(took, say('report/decimal-sign'))].map(escaped),
  ];
  const id = oneLine(shown.step.id);
  const play = shown.played
    ? `<button type="button" class="play" hidden${attributes({ 'aria-label': say('kept/play-step', { id }) })}><span aria-hidden="true">▶</span> ${escaped(say('kept/play'))}</button>`
    : '';
  return `<div class="step outcome" role="group"${attributes({
    'aria-label': id,
    'data-status': status,
    'data-recording': shown.played?.recording,
    'data-at': shown.played && Math.round(shown.played.at),
  })}>
<div class="facts"><p>${facts.join(' <span aria-hidden="true">·</span> ')}</p>${play}</div>
${reason(decisive, lang)}${past.flatMap(({ result }) => result.commands.map((each) => output(each, say))).join('\n')}
</div>`;
}

/** The same for a command that no element of its slide stands for: it is named. */
export function namedOutcome(unit: Unit, view: string): string {
  const step = unit.shown ?? unit.steps[0];
  return `<p class="outcome-of"><code>${escaped(step ? stepLabel(step) : unit.id)}</code></p>${view}`;
}

function reason({ result: { verdict } }: PastStep, lang: Language): string {
  return verdict.status === 'passed' ? '' : `<p class="reason">${escaped(word(verdict.reason, lang))}</p>\n`;
}

function output({ text, output, omitted }: CommandResult, say: Say): string {
  const lines = printableLines(output).join('\n');
  if (lines === '') return '';
  const left = omitted > 0 ? `${say('report/bytes-left-out', { count: omitted })}\n` : '';
  const label = say('kept/output-of', { command: oneLine(text.split('\n', 1)[0] ?? '') });
  return `<pre class="output"${attributes({ tabindex: 0, role: 'group', 'aria-label': label })}>${escaped(left + lines)}</pre>`;
}
