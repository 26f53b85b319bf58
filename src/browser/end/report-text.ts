import type { PageWords } from '../../messages/en/page.ts';
import type { PageEndWords } from '../../messages/en/page-end.ts';
import type { CommandReport, Course, UnitReport } from '../../protocol.ts';
import { wordsOf } from '../exercises/wording.ts';
import { totalsOf } from './totals.ts';

export interface ReportTextOptions {
  readonly course: Course;
  readonly units: readonly UnitReport[];
  readonly tookMs: number;
  /** When it is written. */
  readonly now: Date;
  readonly t: PageWords;
  readonly words: PageEndWords;
}

/** What was run, as Markdown: each step under its slide, with its commands and what they printed. */
export function reportText({ course, units, tookMs, now, t, words }: ReportTextOptions): string {
  const byId = new Map(units.map((unit) => [unit.unit, unit]));
  const totals = totalsOf(course.units, ({ id }) => byId.get(id)?.status ?? 'idle');
  const counts = (['passed', 'failed', 'skipped', 'notRun'] as const)
    .filter((kind) => kind === 'passed' || totals[kind].length > 0)
    .map((kind) => words[kind](totals[kind].length))
    .join(' · ');
  const facts = [
    `${words.date}${t.colon} ${now.toLocaleString(course.lang)}`,
    `${words.target}${t.colon} ${course.target}`,
    `${words.time}${t.colon} ${t.seconds(Math.ceil(tookMs / 1000))}`,
    `${words.result}${t.colon} ${counts}`,
  ];
  const slides = course.slides.flatMap((slide) => {
    const steps = course.units.filter((unit) => unit.slide === slide.index);
    if (steps.length === 0) return [];
    const texts = steps.flatMap(({ id, kind }) => {
      const unit = byId.get(id);
      if (!unit) return [];
      const status = kind === 'manual' && unit.status === 'idle' ? 'manual' : unit.status;
      return [stepText({ ...unit, status }, t, words)];
    });
    return [`## ${slide.number} ${slide.title}`, ...texts];
  });
  return `${[`# ${words.report(course.title)}`, facts.map((fact) => `- ${fact}`).join('\n'), ...slides].join('\n\n')}\n`;
}

function stepText(
  { text, status, reason, durationMs, byHand, commands }: UnitReport,
  t: PageWords,
  words: PageEndWords,
) {
  const title = text.trim().split('\n', 1)[0] ?? '';
  const state = wordsOf(t, { status, ...(durationMs !== undefined && { durationMs }), ...(byHand && { byHand }) });
  return [
    `### ${title === '' ? words.hidden : codeSpan(title)}`,
    `**${state}**${reason === undefined ? '' : `\\\n${reason}`}`,
    ...commands.map((command) => commandText(command, words)),
  ].join('\n\n');
}

function commandText({ text, output, omitted, exitCode = 0 }: CommandReport, words: PageEndWords): string {
  const typed = text.split('\n').map((line, at) => `${at === 0 ? '$' : '>'} ${line}`);
  const printed = output.replace(/\s+$/, '');
  const remarks = [...(exitCode === 0 ? [] : [words.exitCode(exitCode)]), ...(omitted ? [words.omitted] : [])];
  const fenced = fence([...typed, ...(printed === '' ? [] : [printed])].join('\n'));
  return remarks.length === 0 ? fenced : `${fenced}\n\n${remarks.join(' · ')}`;
}

/** As a fence that nothing in the text ends. */
function fence(text: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}console\n${text}\n${marks}`;
}

function codeSpan(text: string): string {
  const run = longestRun(text);
  const marks = '`'.repeat(run + 1);
  return run === 0 ? `${marks}${text}${marks}` : `${marks} ${text} ${marks}`;
}

/** How many backticks stand in a row, at most. */
function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
}
