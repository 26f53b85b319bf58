import { z } from 'zod';
import { thingKinds } from '../changes/inventory.ts';
import type { Message } from '../messages/message.ts';
import type { RunEvent } from '../plan/events.ts';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const place = z
  .object({ file: z.string(), line: z.int().positive(), column: z.int().positive() })
  .meta({ id: 'Place', description: 'Where something is in a deck; line and column are 1-based.' });

const expectation = z
  .object({
    matcher: z.string(),
    source: z.string(),
    place: place.exactOptional(),
    origin: z.enum(['fence', 'snippet', 'config']),
    region: z.string().exactOptional(),
    command: z.int().exactOptional().describe('Of a transcript: which complete command, from 0; -1 for the last.'),
  })
  .meta({ id: 'Expectation', description: 'What an output must be, and where that is written.' });

const step = z
  .object({
    id: z.string(),
    action: z.enum([
      'bash',
      'hide',
      'key',
      'keys',
      'wait',
      'longwait',
      'check',
      'expect',
      'open',
      'copy',
      'paste',
      'terminal',
      'tmux',
      'repl',
      'verify',
      'setup',
      'background',
      'manual',
      'none',
    ]),
    input: z.string(),
    lines: z.array(z.object({ text: z.string(), place })),
    slide: z.object({ index: count, number: count, title: z.string() }),
    region: z.string().describe('Id of the snippet, URL or exercise that it is made of, in this deck as it is.'),
    place,
    hidden: z.boolean(),
    policy: z.enum(['once', 'eventually', 'endless', 'detached']),
    policyReason: z.string(),
    stopsCommand: z.boolean(),
    checksExitCode: z.boolean(),
    exit: z
      .union([z.int().min(0).max(255), z.enum(['nonzero', 'any'])])
      .exactOptional()
      .describe('How the last command must end; absent: with exit code 0.'),
    terminal: z
      .string()
      .exactOptional()
      .describe('Where it is expected to be typed, or to lead to; absent: the first.'),
    program: z.string().exactOptional().describe('For `repl`: the program that should have the terminal.'),
    assigns: z.array(z.string()),
    expectations: z.array(expectation),
    limits: z.object({ timeoutMs: ms, tryMs: ms, pauseMs: ms, settleMs: ms }),
    skip: z.string().exactOptional().describe('Why the step is not run; absent for a step that is.'),
  })
  .meta({ id: 'Step', description: 'What the plan makes of one snippet.' });

const plan = z
  .object({
    file: z.string(),
    title: z.string(),
    slides: count,
    steps: z.array(step),
    watchedVariables: z.array(z.string()),
  })
  .meta({ id: 'Plan', description: 'One deck as a list of steps.' });

const mismatch = z
  .object({ matcher: z.string(), reason: z.string(), expected: z.string(), actual: z.string() })
  .meta({ id: 'Mismatch', description: 'How an output differs from what was expected.' });

const verdict = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('passed'), note: z.string().exactOptional(), url: z.string().exactOptional() }),
    z.object({
      status: z.literal('failed'),
      reason: z.string(),
      exitCode: z.int().exactOptional(),
      mismatches: z.array(mismatch).exactOptional(),
    }),
    z.object({ status: z.literal('timedOut'), reason: z.string(), awaited: z.string() }),
    z.object({
      status: z.literal('broken'),
      reason: z.string(),
      refused: z
        .array(z.string())
        .exactOptional()
        .describe('What the target has refused to do meanwhile: the step needs another target.'),
    }),
    z.object({ status: z.enum(['skipped', 'manual', 'notRun']), reason: z.string() }),
  ])
  .meta({
    id: 'Verdict',
    description: 'What came of a step: wrong output, too long, and not even tried are three things.',
  });

const commandResult = z
  .object({
    text: z.string(),
    place,
    exitCode: z.int().exactOptional().describe('Absent when the command never ended.'),
    durationMs: ms,
    output: z.string().describe('As a terminal shows it in the end; bounded.'),
    omitted: count.describe('Bytes of output that are not in `output`.'),
  })
  .meta({ id: 'CommandResult', description: 'What came of one complete shell command.' });

const kind = z.enum(thingKinds);

const changes = z
  .object({
    list: z.array(
      z.object({
        what: kind,
        name: z.string(),
        change: z.enum(['added', 'changed', 'removed']),
        fields: z
          .array(z.object({ name: z.string(), before: z.string().exactOptional(), after: z.string().exactOptional() }))
          .exactOptional(),
      }),
    ),
    more: count.describe('How many changes are not in the list.'),
    unseen: z
      .array(z.object({ kind, below: z.string() }))
      .exactOptional()
      .describe('What was not looked at: things of a kind whose names begin so.'),
  })
  .meta({ id: 'Changes', description: 'What a step changed on the node and in its shells.' });

const stepResult = z
  .object({
    stepId: z.string(),
    verdict,
    durationMs: ms,
    tries: count,
    commands: z.array(commandResult),
    screen: z.string().exactOptional(),
    hints: z.array(z.string()),
    changes: changes.exactOptional().describe('Only with `--changes`.'),
  })
  .meta({ id: 'StepResult', description: 'Verdict, times and commands of one step.' });

const totals = z.object({
  passed: count,
  failed: count,
  timedOut: count,
  broken: count,
  skipped: count,
  manual: count,
  notRun: count,
});

const at = ms.describe('Milliseconds since `runBegin`, monotonic.');
const stepId = z.string();

/** A run event as a line of the `json` reporter has it. */
export const runEventSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('runBegin'),
      at,
      startedAt: z.string().describe('ISO 8601.'),
      target: z.string(),
      plan,
    }),
    z.object({ type: z.literal('stepBegin'), at, step, ordinal: count }),
    z.object({ type: z.literal('commandBegin'), at, stepId, text: z.string() }),
    z.object({ type: z.literal('output'), at, chunk: z.string(), terminal: z.string().exactOptional() }),
    z.object({ type: z.literal('terminal'), at, name: z.string() }),
    z.object({ type: z.literal('commandEnd'), at, stepId, result: commandResult }),
    z.object({
      type: z.literal('retry'),
      at,
      stepId,
      attempt: count.describe('Number of the try that is to come.'),
      reason: z.string(),
      pauseMs: ms,
    }),
    z.object({ type: z.literal('waiting'), at, stepId, awaited: z.string() }),
    z.object({ type: z.literal('stepEnd'), at, step, result: stepResult }),
    z.object({ type: z.literal('runEnd'), at, totals, results: z.array(stepResult), interrupted: z.boolean() }),
  ])
  .meta({
    title: 'Pupitre run event',
    description:
      'One line of `pupitre run --reporter json`. New properties may be added; readers ignore what they do not know.',
  });

/** What a value is after JSON.stringify, in a form that can be compared: messages worded, functions gone, what may be absent marked. */
type Shape<T> = T extends string | number | boolean
  ? T
  : T extends Message
    ? string
    : T extends readonly (infer Item)[]
      ? Shape<Item>[]
      : {
          -readonly [K in keyof T as T[K] extends (...args: never) => unknown ? never : K]-?: undefined extends T[K]
            ? { mayBeAbsent: Shape<Exclude<T[K], undefined>> }
            : Shape<T[K]>;
        };
type Same<A, B> = [Shape<A>, Shape<B>] extends [Shape<B>, Shape<A>] ? A : never;

/** A RunEvent after JSON. `never`, and no value fits, once the schema and RunEvent are no longer the same. */
export type WireEvent = Same<z.infer<typeof runEventSchema>, RunEvent>;

/** Reads one line of the `json` reporter. Throws a ZodError when it is not a run event. */
export function parseRunEvent(line: string): WireEvent {
  return runEventSchema.parse(JSON.parse(line));
}
