import type { Mismatch } from '../match/matcher.ts';
import type { RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { CommandResult, StepResult, Verdict } from '../plan/verdict.ts';

/** Takes secrets out of a text. */
type Mask = (text: string) => string;

/** The event with every text for people masked. Output is masked as a stream, before it becomes an event. */
export function maskedEvent(event: RunEvent, mask: Mask): RunEvent {
  switch (event.type) {
    case 'runBegin':
      return { ...event, plan: maskedPlan(event.plan, mask) };
    case 'stepBegin':
      return { ...event, step: maskedStep(event.step, mask) };
    case 'commandBegin':
      return { ...event, text: mask(event.text) };
    case 'output':
      return event;
    case 'commandEnd':
      return { ...event, result: maskedCommand(event.result, mask) };
    case 'retry':
      return { ...event, reason: mask(event.reason) };
    case 'waiting':
      return { ...event, awaited: mask(event.awaited) };
    case 'stepEnd':
      return { ...event, step: maskedStep(event.step, mask), result: maskedResult(event.result, mask) };
    case 'runEnd':
      return { ...event, results: event.results.map((result) => maskedResult(result, mask)) };
  }
}

function maskedPlan(plan: Plan, mask: Mask): Plan {
  return { ...plan, title: mask(plan.title), steps: plan.steps.map((step) => maskedStep(step, mask)) };
}

function maskedStep(step: Step, mask: Mask): Step {
  return {
    ...step,
    input: mask(step.input),
    lines: step.lines.map((line) => ({ ...line, text: mask(line.text) })),
    slide: { ...step.slide, title: mask(step.slide.title) },
    policyReason: mask(step.policyReason),
    expectations: step.expectations.map((expectation) => ({ ...expectation, source: mask(expectation.source) })),
  };
}

/** A result with every text for people masked. */
export function maskedResult(result: StepResult, mask: Mask): StepResult {
  return {
    ...result,
    verdict: maskedVerdict(result.verdict, mask),
    commands: result.commands.map((command) => maskedCommand(command, mask)),
    hints: result.hints.map(mask),
    ...(result.screen === undefined ? {} : { screen: mask(result.screen) }),
  };
}

function maskedCommand(result: CommandResult, mask: Mask): CommandResult {
  return { ...result, text: mask(result.text), output: mask(result.output) };
}

function maskedVerdict(verdict: Verdict, mask: Mask): Verdict {
  switch (verdict.status) {
    case 'passed':
      return {
        ...verdict,
        ...(verdict.note === undefined ? {} : { note: mask(verdict.note) }),
        ...(verdict.url === undefined ? {} : { url: mask(verdict.url) }),
      };
    case 'failed': {
      const mismatches = verdict.mismatches?.map((mismatch) => maskedMismatch(mismatch, mask));
      return { ...verdict, reason: mask(verdict.reason), ...(mismatches ? { mismatches } : {}) };
    }
    case 'timedOut':
      return { ...verdict, reason: mask(verdict.reason), awaited: mask(verdict.awaited) };
    default:
      return { ...verdict, reason: mask(verdict.reason) };
  }
}

function maskedMismatch(mismatch: Mismatch, mask: Mask): Mismatch {
  const { reason, expected, actual } = mismatch;
  return { ...mismatch, reason: mask(reason), expected: mask(expected), actual: mask(actual) };
}
