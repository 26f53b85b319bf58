import { changeText, unseenOf } from '../../changes/wording.ts';
import type { Language } from '../../messages/message.ts';
import { type Say, word } from '../../messages/word.ts';
import { isFailure } from '../../plan/events.ts';
import type { Step } from '../../plan/step.ts';
import type { CommandResult, StepResult } from '../../plan/verdict.ts';
import { diffOf } from '../diff.ts';
import { elapsed } from '../elapsed.ts';
import { failureOf, placeText } from '../failure.ts';
import { stepLabel } from '../label.ts';
import { verdictSign } from '../paint.ts';
import { oneLine, printableLines } from '../printable.ts';
import { attributes, escaped } from './markup.ts';

/** Why tries did not hold, in order; equal ones that follow each other are counted. */
type EarlierTries = readonly { readonly reason: string; readonly count: number }[];

/** Where a step is in the recording. */
interface RecordingPlace {
  /** Of the recording's blocks. */
  readonly recording: string;
  /** Milliseconds. */
  readonly at: number;
}

interface StepOptions {
  /** Of the element; links lead to it. */
  readonly elementId: string;
  readonly lang: Language;
  readonly say: Say;
  readonly tries: EarlierTries;
  readonly played: RecordingPlace | undefined;
}

/** A step of an HTML report: its first line, and what is below it, open when it did not pass. */
export function stepView(step: Step, result: StepResult, options: StepOptions): string {
  const { say, elementId, played } = options;
  const { status } = result.verdict;
  const failure = failureOf(step, result, options.lang);
  const place = failure?.place ?? step.place;
  const time = result.tries === 0 ? '' : elapsed(result.durationMs, say('report/decimal-sign'));
  return `<article class="step"${attributes({
    id: elementId,
    'data-status': status,
    'data-recording': played?.recording,
    'data-at': played && Math.round(played.at),
    'aria-label': step.id,
  })}>
<details${failure ? ' open' : ''}>
<summary><span class="verdict"><span class="sign" aria-hidden="true">${verdictSign(status)}</span> ${escaped(say('report/verdict', { status }))}</span>
<code class="label">${escaped(stepLabel(step))}</code>
<span class="summary-facts"><span class="time">${escaped(time)}</span> <span class="place">${escaped(oneLine(placeText(place)))}</span></span></summary>
<div class="step-body">
${facts(step, result, options)}
${reasons(step, result, options)}
${commands(step, result, say)}
${failure && result.screen !== undefined ? block(say('kept/screen'), 'screen', printableLines(result.screen).join('\n')) : ''}
${hints(result, options)}${changesFold(result, options)}
</div>
</details>
</article>
`;
}

function facts(step: Step, result: StepResult, { say, elementId, played }: StepOptions): string {
  const parts = [
    `<a href="#${escaped(encodeURIComponent(elementId))}"${attributes({ 'aria-label': say('kept/link-to', { id: step.id }) })}>${escaped(step.id)}</a>`,
    ...(result.tries > 1 ? [escaped(say('report/tries', { count: result.tries }))] : []),
    ...(step.terminal === undefined ? [] : [escaped(say('report/in-terminal', { name: step.terminal }))]),
    ...(step.hidden ? [escaped(say('kept/hidden'))] : []),
    ...step.expectations.map(({ matcher, origin, place }) => {
      const from = `${say('report/origin', { origin })}${place ? ` ${placeText(place)}` : ''}`;
      return escaped(oneLine(say('report/expects', { matcher, from, source: '' }).replace(/[\s:\u00a0]+$/, '')));
    }),
  ];
  const play = played
    ? `<button type="button" class="play" hidden${attributes({ 'aria-label': say('kept/play-step', { id: step.id }) })}><span aria-hidden="true">▶</span> ${escaped(say('kept/play'))}</button>`
    : '';
  return `<div class="facts"><p>${parts.join(' <span aria-hidden="true">·</span> ')}</p>${play}</div>`;
}

function reasons(step: Step, result: StepResult, { lang, say, tries }: StepOptions): string {
  const { verdict } = result;
  const failure = failureOf(step, result, lang);
  const note = verdict.status === 'passed' ? verdict.note : verdict.reason;
  const differences = (failure?.mismatches ?? []).map((mismatch) => {
    const told = mismatch.reason === failure?.reason ? '' : `<p class="reason">${escaped(mismatch.reason)}</p>`;
    return `${told}${difference(mismatch, say)}`;
  });
  const earlier = tries.map(({ reason, count }) => {
    const times = count > 1 ? ` (${say('kept/same-reason', { count })})` : '';
    return `<li>${escaped(oneLine(reason) + times)}</li>`;
  });
  const total = tries.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(note === undefined ? [] : [`<p class="reason">${escaped(word(note, lang))}</p>`]),
    ...(verdict.status === 'passed' && verdict.url !== undefined ? [`<p>${escaped(verdict.url)}</p>`] : []),
    ...differences,
    ...(earlier.length === 0
      ? []
      : [
          `<details class="tries"><summary>${escaped(say('kept/earlier-tries', { count: total }))}</summary><ul>${earlier.join('')}</ul></details>`,
        ]),
  ].join('\n');
}

/** The lines that differ: each says by a word of its own, read aloud, on which side it stands. */
function difference(mismatch: Parameters<typeof diffOf>[0], say: Say): string {
  const sides = { expected: say('report/expected'), actual: say('report/actual') };
  const lines = diffOf(mismatch).map((line) => {
    if (line.kind === 'gap') return `<span class="gap">  … ${escaped(say('report/lines-not-shown', line))}</span>`;
    if (line.kind === 'same') return `<span>  ${escaped(line.text)}</span>`;
    const [tag, sign] = line.kind === 'expected' ? ['del', '-'] : ['ins', '+'];
    return `<${tag}>${sign} ${escaped(line.text)}</${tag}>`;
  });
  const nothing = mismatch.actual.trim() === '' ? ` (${say('report/nothing')})` : '';
  const legend = `<del>- ${escaped(sides.expected)}</del> <ins>+ ${escaped(sides.actual + nothing)}</ins>`;
  const label = say('kept/difference');
  return `<figure><figcaption>${escaped(label)}: ${legend}</figcaption>${pre('diff', lines.join('\n'), label)}</figure>`;
}

function commands(step: Step, result: StepResult, say: Say): string {
  if (result.commands.length > 0) return result.commands.map((each) => command(step, each, say)).join('\n');
  const input = printableLines(step.input).join('\n');
  if (input === '') return '';
  const lead = step.action === 'bash' || step.action === 'hide' ? '$' : `${step.action}:`;
  return pre('command', `${escaped(lead)} ${escaped(input)}`, stepLabel(step));
}

function command(step: Step, result: CommandResult, say: Say): string {
  const { text, output, omitted, exitCode, durationMs } = result;
  const prompt = step.action === 'repl' ? `${step.program ?? 'repl'}>` : '$';
  const lines = printableLines(text);
  const shown = lines.map((line, index) => `${index === 0 ? prompt : '>'} ${line}`).join('\n');
  const left = omitted > 0 ? `${say('report/bytes-left-out', { count: omitted })}\n` : '';
  const printed = printableLines(output).join('\n');
  const code = exitCode === undefined ? say('report/no-exit-code') : say('report/exit-code', { exitCode });
  const end = [...(step.action === 'repl' ? [] : [code]), elapsed(durationMs, say('report/decimal-sign'))];
  const label = oneLine(lines[0] ?? '');
  return `<div class="typed"${attributes({ 'data-exit': exitCode })}>${pre('command', escaped(shown), label)}
${printed === '' ? `<p class="no-output">${escaped(say('kept/no-output'))}</p>` : pre('output', escaped(left + printed), say('kept/output-of', { command: label }))}
<p class="exit">${escaped(end.join(' · '))}</p></div>`;
}

function hints({ hints, verdict }: StepResult, { lang, say }: StepOptions): string {
  if (hints.length === 0 || !isFailure(verdict.status)) return '';
  const items = hints.map((hint) => `<li>${escaped(word(hint, lang))}</li>`);
  return `<div class="hints"><h4>${escaped(say('report/what-to-try'))}</h4><ul>${items.join('')}</ul></div>`;
}

function changesFold({ changes }: StepResult, { lang, say }: StepOptions): string {
  if (!changes) return '';
  const items = changes.list.map(
    (each) =>
      `<li data-change="${each.change}"><span class="how">${escaped(say('changes/how', each))}</span> <code>${escaped(oneLine(changeText(each)))}</code></li>`,
  );
  const rest = [
    ...(changes.list.length === 0 ? [say('changes/nothing')] : []),
    ...(changes.more > 0 ? [say('changes/more', { count: changes.more })] : []),
    ...[unseenOf(changes)].flatMap((unseen) => (unseen ? [word(unseen, lang)] : [])),
  ].map((text) => `<p>${escaped(text)}</p>`);
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
  return `\n<details class="changes"><summary>${escaped(say('changes/heading'))}</summary>${list}${rest.join('')}</details>`;
}

function block(title: string, kind: string, text: string): string {
  if (text === '') return '';
  return `<figure><figcaption>${escaped(title)}</figcaption>${pre(kind, escaped(text), title)}</figure>`;
}

/** What is wider than its place scrolls, also by keyboard. `content` is markup. */
function pre(kind: string, content: string, label: string): string {
  return `<pre${attributes({ class: kind, tabindex: 0, role: 'group', 'aria-label': label })}>${content}</pre>`;
}
