import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attacked, attackNode1, check, type Row } from './attacked.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attackNode1();
}, 60_000);
afterAll(() => attacked.close(), 60_000);

test.each<Row>([
  ['kubectl get pods <&-', 0, 'No resources found in default namespace.\n'],
  ['docker run -i busybox cat <&- | cat', 0, ''],
  ['kubectl apply -f - <&-', 1, 'error: no objects passed to apply\n'],
  ['kubectl get nodes >&-', 0, ''],
  ['kubectl get nodes <&- >&- 2>&-', 0, ''],
  ['docker run busybox sh -c "while true; do echo y; done" | head -1; echo ${PIPESTATUS[0]}', 0, 'y\n141\n'],
  ['docker run --rm app:1 node flood.js | tail -1', 0, 'end\n'],
  ['docker run --rm app:1 node flood.js | head -c 3', 0, 'xxx'],
  ['for i in $(seq 20); do kubectl get nodes & done | sort | uniq -c; wait', 0, /^ +20 NAME/m],
])('%s', { timeout: 70_000 }, async (...row) => {
  await check(attacked, row);
});

test.each([
  ['docker', 'docker run -d --name chatty app:1 node chatty.js', 'docker logs -f', 'docker rm -f chatty'],
  [
    'kubectl',
    'kubectl run chatty --image=app:1 --image-pull-policy=Never -- node chatty.js; kubectl wait --for=condition=ready pod/chatty',
    'kubectl logs -f',
    'kubectl delete pod chatty --force --grace-period=0',
  ],
])(
  '%s: a reader of a log that stops holds up nobody, and goes on where the log begins',
  async (_, run, logs, remove) => {
    const { output, code } = await attacked.typed(`{ ${run}; } > made 2>&1; rm -f hold; mkfifo hold
${logs} chatty > hold 2> told & exec 3<hold; head -c 1 <&3 > begun
${logs} --tail=1 chatty | grep -m1 -o -E '^[1-9][0-9]{4,} '
grep -m1 -o -E '^[1-9][0-9]{4,} ' <&3
exec 3<&-; wait; cat told; ${remove} > removed 2>&1`);
    expect(output).toMatch(
      /^\d{5,} \n\d{5,} \n(rehearsal: \d+ lines came faster than they were read, and are kept no more\n)+$/,
    );
    expect(code).toBe(0);
  },
  70_000,
);

test.each([
  ['kubectl get pods -w', /loop/, [1]],
  ['kubectl logs -f loop', /up/, [130]],
  ['kubectl port-forward pod/loop 0:80', /Forwarding from 127/, [0]],
  ['kubectl exec loop -- node idle.js', /up/, [1, 130]],
  ['docker run --rm app:1 node idle.js', /up/, [130, 137]],
])('^C at %s', { timeout: 70_000 }, async (command, ready, codes) => {
  await attacked.typed(`kubectl get pod loop || kubectl run loop --image=app:1 --image-pull-policy=Never --port=80 -- node loop.js
kubectl wait --for=condition=ready pod/loop`);
  const typed = attacked.start(`exec ${command}`);
  await typed.said(ready);
  process.kill(typed.pid, 'SIGINT');
  // A command that ended as the signal does has none.
  expect(codes).toContain((await typed.ended).code ?? 130);
});

test.each([
  ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
  ['a length that no frame has', '\x01\xff\xff\xff\xff'],
  ['no JSON', '\x01\0\0\0\x02{]'],
  ['not what a start is', '\x01\0\0\0\x02{}'],
  ['null', '\x01\0\0\0\x04null'],
  ['a kind that there is not', 'c\0\0\0\x01a'],
  ['input before the start', '\x02\0\0\0\0'],
])('on the socket, %s is hung up on', async (_name, bytes) => {
  const socket = connect(join(attacked.node.folder, 'node1.sock'));
  socket.on('error', () => undefined).resume();
  socket.write(Buffer.from(bytes, 'latin1'));
  await once(socket, 'close');
  expect(await attacked.typed('kubectl get nodes')).toMatchObject({ code: 0 });
});
