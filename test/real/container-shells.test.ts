import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTarget } from '../../src/target/local.ts';
import { expectInside } from '../run/inside-shell.ts';

// It starts containers on whatever Docker and cluster the machine knows: only who says so gets that.
const wanted = process.env['PUPITRE_REAL_CLUSTER'] === '1';

const name = `inside-${process.pid}`;
function shell(command: string): number {
  return spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status ?? 1;
}

describe.skipIf(!wanted)('shells in real containers (PUPITRE_REAL_CLUSTER=1, an empty cluster behind kubectl)', () => {
  beforeAll(() => {
    expect(shell(`docker run -d --name ${name} redis && kubectl run ${name} --image=redis`)).toBe(0);
    expect(shell(`kubectl wait --for=condition=ready --timeout=90s pod/${name}`)).toBe(0);
  }, 120_000);
  afterAll(() => {
    shell(`docker rm -f ${name}; kubectl delete pod ${name} --now`);
  }, 60_000);

  describe.each([
    ['docker exec -ti', `docker exec -ti ${name} sh`],
    ['docker run -ti', 'docker run --rm -ti busybox sh'],
    ['kubectl exec -ti', `kubectl exec -ti ${name} -- sh`],
    ['kubectl run -ti', `kubectl run ${name}-once --rm -ti --image=busybox --restart=Never -- sh`],
  ])('%s', (_, enter) => {
    test.for([false, true])('with a wait before its commands: %s', { timeout: 120_000 }, async (withWait) => {
      const { KUBECONFIG, DOCKER_HOST } = process.env;
      const env = { ...(KUBECONFIG && { KUBECONFIG }), ...(DOCKER_HOST && { DOCKER_HOST }) };
      const target = localTarget({ environment: process.env, env });
      try {
        await expectInside(target, { enter, ask: 'cat /etc/hostname', says: /^[\w-]+$/, withWait });
      } finally {
        await target.close();
      }
    });
  });
});
