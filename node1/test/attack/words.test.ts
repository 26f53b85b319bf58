import { afterAll, beforeAll, test } from 'vitest';
import { type Attacked, attackNode1, check, type Row } from './attacked.ts';

function many(count: number, text: (index: number) => string) {
  return Array.from({ length: count }, (_, i) => text(i)).join('');
}

const manifests: Readonly<Record<string, string>> = {
  'bomb.yaml': `apiVersion: v1\nkind: ConfigMap\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${many(10, (i) => `a${i + 1}: &a${i + 1} [${many(9, () => `*a${i},`)}]\n`)}`,
  'itself.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: &m {name: x, annotations: *m}\n',
  'deep.yaml': `apiVersion: v1\nkind: Pod\nx: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
  'huge.yaml': '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: huge}\n'.repeat(150_000),
  'self.yaml': `apiVersion: v1
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

function dockerfile(text: string): string {
  return `printf '%b' '${text}' > attack.dockerfile; docker build -f attack.dockerfile .`;
}
function badName(name: string): string {
  return `docker: Error response from daemon: Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed.\nSee 'docker run --help'.\n`;
}

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attackNode1(manifests);
}, 60_000);
afterAll(() => attacked.close(), 60_000);

test.each<Row>([
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
  ...['a b', '../x', '-x', 'é', '$(id)', 'a"b', 'x'].map((name): Row => [
    `docker run --name '${name}' busybox true`,
    125,
    badName(name),
  ]),
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
  ['kubectl apply -f itself.yaml', 1, /yaml: an anchor value contains itself\n$/],
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
])('%s', { timeout: 70_000 }, async (...row) => {
  await check(attacked, row);
});
