import type { Changes } from '../changes/difference.ts';
import type { Mismatch } from '../match/matcher.ts';
import { mapText } from '../messages/message.ts';
import type { RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { CommandResult, StepResult, Verdict } from '../plan/verdict.ts';
import type { Masker } from './mask.ts';

/** Takes secrets out of a text. */
type Mask = (text: string) => string;

/** The event with every text for people masked. Output is masked as a stream, before it becomes an event. */
export function maskedEvent(event: RunEvent, masker: Masker): RunEvent {
  if (masker.isIdle) return event;
  const mask: Mask = (text) => masker.text(text);
  switch (event.type) {
    case 'runBegin':
      return { ...event, plan: maskedPlan(event.plan, mask) };
    case 'stepBegin':
      return { ...event, step: maskedStep(event.step, mask) };
    case 'commandBegin':
      return { ...event, text: mask(event.text) };
    case 'output':
    case 'terminal':
      return event;
    case 'commandEnd':
      return { ...event, result: maskedCommand(event.result, mask) };
    case 'retry':
      return { ...event, reason: mapText(event.reason, mask) };
    case 'waiting':
      return { ...event, awaited: mapText(event.awaited, mask) };
    case 'stepEnd':
      return { ...event, step: maskedStep(event.step, mask), result: maskedStepResult(event.result, mask) };
    case 'runEnd':
      return { ...event, results: event.results.map((result) => maskedStepResult(result, mask)) };
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
    policyReason: mapText(step.policyReason, mask),
    expectations: step.expectations.map((expectation) => ({ ...expectation, source: mask(expectation.source) })),
  };
}

/** A result with every text for people masked. */
export function maskedResult(result: StepResult, masker: Masker): StepResult {
  return masker.isIdle ? result : maskedStepResult(result, (text) => masker.text(text));
}

function maskedStepResult(result: StepResult, mask: Mask): StepResult {
  return {
    ...result,
    verdict: maskedVerdict(result.verdict, mask),
    commands: result.commands.map((command) => maskedCommand(command, mask)),
    hints: result.hints.map((hint) => mapText(hint, mask)),
    ...(result.screen === undefined ? {} : { screen: mask(result.screen) }),
    ...(result.changes === undefined ? {} : { changes: maskedChanges(result.changes, mask) }),
  };
}

function maskedChanges(changes: Changes, mask: Mask): Changes {
  const list = changes.list.map((change) => ({
    ...change,
    name: mask(change.name),
    ...(change.fields && {
      fields: change.fields.map(({ name, before, after }) => ({
        name: mask(name),
        ...(before !== undefined && { before: mask(before) }),
        ...(after !== undefined && { after: mask(after) }),
      })),
    }),
  }));
  const { unseen } = changes;
  return { ...changes, list, ...(unseen && { unseen: unseen.map((each) => ({ ...each, below: mask(each.below) })) }) };
}

function maskedCommand(result: CommandResult, mask: Mask): CommandResult {
  return { ...result, text: mask(result.text), output: mask(result.output) };
}

function maskedVerdict(verdict: Verdict, mask: Mask): Verdict {
  switch (verdict.status) {
    case 'passed':
      return {
        ...verdict,
        ...(verdict.note === undefined ? {} : { note: mapText(verdict.note, mask) }),
        ...(verdict.url === undefined ? {} : { url: mask(verdict.url) }),
      };
    case 'failed': {
      const mismatches = verdict.mismatches?.map((mismatch) => maskedMismatch(mismatch, mask));
      return { ...verdict, reason: mapText(verdict.reason, mask), ...(mismatches ? { mismatches } : {}) };
    }
    case 'timedOut':
      return { ...verdict, reason: mapText(verdict.reason, mask), awaited: mapText(verdict.awaited, mask) };
    default:
      return { ...verdict, reason: mapText(verdict.reason, mask) };
  }
}

function maskedMismatch(mismatch: Mismatch, mask: Mask): Mismatch {
  const { reason, expected, actual } = mismatch;
  return { ...mismatch, reason: mapText(reason, mask), expected: mask(expected), actual: mask(actual) };
}
