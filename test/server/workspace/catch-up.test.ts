import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localTarget } from '../../../src/target/local.ts';
import { TestHub } from '../test-hub.ts';

const prompt = /\$ (?:\x1b\[\?2004h)?$/;

let folder: string;
let room: TestHub;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-catch-up-'));
});
afterEach(async () => {
  await room.close();
  expect(room.errors).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** A class on a deck with a slide for each command. */
function deckOf(...commands: readonly string[]): TestHub {
  const slides = commands.map((command, at) => `# S${at + 1}\n\n.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`);
  const target = () => localTarget({ environment: { ...process.env, HOME: folder }, cwd: folder });
  return new TestHub(slides.join('\n---\n'), { target });
}

const course = ['REGISTRY=localhost', 'touch made', 'test -n "$REGISTRY" && cat made && touch used'] as const;

test('a failure names the variable that an earlier slide sets, and one click does what is missing', async () => {
  room = deckOf(...course);
  const client = await room.client();
  client.send({ type: 'run', unit: 's3.1', scope: 'unit' });
  expect(await client.ends('s3.1')).toMatchObject({
    status: 'failed',
    cause: 'REGISTRY is empty in this shell: slide 1 sets it.',
  });
  client.send({ type: 'run', unit: 's3.1', scope: 'upTo' });
  expect(await client.ends('s3.1', 'passed')).not.toHaveProperty('cause');
  expect(client.units.get('s1.1')).toMatchObject({ status: 'passed' });
  expect(client.units.get('s2.1')).toMatchObject({ status: 'passed' });
});

test('the cause is told while a step that only reads is repeated', async () => {
  room = deckOf('REGISTRY=localhost', 'test -n "$REGISTRY"');
  const client = await room.client();
  client.send({ type: 'run', unit: 's2.1', scope: 'unit' });
  const { cause } = await client.ends('s2.1', 'waiting');
  expect(cause).toBe('REGISTRY is empty in this shell: slide 1 sets it.');
  client.send({ type: 'stop' });
  await client.ends('s2.1');
});

test('a tick fades with the shell that it stands for; what it had left there is done again, and only that', async () => {
  room = deckOf(...course);
  const client = await room.client();
  client.send({ type: 'run', unit: 's1.1', scope: 'rest' });
  await client.ends('s3.1', 'passed');
  client.types('exit\r');
  await client.until('the tick fades', () => client.units.get('s1.1')?.stale);
  expect(client.units.get('s2.1')?.stale).toBeUndefined();
  await client.sees(/new one on the same node[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
  client.send({ type: 'run', unit: 's3.1', scope: 'unit' });
  expect(await client.ends('s3.1', 'failed')).toMatchObject({ cause: expect.stringContaining('REGISTRY') as string });
  const before = client.messages.length;
  client.send({ type: 'run', unit: 's3.1', scope: 'upTo' });
  await client.ends('s3.1', 'passed');
  const ran = client.messages.slice(before).flatMap((each) => (each.type === 'unit' ? [each.unit] : []));
  expect(new Set(ran)).toEqual(new Set(['s1.1', 's3.1']));
});

test.each(['unset REGISTRY', 'REGISTRY=', 'kill -9 $$', 'exit 3', 'exec false', 'export REGISTRY; unset REGISTRY'])(
  'after %s the cause is named, and one click does what is missing',
  async (typed) => {
    room = deckOf(...course);
    const client = await room.client();
    client.send({ type: 'run', unit: 's2.1', scope: 'upTo' });
    await client.ends('s2.1', 'passed');
    const before = client.text.length;
    client.types(`${typed}\r`);
    await client.until('the next prompt', () =>
      /\r\n(?:[^]*\n)?[^\n]*\$ (?:\x1b\[\?2004h)?$/.test(client.text.slice(before)),
    );
    client.send({ type: 'run', unit: 's3.1', scope: 'unit' });
    expect(await client.ends('s3.1', 'failed')).toMatchObject({
      cause: 'REGISTRY is empty in this shell: slide 1 sets it.',
    });
    client.send({ type: 'run', unit: 's3.1', scope: 'upTo' });
    expect(await client.ends('s3.1', 'passed')).not.toHaveProperty('cause');
  },
);

test('after a new node everything is done again by one click', async () => {
  room = deckOf(...course);
  const client = await room.client();
  client.send({ type: 'run', unit: 's2.1', scope: 'upTo' });
  await client.ends('s2.1', 'passed');
  client.send({ type: 'newNode' });
  await client.ends('s1.1', 'idle');
  await client.until('another node', () => client.messages.some((m) => m.type === 'node' && m.status === 'ready'));
  rmSync(join(folder, 'made'), { force: true });
  client.send({ type: 'run', unit: 's3.1', scope: 'upTo' });
  expect(await client.ends('s3.1', 'passed')).not.toHaveProperty('cause');
  for (const id of ['s1.1', 's2.1']) expect(client.units.get(id)).toMatchObject({ status: 'passed' });
});

test('what is there already is ticked by a person, and nothing else is', async () => {
  room = deckOf('mkdir made', 'touch /proc/no');
  const client = await room.client();
  await client.sees(prompt);
  client.types('mkdir made && echo $((1 + 1))\r');
  await client.sees(/[\r\n]2\r\n/);
  client.send({ type: 'run', unit: 's1.1', scope: 'unit' });
  expect(await client.ends('s1.1')).toMatchObject({ status: 'failed', there: true });
  client.send({ type: 'mark', unit: 's1.1', as: 'done' });
  expect(await client.ends('s1.1', 'passed')).toEqual({ status: 'passed', byHand: true });
  client.send({ type: 'run', unit: 's2.1', scope: 'unit' });
  await client.ends('s2.1', 'failed');
  client.send({ type: 'mark', unit: 's2.1', as: 'done' });
  client.send({ type: 'mark', unit: 's1.1', as: 'idle' });
  await client.ends('s1.1', 'idle');
  expect(client.units.get('s2.1')).toMatchObject({ status: 'failed' });
});

test('the shell that follows one that has ended writes below what was there', async () => {
  room = deckOf('true');
  const client = await room.client();
  await client.sees(prompt);
  client.types('exit\r');
  await client.sees(/new one on the same node/);
  expect(client.text).not.toContain('\x1b[?1049l');
});
