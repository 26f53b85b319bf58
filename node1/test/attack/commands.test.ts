import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attacked, attackNode1, check, type Row } from './attacked.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attackNode1();
}, 60_000);
afterAll(() => attacked.close());

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux.each<Row>([
  ['for i in $(seq 60); do kubectl get nodes -o name & done | sort | uniq -c', 0, /^ *60 node\/node1\n$/],
  [
    'for i in 1 2 3; do kubectl get pods -w & p=$!; read -t 0.2 < <(:); kill -9 $p; done; wait; kubectl get nodes -o name',
    0,
    'node/node1\n',
  ],
  ['kubectl get pods -A -o yaml | head -1; docker info | true; kubectl get nodes -o name', 0, 'node/node1\n'],
  ['timeout -s INT 1 kubectl get pods -w; echo $?; kubectl get nodes -o name', 0, '124\nnode/node1\n'],
])('commands by the hundred, killed, cut off: %s', async (...row) => {
  await check(attacked, row);
});

onLinux('strangers at the door of commands take nothing with them', async () => {
  const script = readFileSync(join(attacked.node.bin, 'kubectl'), 'utf8');
  const port = Number(/127\.0\.0\.1\/(\d+)/.exec(script)?.[1]);
  expect(port).toBeGreaterThan(0);
  await Promise.all(
    Array.from({ length: 50 }, () => {
      const socket = connect(port, '127.0.0.1');
      let heard = 0;
      socket.on('data', (bytes) => (heard += bytes.length)).on('error', () => undefined);
      socket.write(Buffer.alloc(1_000_000, 'x'));
      return new Promise<void>((resolve) => {
        socket.on('close', () => {
          expect(heard).toBe(0);
          resolve();
        });
      });
    }),
  );
  await check(attacked, ['kubectl get nodes -o name', 0, 'node/node1\n']);
});
