import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode } from '../docker/harness.ts';

/** What a real container of busybox 1.35 said to each script: exit code, standard output, standard error. */
const facts = JSON.parse(readFileSync(join(import.meta.dirname, 'busybox.json'), 'utf8')) as readonly (readonly [
  script: string,
  code: number,
  stdout: string,
  stderr: string,
])[];

/** Files that each script finds in its folder. */
const files = `rm -rf /tmp/* && cd /tmp
printf 'name,age\\nann,30\\nbob,4\\neve,30\\n' > csv; printf 'GET /a 200 512\\nGET /b 404 17\\nPOST /a 500 0\\nGET /a 200 1024\\n' > log
printf 'apple 3\\nbanana 1\\ncherry 2\\n' > fruit; printf 'b\\na\\nb\\nc\\n' > letters
mkdir -p d/e t/a; echo x > d/one; echo yy > d/e/two; echo 1 > t/x.js; echo 2 > t/a/z.js; echo hi > t/y.txt
printf 'root:x:0:0:root:/root:/bin/sh\\nwww:x:33:33:www:/var/www:/bin/false\\n' > pw; touch -d '2020-01-02 03:04:05' old`;

let node: Node;
beforeAll(async () => {
  node = await startNode();
  const flags = ['-d', '--name', 'box', '-w', '/tmp', '--hostname', 'box', '-e', 'COLOR=blue'];
  await node.docker(['run', ...flags, 'busybox', 'sleep', '100000']);
});
afterAll(() => node.close());

test('scripts of sh, and the programs of busybox, say to the letter what they say in a real container', async () => {
  const wrong: unknown[] = [];
  for (const [script, code, stdout, stderr] of facts) {
    await node.docker(['exec', 'box', 'sh', '-c', files]);
    const said = await node.docker(['exec', '-i', 'box', 'sh', '-c', script], { stdin: '' });
    const isSame = said.code === code && said.stdout === stdout && said.stderr === stderr;
    if (!isSame) wrong.push({ script, real: { code, stdout, stderr }, ours: said });
  }
  expect(wrong).toEqual([]);
});
