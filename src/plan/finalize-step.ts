import { type Message, message, verbatim } from '../messages/message.ts';
import { formatDuration } from './duration.ts';
import type { ActionName, ExpectedExit, Limits, Policy, Step, StepExpectation } from './step.ts';
import type { StepDraft } from './step-draft.ts';
import { firstTerminal } from './terminals.ts';

/** How long things may take, in milliseconds. */
export interface Timeouts {
  /** A step of commands that runs once. */
  readonly commandMs: number;
  /** A `wait` step, or one that types keys. */
  readonly waitMs: number;
  readonly longwaitMs: number;
  readonly openMs: number;
  /** A script that verifies. */
  readonly verifyMs: number;
  /** A script that prepares the node. */
  readonly setupMs: number;
  /** How long a step that only reads is repeated. */
  readonly eventuallyMs: number;
  readonly tryMs: number;
  readonly pauseMs: number;
  readonly settleMs: number;
}

export const defaultTimeouts: Timeouts = {
  commandMs: 300_000,
  waitMs: 60_000,
  longwaitMs: 600_000,
  openMs: 60_000,
  verifyMs: 60_000,
  setupMs: 300_000,
  eventuallyMs: 60_000,
  tryMs: 10_000,
  pauseMs: 1_000,
  settleMs: 2_000,
};

/** Changes to one step; what is absent stays as it is. Durations in milliseconds. */
export interface StepOverride {
  /** Whole step, tries included. */
  readonly timeoutMs?: number;
  readonly retry?: { readonly forMs?: number; readonly pauseMs?: number; readonly tryMs?: number };
  readonly policy?: Policy;
  /** Instead of what the deck expects. */
  readonly expect?: readonly { readonly matcher: string; readonly source: string }[];
  /** The reason why it is not run. */
  readonly skip?: string;
  /** How its last command must end, instead of what the deck says. */
  readonly exit?: ExpectedExit;
  /** Its variables may be left empty. */
  readonly allowEmpty?: boolean;
}

/** A draft with its id, limits and overrides. `expected` are the expectations of the override, parsed. */
export function finalizeStep(
  draft: StepDraft,
  id: string,
  timeouts: Timeouts,
  override: StepOverride,
  expected: readonly StepExpectation[] | undefined,
): Step {
  const { policy, why } = policyOf(draft, override);
  const limits = limitsOf(draft, policy, timeouts, override);
  const stopsCommand = policy === draft.policy ? draft.stopsCommand : policy === 'endless';
  const { index, number, title } = draft.slide;
  const exit = override.exit ?? draft.exit;
  return {
    id,
    action: draft.action,
    input: draft.input,
    lines: draft.lines,
    slide: { index, number, title },
    region: draft.region,
    place: draft.place,
    hidden: draft.hidden,
    policy,
    policyReason: message('plan/policy', { why, consequence: consequence(draft.action, policy, stopsCommand, limits) }),
    stopsCommand,
    checksExitCode: policy === draft.policy ? draft.checksExitCode : policy !== 'detached',
    ...(exit === undefined || exit === 0 ? {} : { exit }),
    ...(draft.program === undefined ? {} : { program: draft.program }),
    ...(draft.terminal === firstTerminal ? {} : { terminal: draft.terminal }),
    assigns: override.allowEmpty ? [] : draft.assigns,
    expectations: expected ?? draft.expectations,
    limits,
    skip: override.skip === undefined ? draft.skip : verbatim(override.skip),
  };
}

function policyOf(
  draft: StepDraft,
  { policy, retry }: StepOverride,
): { readonly policy: Policy; readonly why: Message | undefined } {
  if (policy !== undefined) return { policy, why: message('plan/configuration-says-so') };
  if (retry?.forMs !== undefined && draft.policy === 'once')
    return { policy: 'eventually', why: message('plan/configuration-says-retry') };
  if (draft.retryMs !== undefined && draft.policy === 'once')
    return { policy: 'eventually', why: message('plan/deck-says-retry') };
  return { policy: draft.policy, why: draft.reason };
}

/**
 * The limits of a step; the configuration wins over the deck, the deck over the defaults.
 *
 * In a deck, `timeout` limits the whole step, and beside a `retry`, which does that, one try of it.
 */
function limitsOf(
  draft: StepDraft,
  policy: Policy,
  timeouts: Timeouts,
  { timeoutMs, retry = {} }: StepOverride,
): Limits {
  const whole = timeoutMs ?? retry.forMs ?? draft.retryMs ?? draft.timeoutMs ?? usualLimit(draft, policy, timeouts);
  // A try that changes something, or that takes its own time, is not cut short.
  const unhurried = draft.waits || (policy === 'eventually' && draft.policy === 'once');
  const given = draft.retryMs === undefined ? undefined : draft.timeoutMs;
  const tryMs = retry.tryMs ?? given ?? (unhurried ? whole : timeouts.tryMs);
  return {
    timeoutMs: whole,
    tryMs: Math.min(tryMs, whole),
    pauseMs: retry.pauseMs ?? timeouts.pauseMs,
    settleMs: timeouts.settleMs,
  };
}

function usualLimit({ action, waits }: StepDraft, policy: Policy, timeouts: Timeouts): number {
  switch (action) {
    case 'open':
      return timeouts.openMs;
    case 'verify':
      return timeouts.verifyMs;
    case 'setup':
      return timeouts.setupMs;
    case 'longwait':
      return timeouts.longwaitMs;
    case 'wait':
    case 'key':
    case 'keys':
    case 'copy':
    case 'paste':
    case 'repl':
    case 'terminal':
    case 'tmux':
      return timeouts.waitMs;
    default:
      return policy === 'eventually' && !waits ? timeouts.eventuallyMs : timeouts.commandMs;
  }
}

function consequence(
  action: ActionName,
  policy: Policy,
  stopsCommand: boolean,
  { timeoutMs }: Limits,
): Message | undefined {
  const limit = formatDuration(timeoutMs);
  if (action === 'manual' || action === 'none' || action === 'background' || policy === 'detached') return undefined;
  if (policy === 'eventually') return message('plan/repeated', { limit });
  if (policy === 'endless') return message(stopsCommand ? 'plan/settles-stopped' : 'plan/settles-running');
  return message(action === 'bash' || action === 'hide' ? 'plan/runs-once' : 'plan/at-most', { limit });
}
