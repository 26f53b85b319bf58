import { afterAll, beforeAll, describe, test } from 'vitest';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { expectInside } from './inside-shell.ts';

/** Shells in containers of a rehearsal; those of a real node1 are in `test/real`. */

let target: Target;
beforeAll(async () => {
  target = rehearsalTarget({ environment: process.env });
  await target.prepare(new AbortController().signal);
});
afterAll(() => target.close());

const pod = 'kubectl get pod box || kubectl run box --image=redis && kubectl wait --for=condition=ready pod/box';

describe.each([
  ['kubectl exec -ti', 'kubectl exec -ti box -- sh', [pod]],
  ['kubectl exec -ti without --', 'kubectl exec -it box sh', [pod]],
  ['kubectl run -ti', 'kubectl run once$RANDOM --rm -ti --image=busybox --restart=Never -- sh', []],
  ['docker exec -ti', 'docker exec -ti db sh', ['docker inspect db >/dev/null || docker run -d --name db redis']],
  ['docker run -ti', 'docker run --rm -ti busybox sh', []],
])('%s', (_, enter, before) => {
  test.for([false, true])('with a wait before its commands: %s', { timeout: 120_000 }, (withWait) =>
    expectInside(target, { before, enter, ask: 'uname -n; echo "$HOSTNAME"', says: /^(\S+)\s+\1$/, withWait }),
  );
});
