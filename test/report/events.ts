import { verbatim } from '../../src/messages/message.ts';
import { type RunEvent, tally } from '../../src/plan/events.ts';
import type { ActionName, Plan, Step } from '../../src/plan/step.ts';
import type { CommandResult, StepResult, Verdict } from '../../src/plan/verdict.ts';

const file = 'slides/cours.md';

/** Everything that could drive a terminal, break XML, or end a fence or a table cell. */
export const hostile =
  'a\x1b[31mred\x1b[2J\x1b]0;owned\x07 b\x00c\x07d\x9b31m\ud800e\ufffe ]]> ]]>\u202e <b>&amp;</b> | ```` \r\n::error::x\n##[error]y';

interface Sketch {
  readonly id: string;
  readonly slide: number;
  readonly title: string;
  readonly line: number;
  readonly input: string;
  readonly action?: ActionName;
  readonly skip?: string;
}

function step({ id, slide, title, line, input, action = 'bash', skip }: Sketch): Step {
  const place = { file, line, column: 3 };
  return {
    id,
    action,
    input,
    lines: input.split('\n').map((text, index) => ({ text, place: { file, line: line + 1 + index, column: 3 } })),
    slide: { index: slide + 1, number: slide, title },
    region: String(line),
    place,
    hidden: false,
    policy: 'once',
    policyReason: verbatim('a command that is not known may change something'),
    stopsCommand: false,
    checksExitCode: true,
    assigns: [],
    expectations: [
      { matcher: 'json', source: '{"repositories": ["busybox"]}', place, origin: 'fence', test: () => undefined },
    ],
    limits: { timeoutMs: 60_000, tryMs: 10_000, pauseMs: 1000, settleMs: 2000 },
    skip: skip === undefined ? undefined : verbatim(skip),
  };
}

const registry = 'Test de notre registre';
export const steps = [
  step({ id: 'un-cluster-vide.1', slide: 4, title: 'Un cluster vide', line: 40, input: 'kubectl get all' }),
  step({ id: 'test-de-notre-registre.1', slide: 5, title: registry, line: 60, input: 'curl $REGISTRY/v2/_catalog' }),
  step({
    id: 'test-de-notre-registre.2',
    slide: 5,
    title: registry,
    line: 70,
    input: 'cd ~\ndocker push a/b\necho fin',
  }),
  step({ id: '日本語.1', slide: 6, title: `日本語の${hostile}`, line: 80, input: `printf '${hostile}'` }),
  step({ id: 'journaux.1', slide: 7, title: 'Journaux', line: 90, input: 'units of work done', action: 'wait' }),
  step({
    id: 'journaux.2',
    slide: 7,
    title: 'Journaux',
    line: 95,
    input: 'x',
    action: 'paste',
    skip: 'paste comes later',
  }),
  step({ id: 'l-interface.1', slide: 8, title: 'L’interface', line: 99, input: 'Regardez la page', action: 'manual' }),
  step({ id: 'fin.1', slide: 9, title: 'Fin', line: 110, input: 'true' }),
] as const;

const plan: Plan = { file, title: 'Notre application sur Kubernetes', slides: 9, steps, watchedVariables: [] };

function command(of: Step, text: string, exitCode: number | undefined, output: string, omitted = 0): CommandResult {
  const line = of.lines.find((candidate) => candidate.text === text);
  return { text, place: line?.place ?? of.place, exitCode, durationMs: 120, output, omitted };
}

function result(of: Step, verdict: Verdict, more: Partial<StepResult> = {}): StepResult {
  return { stepId: of.id, verdict, durationMs: 400, tries: 1, commands: [], hints: [], ...more };
}

const [empty, catalog, push, wide, wait, paste, page, last] = steps;

const results: readonly StepResult[] = [
  result(
    empty,
    { status: 'passed', note: verbatim('it printed nothing that was expected of it') },
    { commands: [command(empty, 'kubectl get all', 0, 'service/kubernetes   ClusterIP\n')] },
  ),
  result(
    catalog,
    {
      status: 'failed',
      reason: verbatim('repositories[0]: expected "busybox", got nothing'),
      exitCode: 0,
      mismatches: [
        {
          matcher: 'json',
          reason: verbatim('repositories[0]: expected "busybox", got nothing'),
          expected: '{\n  "repositories": [\n    "busybox"\n  ]\n}',
          actual: '{\n  "repositories": []\n}',
        },
      ],
    },
    {
      durationMs: 61_234,
      tries: 31,
      commands: [command(catalog, 'curl $REGISTRY/v2/_catalog', 0, '{"repositories":[]}\n')],
      screen: 'docker@node1:~$ curl $REGISTRY/v2/_catalog\n{"repositories":[]}\ndocker@node1:~$\n\n\n',
      hints: [verbatim('Push the image again: the registry may have been restarted.')],
    },
  ),
  result(
    push,
    { status: 'failed', reason: verbatim('docker push a/b: exit code 1'), exitCode: 1 },
    {
      durationMs: 2500,
      commands: [
        command(push, 'cd ~', 0, ''),
        command(push, 'docker push a/b', 1, 'An image does not exist locally with the tag: a/b', 12),
      ],
      screen: Array.from({ length: 40 }, (_, row) => `row ${row + 1}`).join('\n'),
    },
  ),
  result(
    wide,
    {
      status: 'failed',
      reason: verbatim(`expected "${hostile}"`),
      mismatches: [
        {
          matcher: 'equal',
          reason: verbatim('line 2 differs'),
          expected: `gleich\n${hostile}`,
          actual: 'gleich\nanders 漢字 🎉\n::add-mask::z',
        },
      ],
    },
    { commands: [command(wide, wide.input, 0, hostile)], screen: hostile, hints: [verbatim(hostile)] },
  ),
  result(
    wait,
    {
      status: 'timedOut',
      reason: verbatim('no "units of work done" within 60 s'),
      awaited: verbatim('units of work done'),
    },
    {
      durationMs: 60_000,
      commands: [command(wait, 'kubectl logs --follow', undefined, 'refused\n')],
      screen: 'refused',
    },
  ),
  result(paste, { status: 'skipped', reason: verbatim('paste comes later') }, { durationMs: 0, tries: 0 }),
  result(page, { status: 'manual', reason: verbatim('there is nothing to run') }, { durationMs: 0, tries: 0 }),
  result(last, { status: 'broken', reason: verbatim('the shell is gone (exit code 137)') }, { durationMs: 10 }),
];

const begun: RunEvent = { type: 'runBegin', at: 0, startedAt: '2026-11-22T16:00:00.000Z', target: 'local', plan };

function stepEvents(index: number, at: number): RunEvent[] {
  const of = steps[index];
  const end = results[index];
  if (of === undefined || end === undefined) return [];
  const stepEnd: RunEvent = { type: 'stepEnd', at: at + end.durationMs, step: of, result: end };
  if (end.tries === 0) return [stepEnd];
  return [
    { type: 'stepBegin', at, step: of, ordinal: index + 1 },
    ...end.commands.flatMap((done): RunEvent[] => [
      { type: 'commandBegin', at, stepId: of.id, text: done.text },
      { type: 'output', at: at + 1, chunk: done.output },
      { type: 'commandEnd', at: at + 120, stepId: of.id, result: done },
    ]),
    ...(end.tries > 1
      ? [
          {
            type: 'retry',
            at: at + 130,
            stepId: of.id,
            attempt: 3,
            reason: verbatim('the registry'),
            pauseMs: 1000,
          } as const,
        ]
      : []),
    ...(of.action === 'wait' ? [{ type: 'waiting', at, stepId: of.id, awaited: verbatim(of.input) } as const] : []),
    stepEnd,
  ];
}

/** A run with `--keep-going` and every verdict but `notRun`. */
export const events: readonly RunEvent[] = [
  begun,
  ...steps.flatMap((_, index) => stepEvents(index, index * 70_000)),
  { type: 'runEnd', at: 561_000, totals: tally(results), results, interrupted: false },
];

/** The same run, interrupted after its second step; the engine says of the others that they did not run. */
export const interruptedEvents: readonly RunEvent[] = (() => {
  const rest = steps
    .slice(2)
    .map((of) => result(of, { status: 'notRun', reason: verbatim('interrupted') }, { durationMs: 0, tries: 0 }));
  const all = [...results.slice(0, 2), ...rest];
  return [
    begun,
    ...stepEvents(0, 0),
    ...stepEvents(1, 70_000),
    ...rest.map((end, index): RunEvent => ({
      type: 'stepEnd',
      at: 131_300,
      step: steps[index + 2] ?? empty,
      result: end,
    })),
    { type: 'runEnd', at: 131_300, totals: tally(all), results: all, interrupted: true },
  ];
})();

/** A run that broke off while its second step ran: no `runEnd`. */
export const cutEvents: readonly RunEvent[] = [begun, ...stepEvents(0, 0), ...stepEvents(1, 70_000).slice(0, 3)];
