import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { curl } from '../../src/gateway/curl/curl.ts';
import { jq } from '../../src/gateway/jq.ts';
import type { Code, Message } from '../../src/messages/codes.ts';
import { en } from '../../src/messages/en.ts';
import { fr } from '../../src/messages/fr.ts';
import { word } from '../../src/messages/message.ts';
import { type Node, startNode } from '../docker/harness.ts';
import { call } from '../gateway/call.ts';
import { kubectl } from '../kubectl/typed.ts';

/** Nothing of the cluster can be reached. */
const noReach = Object.assign(() => undefined, { isApi: () => false });

let node: Node;
let folder: string;
beforeAll(async () => {
  node = await startNode('fr');
  folder = await mkdtemp(join(tmpdir(), 'pupitre-french-'));
  await node.docker(['run', '-d', '--name', 'web', 'nginx']);
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nADD http://x/y /\n');
  await writeFile(
    join(folder, 'docker-compose.yml'),
    'services:\n  a:\n    image: busybox\n    sysctls:\n      kernel.hostname: x\n',
  );
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true, force: true });
});

/** Words that a French sentence does not have. */
const english =
  /\b(?:the|is|not|use|of|with|and|has|than|more|knows|simulated|rehearsal|build from|without|these|known)\b/;

/** Data that fits any message. */
const anyData = {
  ...{
    what: 'docker x',
    known: ['--a'],
    line: 1,
    option: '-x',
    command: 'up',
    problem: 'unknown flag: -x',
    kind: 'Job',
  },
  ...{ apiVersion: 'v1', name: 'x', operation: 'move', field: 'x', of: 'pod', type: 'nfs', most: 3, template: '.X' },
  ...{ path: '-', instruction: 'ADD', key: 'x', program: 'vi', bytes: 3, count: 3, port: 3, reason: 'x' },
};

test.each(Object.keys(fr) as Code[])('%s is French in French', (code) => {
  const message = { code, data: anyData } as unknown as Message;
  expect(word(message, 'fr').replace('npm run build', '').replace('unknown flag', '')).not.toMatch(english);
  expect(word(message, 'fr')).not.toBe(word(message, 'en'));
  expect(word(message, 'fr')).not.toMatch(/'|(?<=\S) [;:»]|« /);
});

test('both languages have the same codes', () => {
  expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
});

test.each([
  ['docker', 'run --gpus all busybox'],
  ['docker', 'swarm init'],
  ['docker', 'ps -f isolation=x'],
  ['docker', 'build http://x/y'],
  ['docker', 'build .'],
  ['docker', 'exec web vi'],
  ['docker', 'exec web ping 1.2.3.4'],
  ['docker', 'exec web find / -inum 644'],
  ['docker', 'exec web vi /etc/passwd'],
  ['compose', '--host x ps'],
  ['compose', 'config --resolve-image-digests'],
  ['compose', 'up -d'],
  ['kubectl', 'auth reconcile'],
  ['kubectl', 'get leases'],
  ['kubectl', 'logs x --as bob'],
  ['kubectl', 'apply -f https://example.org/x.yaml'],
  ['curl', '--http2 x'],
  ['jq', '--stream .'],
])('%s %s is refused in French', async (program, line) => {
  const words = line.split(' ');
  const how = { cwd: folder, lang: 'fr' } as const;
  const { code, all } =
    program === 'docker'
      ? await node.docker(words, how)
      : program === 'compose'
        ? await node.compose(words, how)
        : program === 'kubectl'
          ? await kubectl(node.engine.cluster, line, how).then(({ code, err }) => ({ code, all: err }))
          : await call(program === 'curl' ? (typed) => curl(typed, noReach) : jq, words, how).then(
              ({ code, stderr }) => ({ code, all: stderr }),
            );
  expect(all).toMatch(/^répétition\u00a0: /m);
  expect(
    all
      .replace('unknown flag', '')
      .replace('is-task', '')
      .replace('context use', '')
      .replace(/^(?:Sending build|Creating).*$/gm, ''),
  ).not.toMatch(english);
  expect(code).not.toBe(0);
});

test('words of node1 stand in its messages, and nowhere else', () => {
  const src = resolve(import.meta.dirname, '../../src');
  const wrong = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('messages/'))
    .filter((file) =>
      /(['`])[^'`\n]*(?:rehearsal: |is not simulated|rehearsal knows)/.test(
        readFileSync(join(src, file), 'utf8').replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, ''),
      ),
    );
  expect(wrong).toEqual([]);
});
