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
  ['alone', 'docker swarm init'],
  ['in a pipe', 'docker swarm init | head -3'],
  ['in a substitution', 'X=$(docker swarm init 2>/dev/null); echo "x$X"'],
  ['before ||', 'docker swarm init 2>/dev/null || true'],
  ['in the background', 'docker swarm init & wait'],
  ['where a failure is expected', '! docker swarm init'],
  ['of kubectl', 'kubectl apply edit-last-applied x | cat'],
  ['of docker-compose', 'docker-compose --verbose ps | cat'],
  ['of a script', `sh -c 'xargs -n 2 docker' <<<'swarm init'; true`],
  ['of a program of the machine', 'ssh 10.96.0.77 true; true'],
  ['in a container', 'docker run --rm busybox sh -c "vi x; true"'],
  ['in a shell of a container', "printf 'vi x\\nexit 0\\n' | docker run -i --rm busybox sh"],
  ['in a build', "printf 'FROM busybox\\nRUN vi x || true\\n' | docker build -q - | cat"],
  [
    'in a pod',
    `kubectl run refusing --image=busybox --restart=Never -- sh -c 'vi x; true'
until kubectl get pod refusing | grep -q Completed; do sleep 0.2; done`,
  ],
])('a refusal %s makes the step broken, at once', async (_, command) => {
  const result = await runCommand(command);
  expect(result?.verdict).toMatchObject({
    status: 'broken',
    reason: { code: 'run/refused' },
    refused: [expect.stringContaining('rehearsal: ')],
  });
  expect(result?.tries).toBe(1);
});

test('a loop that waits for what is refused is ended', async () => {
  const result = await runCommand('until docker swarm init >/dev/null 2>&1; do sleep 0.5; done');
  expect(result?.verdict).toMatchObject({ status: 'broken', reason: { code: 'run/refused' } });
  expect(result?.durationMs).toBeLessThan(10_000);
  // The terminal is free again.
  expect((await runCommand('kubectl get nodes | head -1'))?.verdict.status).toBe('passed');
});

test('what fails as the real program would is no refusal', async () => {
  expect((await runCommand('kubectl get nosuchkind'))?.verdict.status).toBe('failed');
  expect((await runCommand('kubectl get nodes | head -1'))?.verdict.status).toBe('passed');
});
