import type { Language } from '../messages/message.ts';
import { type Say, sayIn, word } from '../messages/word.ts';
import { isFailure, tally } from '../plan/events.ts';
import type { Step } from '../plan/step.ts';
import type { CommandResult, StepResult } from '../plan/verdict.ts';
import { type Failure, failureOf } from './failure.ts';
import { failureView } from './failure-view.ts';
import { stepLabel } from './label.ts';
import { createPaint } from './paint.ts';
import { oneLine, printable, printableLines } from './printable.ts';
import type { Output, Reporter } from './reporter.ts';
import { createResultCollector, resultOf, type RunRecord } from './result-collector.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Output kept per step, in characters. */
const maxOutput = 32_768;

const plain = createPaint(false);

/**
 * Writes one JUnit document when the run has ended, interrupted or not: a test suite for each slide, a test case for each step.
 * `failed` is a failure, `timedOut` and `broken` are errors, everything that was not run is skipped, with the reason.
 * The format is that of the Jenkins xunit schema, with `file` and `line` as GitLab and others read them.
 */
export function createJunitReporter(
  output: Output,
  lang: Language,
  versions: Readonly<Record<string, string>> = {},
): Reporter {
  const collector = createResultCollector();
  return {
    name: 'junit',
    onEvent(event) {
      collector.record(event);
    },
    onEnd() {
      const suites = collector.runs.flatMap((run) =>
        bySlide(run.plan.steps).map((steps) => suite(run, steps, lang, versions)),
      );
      const results = collector.runs.flatMap((run) => run.plan.steps.map((step) => resultOf(run, step)));
      const time = seconds(collector.runs.reduce((sum, { durationMs }) => sum + durationMs, 0));
      const attributes = { name: 'pupitre', ...counts(results), time };
      const root = xmlElement('testsuites', attributes, ['\n', ...suites.map((text) => `  ${text}\n`)]);
      output.write(`<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`);
      return Promise.resolve();
    },
  };
}

function bySlide(steps: readonly Step[]): Step[][] {
  const slides = new Map<number, Step[]>();
  for (const step of steps) {
    const known = slides.get(step.slide.index);
    if (known === undefined) slides.set(step.slide.index, [step]);
    else known.push(step);
  }
  return [...slides.values()];
}

function suite(
  run: RunRecord,
  steps: readonly Step[],
  lang: Language,
  versions: Readonly<Record<string, string>>,
): string {
  const results = steps.map((step) => resultOf(run, step));
  const slide = steps[0]?.slide;
  const attributes = {
    name: `${run.plan.file}: ${slide?.number ?? 0}. ${oneLine(slide?.title ?? '')}`,
    ...counts(results),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: run.startedAt,
    file: steps[0]?.place.file ?? run.plan.file,
  };
  const known = { target: run.target, language: lang, ...versions };
  const properties = Object.entries(known).map(([name, value]) =>
    xmlElement('property', { name: name.toLowerCase(), value: keptAsText(value) }),
  );
  const cases = steps.map((step) => testCase(run, step, lang));
  return xmlElement('testsuite', attributes, [
    `\n    ${xmlElement('properties', {}, properties)}\n`,
    ...cases.map((text) => `    ${text}\n`),
    '  ',
  ]);
}

function counts(results: readonly StepResult[]): Record<string, number> {
  const totals = tally(results);
  return {
    tests: results.length,
    failures: totals.failed,
    errors: totals.timedOut + totals.broken,
    skipped: totals.skipped + totals.manual + totals.notRun,
  };
}

function testCase(run: RunRecord, step: Step, lang: Language): string {
  const result = resultOf(run, step);
  const say = sayIn(lang);
  const { file, line } = failureOf(step, result, lang)?.place ?? step.place;
  const attributes = {
    name: `${step.id}: ${stepLabel(step)}`,
    classname: keptAsText(run.plan.file),
    file,
    line,
    time: seconds(result.durationMs),
  };
  const outputs = result.commands.map((command) => commandText(command, step, say)).join('');
  return xmlElement('testcase', attributes, [
    ...verdictElements(step, result, lang),
    ...(outputs === '' ? [] : [xmlElement('system-out', {}, [xmlText(clip(outputs, maxOutput, say))])]),
    ...wholeScreen(result, failureOf(step, result, lang), say),
  ]);
}

function verdictElements(step: Step, result: StepResult, lang: Language): string[] {
  const { verdict } = result;
  const say = sayIn(lang);
  if (verdict.status === 'passed') return [];
  if (!isFailure(verdict.status)) {
    const what = say('report/verdict', { status: verdict.status });
    const why = oneLine(word(verdict.reason, lang));
    return [xmlElement('skipped', { message: say('report/explained', { what, why }) })];
  }
  const failure = failureOf(step, result, lang);
  const text = failure ? failureView(failure, say, plain).join('\n') : '';
  const name = verdict.status === 'failed' ? 'failure' : 'error';
  // Of what is broken, those that only need another target have a type of their own.
  const type = verdict.status === 'broken' && verdict.refused ? 'refused' : verdict.status;
  return [xmlElement(name, { message: oneLine(word(verdict.reason, lang)), type }, [xmlText(text)])];
}

/** The failure itself shows the last lines of the screen; where there were more, here are all of them. */
function wholeScreen({ screen = '' }: StepResult, failure: Failure | undefined, say: Say): string[] {
  const lines = printableLines(screen);
  if (!failure || lines.length <= failure.screen.length) return [];
  const text = [`${say('report/last-screen')}:`, ...lines].join('\n');
  return [xmlElement('system-err', {}, [xmlText(`${text}\n`)])];
}

/**
 * A name or a value that readers with a mind of their own keep as it is: what looks like a number to them (`1.10`, which becomes 1.1),
 * a truth or nothing stands in quotes. Names of test cases always begin with an id and a colon.
 */
function keptAsText(text: string): string {
  const isCoerced =
    text.trim() !== '' && (!Number.isNaN(Number(text)) || /^(?:true|false|null|yes|no|on|off|~)$/i.test(text.trim()));
  return isCoerced ? `"${text}"` : text;
}

function commandText({ text, output, omitted, exitCode }: CommandResult, step: Step, say: Say): string {
  const left = omitted > 0 ? `${say('report/bytes-left-out', { count: omitted })}\n` : '';
  const code = exitCode === undefined ? say('report/no-exit-code') : say('report/exit-code', { exitCode });
  const end = output === '' || output.endsWith('\n') ? '' : '\n';
  // A line of a REPL has no exit code.
  if (step.action === 'repl') return `${step.program ?? ''}> ${text}\n${left}${output}${end}`;
  return `$ ${text}\n${left}${output}${end}[${code}]\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** The last `max` characters of a text, with a line that says so when there were more. */
function clip(text: string, max: number, say: Say): string {
  if (text.length <= max) return text;
  return `${say('report/characters-left-out', { count: text.length - max })}\n${text.slice(-max)}`;
}

/** Any text as XML 1.0 character data: no escape sequence, no illegal character, no markup. */
function xmlText(text: string): string {
  // Printable text has none of the characters that https://www.w3.org/TR/xml/#charsets leaves out.
  return printable(text).replace(/[&<>]/g, entity);
}

/** One element; `children` are markup already (elements or `xmlText`), attribute values are any text. */
function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${printable(String(value)).replace(/[&<>"\n]/g, entity)}"`,
  );
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

function entity(character: string): string {
  return entities[character] ?? '';
}
