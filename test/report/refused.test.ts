import { expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { type RunEvent, tally } from '../../src/plan/events.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { parseRunEvent } from '../../src/report/event-schema.ts';
import { createReporter } from '../../src/report/reporters.ts';
import { stepSummary } from '../../src/report/step-summary.ts';
import { buffer, play } from './buffer.ts';
import { events } from './events.ts';

/** The run, with a last step that asks for what its target refuses. */
const refusedEvents = events.map((event): RunEvent => {
  if (event.type === 'stepEnd' && event.step.id === 'fin.1') return { ...event, result: refused(event.result) };
  if (event.type !== 'runEnd') return event;
  const results = event.results.map((result) => (result.stepId === 'fin.1' ? refused(result) : result));
  return { ...event, results, totals: tally(results) };
});

function refused(result: StepResult): StepResult {
  const said = 'rehearsal: docker swarm is not simulated';
  return { ...result, verdict: { status: 'broken', reason: verbatim(said), refused: [said] } };
}

async function reported(name: string, run: readonly RunEvent[], lang: 'en' | 'fr' = 'en'): Promise<string> {
  const output = buffer();
  await play(createReporter(name, { output, lang }), run);
  return output.text();
}

test.each(['terminal', 'html'])('%s: how many steps need more than the rehearsal, in both languages', async (name) => {
  expect(await reported(name, refusedEvents)).toContain('1 step needs more than the rehearsal: see docs/rehearsal.md');
  expect(await reported(name, refusedEvents, 'fr')).toContain(
    '1 étape demande plus que la répétition\u00a0: voir docs/rehearsal.md',
  );
  expect(await reported(name, events)).not.toContain('rehearsal.md');
});

test('JUnit and JSON: apart from what is broken otherwise', async () => {
  expect(await reported('junit', refusedEvents)).toContain('type="refused"');
  expect(await reported('junit', events)).not.toContain('type="refused"');
  const lines = (await reported('json', refusedEvents)).trim().split('\n').map(parseRunEvent);
  expect(lines.flatMap((event) => (event.type === 'stepEnd' ? event.result.verdict : []))).toContainEqual({
    status: 'broken',
    reason: 'rehearsal: docker swarm is not simulated',
    refused: ['rehearsal: docker swarm is not simulated'],
  });
});

test('GitHub: in the summary', () => {
  const [begin] = refusedEvents.filter((event) => event.type === 'runBegin');
  const [end] = refusedEvents.filter((event) => event.type === 'runEnd');
  if (!begin || !end) return expect.unreachable();
  const results = new Map(end.results.map((result) => [result.stepId, result]));
  const run = {
    plan: begin.plan,
    target: 'rehearsal',
    startedAt: begin.startedAt,
    durationMs: 1,
    complete: true,
    results,
  };
  expect(stepSummary([run], 'en')).toContain('1 step needs more than the rehearsal');
});
