import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { planOf, step } from '../run/steps.ts';

const { signal } = new AbortController();
let target: Target;
beforeAll(async () => {
  target = rehearsalTarget({ environment: process.env });
  await target.prepare(signal);
});
afterAll(() => target.close());

async function runCommand(command: string): Promise<StepResult | undefined> {
  const plan = planOf(step('bash', command, { policy: 'eventually' }));
  for await (const event of run(plan, target, { actions: builtinActions, signal })) {
    if (event.type === 'runEnd') return event.results[0];
  }
  return undefined;
}

test.each([
  ['alone', 'kubectl explain pod'],
  ['in a pipe', 'kubectl explain pod | head -3'],
  ['in a substitution', 'X=$(kubectl explain pod 2>/dev/null); echo "x$X"'],
  ['before ||', 'kubectl explain pod 2>/dev/null || true'],
  ['in the background', 'kubectl explain pod & wait'],
  ['of docker', 'docker swarm init | cat'],
  ['of docker-compose', 'docker-compose top | cat'],
])('a refusal %s makes the step broken, at once', async (_, command) => {
  const result = await runCommand(command);
  expect(result?.verdict).toMatchObject({ status: 'broken', reason: { code: 'run/refused' } });
  expect(result?.tries).toBe(1);
});

test('what fails as the real program would is no refusal', async () => {
  expect((await runCommand('kubectl get nosuchkind'))?.verdict.status).toBe('failed');
  expect((await runCommand('kubectl get nodes | head -1'))?.verdict.status).toBe('passed');
});
