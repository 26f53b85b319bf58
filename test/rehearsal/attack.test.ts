import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node1, startNode1 } from '../../src/rehearsal/shell/node1.ts';
import { isAlive } from '../processes.ts';

let node: Node1;
let folder: string;

beforeAll(async () => {
  node = await startNode1(process.env['PATH'] ?? '');
  folder = mkdtempSync(join(tmpdir(), 'pupitre-attack-'));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(manifests)) writeFileSync(join(folder, `${name}.yaml`), text);
  symlinkSync('/etc', join(folder, 'etc'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'Dockerfile'), '');
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM node:20-alpine\nWORKDIR /app\nCOPY *.js ./\nCMD ["node", "idle.js"]\n',
  );
  expect(await typed('command -v docker kubectl')).toMatchObject({
    output: `${join(node.bin, 'docker')}\n${join(node.bin, 'kubectl')}\n`,
  });
  expect(await typed('docker build -q -t app:1 . && docker tag app:1 app:2')).toMatchObject({ code: 0 });
}, 60_000);

afterAll(async () => {
  await node.close();
  rmSync(folder, { recursive: true });
});

/** Programs of the image `app`. */
const programs: Readonly<Record<string, string>> = {
  'idle.js': 'setInterval(() => {}, 1e6);',
  'crash.js': 'console.log("no"); process.exit(3);',
  // 100 MB, in lines of 1 kB.
  'flood.js': `const line = 'x'.repeat(1023) + '\\n'; let count = 0;
(function go() { while (count++ < 102400) if (!process.stdout.write(line)) return process.stdout.once('drain', go); })();`,
  'fork.js': `const { spawn } = require('child_process');
const children = [0, 1].map(() => spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' }));
console.log(children.map(({ pid }) => pid).join(' '));`,
  'loop.js': `const http = require('http');
http.createServer((request, response) => {
  http.get({ host: 'loop', agent: false, timeout: 1000 }, (answer) => answer.pipe(response))
    .on('timeout', function () { this.destroy(); }).on('error', () => { response.statusCode = 502; response.end('loop\\n'); });
}).listen(80, () => console.log('up'));`,
};

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const deployment = (name: string, program: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: 50
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: 'app:1', imagePullPolicy: Never, command: [node, ${program}]}]
`;

const manifests: Readonly<Record<string, string>> = {
  bomb: `apiVersion: v1\nkind: ConfigMap\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${many(10, (i) => `a${i + 1}: &a${i + 1} [${many(9, () => `*a${i},`)}]\n`)}`,
  itself: 'apiVersion: v1\nkind: Pod\nmetadata: &m {name: x, annotations: *m}\n',
  deep: `apiVersion: v1\nkind: Pod\nx: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
  huge: '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: huge}\n'.repeat(150_000),
  fifty: deployment('fifty', 'idle.js'),
  crash: deployment('crash', 'crash.js'),
  self: `apiVersion: v1
kind: Service
metadata: {name: self}
spec: {type: NodePort, ports: [{port: 80, targetPort: 31987, nodePort: 31987}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: self}
subsets: [{addresses: [{ip: 127.0.0.1}], ports: [{port: 31987}]}]
`,
};

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a script in bash, as in the shell of node1; ends it after 60 s, which no row may need. */
async function typed(script: string): Promise<Ended> {
  const env = { ...process.env, PATH: `${node.bin}:${process.env['PATH'] ?? ''}`, HOME: node.home };
  const child = spawn('bash', ['-c', `exec 2>&1; ${script}`], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, 60_000);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, output };
}

const dockerfile = (text: string): string =>
  `printf '%b' '${text}' > attack.dockerfile; docker build -f attack.dockerfile .`;
const badName = (name: string): string =>
  `docker: Error response from daemon: Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed.\nSee 'docker run --help'.\n`;
const interrupted = (command: string): string => `timeout -s INT -k 20 1 ${command}; echo "code $?"`;

/** What is typed, the exit code, and what must be in the output. */
const rows: readonly (readonly [string, number, string | RegExp])[] = [
  // Standard input, output and error that are closed.
  ['kubectl get pods <&-', 0, 'No resources found in default namespace.\n'],
  ['docker run -i busybox cat <&- | cat', 0, ''],
  ['kubectl apply -f - <&-', 1, 'error: no objects passed to apply\n'],
  ['kubectl get nodes >&-', 0, ''],
  ['kubectl get nodes <&- >&- 2>&-', 0, ''],
  ['kubectl get nodes -w | head -1; echo ${PIPESTATUS[1]}', 0, /^NAME .*\n0\n$/],
  ['docker run busybox sh -c "while true; do echo y; done" | head -1; echo ${PIPESTATUS[0]}', 0, 'y\n141\n'],
  // Out of the build context.
  [dockerfile('FROM alpine\\nCOPY ../.. /x'), 1, 'COPY failed: forbidden path outside the build context: ../.. ()\n'],
  [dockerfile('FROM alpine\\nADD ../../etc/passwd /x'), 1, /ADD failed: forbidden path outside the build context/],
  [dockerfile('FROM alpine\\nCOPY /etc/passwd /x'), 1, /COPY failed: file not found in build context/],
  [dockerfile('FROM alpine\\nCOPY etc/passwd /x'), 1, /COPY failed: file not found in build context/],
  [dockerfile('FROM ../../etc'), 1, 'invalid reference format\n'],
  [dockerfile('\\0001\\0377\\0200'), 1, /dockerfile parse error line 1: unknown instruction/],
  ['docker build empty', 1, 'Error response from daemon: the Dockerfile (Dockerfile) cannot be empty\n'],
  ['docker build /nonexistent', 1, 'unable to prepare context: path "/nonexistent" not found\n'],
  ['docker run --rm busybox sh -c "echo x > /nowhere/y"', 1, "sh: can't create /nowhere/y: nonexistent directory\n"],
  // Names.
  ...['a b', '../x', '-x', 'é', '$(id)', 'a"b', 'x'].map(
    (name) => [`docker run --name '${name}' busybox true`, 125, badName(name)] as const,
  ),
  [`docker run --rm --name '' busybox true`, 0, ''],
  [
    `docker tag busybox 'a b'`,
    1,
    'Error parsing reference: "a b" is not a valid repository/tag: invalid reference format\n',
  ],
  [
    `kubectl create deployment 'a b' --image=nginx`,
    1,
    /Deployment.apps "a b" is invalid: \[?metadata.name: Invalid value: "a b"/,
  ],
  [`kubectl create namespace '../x'`, 1, /^The Namespace "..\/x" is invalid: metadata.name: Invalid value: "..\/x"/],
  [`kubectl create namespace "${'a'.repeat(300)}"`, 1, /must be no more than 63 characters\n$/],
  [`kubectl get pod $'a\\nb'`, 1, 'Error from server (NotFound): pods "a\\nb" not found\n'],
  [`kubectl get pod -- -x`, 1, 'Error from server (NotFound): pods "-x" not found\n'],
  [`kubectl get pod -x`, 1, /^Error: unknown shorthand flag: 'x' in -x\n/],
  // YAML.
  ['kubectl apply -f bomb.yaml', 1, /yaml: document contains excessive aliasing\n$/],
  ['kubectl apply -f itself.yaml', 1, /yaml: an anchor value contains itself|yaml: anchor 'm' value contains itself/],
  ['kubectl apply -f deep.yaml', 1, /yaml: .*exceeded max depth of 10000\n$/],
  ['kubectl apply -f huge.yaml', 1, 'error: huge.yaml is larger than 8388608 bytes\n'],
  // Services.
  ['kubectl create service nodeport one --tcp=80 --node-port=31986', 0, 'service/one created\n'],
  [
    'kubectl create service nodeport two --tcp=80 --node-port=31986',
    1,
    /spec.ports\[0\].nodePort: Invalid value: 31986: provided port is already allocated\n$/,
  ],
  ['kubectl create service nodeport two --tcp=80 --node-port=80', 1, /The range of valid ports is 30000-32767\n$/],
  ['kubectl apply -f self.yaml; curl -sS -m 10 127.0.0.1:31987', 7, /service\/self created\n.*\n.*curl: \(7\) /],
  [
    `kubectl run loop --image=app:1 --image-pull-policy=Never --port=80 -- node loop.js
kubectl expose pod loop; kubectl wait --for=condition=ready pod/loop; kubectl logs -f loop | grep -m1 up
kubectl run ask --image=busybox --restart=Never -it --rm -- wget -qO- http://loop; kubectl get pod loop`,
    0,
    /up\n[^]*loop +1\/1 +Running/,
  ],
  // Interrupted.
  [interrupted('kubectl get pods -w'), 0, /code (124|130)\n$/],
  [interrupted('kubectl logs -f loop'), 0, /code (124|130)\n$/],
  [interrupted('kubectl port-forward pod/loop 0:80'), 0, /code (124|130)\n$/],
  [interrupted('kubectl exec loop -- node idle.js'), 0, /code (124|130)\n$/],
  [interrupted('docker run --rm app:1 node idle.js'), 0, /code (124|130)\n$/],
  ['kubectl delete pod loop --force --grace-period=0', 0, /pod "loop" force deleted\n$/],
  // Many.
  ['for i in $(seq 100); do kubectl get nodes & done | sort | uniq -c; wait', 0, /^ +100 NAME/m],
  // Workloads that misbehave.
  ['docker run --rm app:1 node flood.js | wc -c', 0, /^ *104857600\n$/],
  ['docker run --rm app:1 node flood.js | (sleep 1; head -c 3)', 0, 'xxx'],
  ['for i in $(seq 10); do docker run --rm app:1 node crash.js & done; wait', 0, 'no\n'.repeat(10)],
];

test.each(rows)('%s', { timeout: 70_000 }, async (script, code, said) => {
  const ended = await typed(script);
  if (typeof said === 'string') expect(ended.output.endsWith(said) ? said : ended.output).toBe(said);
  else expect(ended.output).toMatch(said);
  expect(ended.code, ended.output).toBe(code);
  expect(ended.output).not.toMatch(/this is a bug|MaxListeners|^\s+at .*:\d+:\d+\)?$/m);
});

test('fifty pods; all is deleted while they are rolled out', { timeout: 120_000 }, async () => {
  const { output } = await typed(`kubectl apply -f fifty.yaml
kubectl wait --for=condition=available --timeout=50s deployment/fifty
kubectl set image deployment/fifty main=app:2; kubectl delete deployment,service,pod --all >/dev/null; echo $?`);
  expect(output).toMatch(/condition met\n.*image updated\n0\n$/);
  expect(await typed('kubectl wait --for=delete pod -l app=fifty --timeout=50s; kubectl get pods')).toMatchObject({
    output: expect.stringMatching(/No resources found in default namespace.\n$/) as unknown,
  });
});

test('fifty pods that crash at once, again and again', { timeout: 120_000 }, async () => {
  const { output } = await typed(`kubectl apply -f crash.yaml
kubectl get pods -l app=crash -w | grep -m 60 -E 'CrashLoopBackOff' | wc -l
kubectl delete deployment crash; kubectl wait --for=delete pod -l app=crash --timeout=30s; kubectl get pods -l app=crash`);
  expect(output).toMatch(/ *60\ndeployment.apps "crash" deleted\n[^]*No resources found/);
});

test('what a container leaves ends with it', { timeout: 60_000 }, async () => {
  const { code, output } = await typed('docker run --rm app:1 node fork.js');
  expect(code, output).toBe(0);
  const pids = output.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 5_000 }).toEqual([]);
});

test('an image of 200 MB is built, pushed, pulled and run in bounded memory', { timeout: 200_000 }, async () => {
  mkdirSync(join(folder, 'big'));
  const before = process.memoryUsage.rss();
  const { code, output } = await typed(`kubectl create deployment registry --image=registry:2
kubectl expose deployment registry --port=5000 --type=NodePort; kubectl wait --for=condition=available deployment/registry
name=127.0.0.1:$(kubectl get service registry -o jsonpath='{.spec.ports[0].nodePort}')/big
head -c 200000000 /dev/urandom > big/blob; printf 'FROM alpine\\nCOPY blob /blob\\n' > big/Dockerfile
docker build -q -t $name big && docker push -q $name && docker rmi $name && docker pull -q $name && docker run --rm $name ls -l /blob`);
  expect(output).toMatch(/200000000 .*\/blob\n$/);
  expect(code).toBe(0);
  // Unbounded it would be 200 MB, several times.
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
});

test('a push with a wrong digest', { timeout: 60_000 }, async () => {
  const { output } = await typed(`port=$(kubectl get service registry -o jsonpath='{.spec.ports[0].nodePort}')
place=$(curl -s -i -X POST 127.0.0.1:$port/v2/x/blobs/uploads/ | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
curl -s -X PUT "$place?digest=sha256:${'0'.repeat(64)}" -d wrong -w ' %{http_code}'`);
  expect(output).toMatch(/"code":"DIGEST_INVALID".* 400$/s);
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
  const socket = connect(join(node.folder, 'node1.sock'));
  socket.on('error', () => undefined).resume();
  socket.write(Buffer.from(bytes, 'latin1'));
  await once(socket, 'close');
  expect(await typed('kubectl get nodes')).toMatchObject({ code: 0 });
});
