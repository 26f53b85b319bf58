import type { Language } from '../../messages/message.ts';
import { type Say, word } from '../../messages/word.ts';
import { countRefused, isFailure, type RunEvent, tally } from '../../plan/events.ts';
import type { Plan } from '../../plan/step.ts';
import type { StepResult, VerdictStatus } from '../../plan/verdict.ts';
import { elapsed } from '../elapsed.ts';
import { stepLabel } from '../label.ts';
import { verdictSign } from '../paint.ts';
import { attributes, escaped } from './markup.ts';

const statuses: readonly VerdictStatus[] = ['passed', 'failed', 'timedOut', 'broken', 'skipped', 'manual', 'notRun'];
const mostListed = 100;

/**
 * The beginning of one deck's run. Its result comes last in the file and stands first in the window: it has the slot `result`,
 * whose place is kept by what a report that was cut off has to say.
 */
export function runStart(
  event: Extract<RunEvent, { type: 'runBegin' }>,
  say: Say,
  versions: readonly string[],
): string {
  const { plan, target, startedAt } = event;
  const facts = [
    ['deck', plan.file],
    ['target', target],
    ['started', say('kept/moment', { iso: startedAt })],
    ['versions', versions.join(', ')],
  ] as const;
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<div><dt>${escaped(say('kept/fact', { name }))}</dt><dd>${escaped(value)}</dd></div>`);
  return `<section class="run"${attributes({ 'aria-label': plan.title })}>
<template shadowrootmode="open"><slot name="head"></slot><slot name="result"><p><strong>${escaped(say('kept/cut-off'))}</strong></p></slot><slot></slot></template>
<header slot="head" class="run-head"><h2>${escaped(plan.title)}</h2><dl>${rows.join('')}</dl></header>
`;
}

/** The end of one deck's run. `elementId`: where a step is in the report. */
export function runEnd(
  plan: Plan,
  results: readonly StepResult[],
  { durationMs, interrupted }: { readonly durationMs: number; readonly interrupted: boolean },
  elementId: (stepId: string) => string,
  { lang, say }: { readonly lang: Language; readonly say: Say },
): string {
  const totals = tally(results);
  const failed = totals.failed + totals.timedOut + totals.broken;
  const total = results.length;
  const refused = countRefused(results);
  const needsMore = refused > 0 ? `\n<p>${escaped(say('report/refused', { count: refused }))}</p>` : '';
  const verdict =
    total === 0
      ? say('report/nothing-ran')
      : failed > 0
        ? say('kept/some-not-passed', { count: failed, total })
        : totals.passed === total
          ? say('kept/all-passed', { count: total })
          : say('kept/nothing-failed', { passed: totals.passed, total });
  const state = failed > 0 ? 'failed' : totals.passed === total ? 'passed' : 'partly';
  const counts = statuses
    .filter((status) => totals[status] > 0)
    .map(
      (status) =>
        `<li${attributes({ 'data-status': status })}><span class="sign" aria-hidden="true">${verdictSign(status)}</span> ${escaped(say('report/count', { status, count: totals[status] }))}</li>`,
    );
  const time = `<li class="took">${escaped(elapsed(durationMs, say('report/decimal-sign')))}</li>`;
  return `<div slot="result" class="result"${attributes({ 'data-state': state })}>
<p class="result-line">${escaped(verdict)}</p>
${interrupted ? `<p>${escaped(say('report/interrupted'))}</p>` : ''}
<ul class="counts">${counts.join('')}${time}</ul>${needsMore}
${failures(plan, results, elementId, lang, say)}
</div>
</section>
`;
}

function failures(
  plan: Plan,
  results: readonly StepResult[],
  elementId: (stepId: string) => string,
  lang: Language,
  say: Say,
): string {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const failed = results.filter(({ verdict }) => isFailure(verdict.status));
  if (failed.length === 0) return '';
  const items = failed.slice(0, mostListed).map(({ stepId, verdict }) => {
    const step = steps.get(stepId);
    const label = step ? stepLabel(step) : stepId;
    const why = verdict.status === 'passed' ? '' : word(verdict.reason, lang);
    return `<li><a href="#${escaped(encodeURIComponent(elementId(stepId)))}"><code>${escaped(label)}</code></a> <span class="why">${escaped(why)}</span></li>`;
  });
  const more = failed.length > mostListed ? [`<li>+${failed.length - mostListed}</li>`] : [];
  return `<details class="failures" open><summary>${escaped(say('report/failures'))}</summary><ol>${[...items, ...more].join('')}</ol></details>`;
}
