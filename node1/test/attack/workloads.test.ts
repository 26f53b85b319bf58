import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '../processes.ts';
import { type Attacked, attackNode1, check } from './attacked.ts';

function deployment(name: string, replicas: number, command: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: 'app:1', imagePullPolicy: Never, command: [node, ${command}]}]
`;
}

/** A word that no shell on the way may look into. */
const quoted = `it's "quoted" $(id) \\ \`x\` é`;

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attackNode1({
    'fifty.yaml': deployment('fifty', 50, 'idle.js'),
    'crash.yaml': deployment('crash', 10, `crash.js, ${JSON.stringify(quoted)}`),
  });
}, 60_000);
afterAll(() => attacked.close(), 60_000);

test('fifty pods; all is deleted while they are rolled out', { timeout: 200_000 }, async () => {
  const { output } = await attacked.typed(`kubectl apply -f fifty.yaml
kubectl wait --for=condition=available --timeout=55s deployment/fifty`);
  expect(output).toMatch(/condition met\n$/);
  const rollout = await attacked.typed(`kubectl set image deployment/fifty main=app:2
kubectl get pods -w | grep -m 60 . > rolling; kubectl delete deployment,service,pod --all > /dev/null; echo $?`);
  expect(rollout.output).toMatch(/image updated\n0\n$/);
  const gone = await attacked.typed('kubectl wait --for=delete pod -l app=fifty --timeout=50s; kubectl get pods');
  expect(gone.output).toMatch(/No resources found in default namespace.\n$/);
});

test('pods that crash at once, again and again', { timeout: 70_000 }, async () => {
  const { output } = await attacked.typed(`kubectl apply -f crash.yaml
kubectl get pods -l app=crash -w | grep -m 12 CrashLoopBackOff | wc -l
kubectl logs --tail=1 $(kubectl get pods -o name | head -1)
kubectl delete deployment crash; kubectl wait --for=delete pod -l app=crash --timeout=30s; kubectl get pods -l app=crash`);
  expect(output).toContain(`\n12\n${quoted}\ndeployment.apps "crash" deleted\n`);
  expect(output).toMatch(/No resources found in default namespace.\n$/);
});

test('containers that crash side by side', { timeout: 70_000 }, async () => {
  const script = 'for i in $(seq 10); do docker run --rm app:1 node crash.js & done; wait';
  await check(attacked, [script, 0, 'no\n'.repeat(10)]);
});

test('a service that calls itself', { timeout: 70_000 }, async () => {
  await attacked.typed(`kubectl run loop --image=app:1 --image-pull-policy=Never --port=80 -- node loop.js
kubectl expose pod loop; kubectl wait --for=condition=ready pod/loop`);
  // As on a real node, a `logs -f` behind a pipe that is closed ends no sooner than something more is said.
  const logs = attacked.start('exec kubectl logs -f loop');
  await logs.said(/up/);
  process.kill(logs.pid, 'SIGINT');
  await logs.ended;
  const { output } =
    await attacked.typed(`kubectl run ask --image=busybox --restart=Never -it --rm -- wget -qO- http://loop
kubectl get pod loop; kubectl delete pod loop --force --grace-period=0`);
  expect(output).toMatch(/^deep enough\r?\n[^]*loop +1\/1 +Running[^]*pod "loop" force deleted\n$/m);
});

test('what a container leaves ends with it', { timeout: 60_000 }, async () => {
  const { code, output } = await attacked.typed('docker run --rm app:1 node fork.js');
  expect(code, output).toBe(0);
  const pids = output.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 5_000 }).toEqual([]);
});
