import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { flow } from '../../../src/protocol.ts';
import { TestHub } from '../test-hub.ts';

// Real shells on a busy machine: what does not happen says so itself, after a minute.
vi.setConfig({ testTimeout: 120_000 });

let room: TestHub | undefined;

afterEach(async () => {
  await room?.close();
  expect(room?.errors ?? []).toEqual([]);
  room = undefined;
});

function exercise(...fences: readonly string[]): string {
  return `.exercise[\n\n${fences.join('\n\n')}\n\n]\n`;
}
function bash(command: string): string {
  return `\`\`\`bash\n${command}\n\`\`\``;
}
function hidden(method: string, data: string): string {
  return `<!-- \`\`\`${method} ${data}\`\`\` -->`;
}

const course = [
  `# First\n\n${exercise(bash('FRUIT=apple'), bash('echo "I eat $FRUIT"'))}`,
  `# Second\n\n${exercise(bash('printf \'{"a": 1, "b": 2}\\n\''))}\nThe output should be:\n\`\`\`json\n{"a": 1}\n\`\`\`\n`,
  `# Third\n\n${exercise(bash('mkdir /proc/nowhere'), bash('echo never'))}`,
  `# Fourth\n\n${exercise(bash('sh -c "echo beat; exec sleep 1000"'), hidden('wait', 'beat'), hidden('key', '^C'))}`,
  `# Fifth\n\n${exercise(bash('echo one\necho two'))}`,
].join('\n---\n');

describe('units', () => {
  test('run by their id, in the shell that is in the page', async () => {
    room = new TestHub(course);
    const client = await room.client();
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    expect(await client.ends('first.1')).toMatchObject({ status: 'passed' });
    client.send({ type: 'run', unit: 'first.2', scope: 'unit' });
    expect(await client.ends('first.2')).toMatchObject({ status: 'passed' });
    await client.sees(/I eat apple/);
    client.types('echo "by hand: $FRUIT"\r');
    await client.sees(/by hand: apple/);
  });

  test('tell expected output by its place', async () => {
    room = new TestHub(course);
    const client = await room.client();
    client.send({ type: 'run', unit: 'second.1', scope: 'unit' });
    const { status, expected } = await client.ends('second.1');
    expect(status).toBe('passed');
    expect(expected).toEqual([{ region: expect.any(String) as string, held: true }]);
  });

  test('one that fails says why, and the queue is emptied', async () => {
    room = new TestHub(course);
    const client = await room.client();
    client.send({ type: 'run', unit: 'third.1', scope: 'rest' });
    expect(await client.ends('third.1')).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(await client.ends('third.2', 'idle')).toEqual({ status: 'idle' });
    expect(client.units.get('fourth.1')).toEqual({ status: 'idle' });
  });

  test('hidden steps act with the visible one before them', async () => {
    room = new TestHub(course);
    const client = await room.client();
    client.send({ type: 'run', unit: 'fourth.1', scope: 'unit' });
    expect(await client.ends('fourth.1')).toMatchObject({ status: 'passed' });
    client.types('echo again\r');
    await client.sees(/[\n\r]again/);
  });

  test('a double click is one click; a slide runs in order, what has passed is not repeated', async () => {
    room = new TestHub(course);
    const client = await room.client();
    for (let clicks = 0; clicks < 1000; clicks++) client.send({ type: 'run', unit: 'first.1', scope: 'slide' });
    await client.ends('first.2');
    client.send({ type: 'run', unit: 'second.1', scope: 'unit' });
    await client.ends('second.1');
    expect(client.text.match(/FRUIT=apple/g)).toHaveLength(1);
  });

  test('stop ends what runs, and the shell is there', async () => {
    room = new TestHub(`# A\n\n${exercise(bash('sleep 1000'), bash('echo never'))}`);
    const client = await room.client();
    client.send({ type: 'run', unit: 'a.1', scope: 'rest' });
    await client.sees(/sleep 1000/);
    client.send({ type: 'stop' });
    expect(await client.ends('a.1')).toMatchObject({ status: 'notRun' });
    client.types('echo still""here\r');
    await client.sees(/stillhere/);
    expect(client.units.get('a.2')?.status).toBe('idle');
  });

  test('one that fails half done leaves no command running', async () => {
    const wait = [bash('sh -c "echo up; exec sleep 1000"'), hidden('wait', 'up')];
    const open = [hidden('open', 'http://127.0.0.1:9/'), hidden('timeout', '1s')];
    room = new TestHub(`# A\n\n${exercise(...wait, ...open, hidden('key', '^C'))}`);
    const client = await room.client();
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    expect(await client.ends('a.1')).toMatchObject({ status: 'failed' });
    client.types('echo the shell is ba""ck\r');
    await client.sees(/the shell is back/);
  });

  test('a person may say that a manual one is done, and of any that it is skipped or open', async () => {
    room = new TestHub(`# A\n\n${exercise(bash('echo one'))}\n---\n# B\n\n${exercise('Look around.')}`);
    const client = await room.client();
    client.send({ type: 'mark', unit: 'a.1', as: 'done' });
    client.send({ type: 'mark', unit: 'b.1', as: 'done' });
    expect(await client.ends('b.1')).toEqual({ status: 'passed', byHand: true });
    expect(client.units.get('a.1')).toBeUndefined();
    client.send({ type: 'mark', unit: 'a.1', as: 'skipped' });
    expect(await client.ends('a.1', 'skipped')).toEqual({ status: 'skipped' });
    client.send({ type: 'mark', unit: 'b.1', as: 'idle' });
    expect(await client.ends('b.1', 'idle')).toEqual({ status: 'idle' });
  });

  test('the page that answered is told', async () => {
    const server = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    room = new TestHub(`# A\n\n${exercise(bash('true'), hidden('open', url))}`);
    const client = await room.client();
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    expect(await client.ends('a.1')).toMatchObject({ status: 'passed', url });
    server.close();
  });

  test('a text instead of an id runs nothing', async () => {
    room = new TestHub(course);
    const client = await room.client();
    client.send({ type: 'run', unit: 'touch /tmp/owned', scope: 'unit' });
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    await client.ends('first.1');
    expect(client.text).not.toContain('owned');
  });
});

describe('typing counts', () => {
  test('a step that a person types is ticked with its real verdict', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types('FRUIT=apple\r');
    expect(await client.ends('first.1')).toMatchObject({ status: 'passed', byHand: true });
    client.types('mkdir   /proc/nowhere\r');
    expect(await client.ends('third.1')).toMatchObject({ status: 'failed', exitCode: 1, byHand: true });
    client.types(`printf '{"a": 2}\\n'\r`);
    client.types(`printf '{"a": 1, "b": 2}\\n'\r`);
    expect(await client.ends('second.1')).toMatchObject({ status: 'passed', expected: [{ held: true }] });
  });

  test('what a unit types with its keys does not', async () => {
    const keys = [hidden('keys', 'echo counted'), hidden('key', '^J')];
    room = new TestHub(`# A\n\n${exercise(...keys, bash('true'), bash('echo counted'), bash('echo last'))}`);
    const client = await room.client();
    client.types('echo be""fore\r');
    await client.sees(/before/);
    client.send({ type: 'run', unit: 'a.3', scope: 'unit' });
    await client.sees(/[\n\r]counted[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    expect(await client.ends('a.3')).toMatchObject({ status: 'passed' });
    client.types('echo last\r');
    await client.ends('a.5');
    expect([...client.units.keys()]).not.toContain('a.4');
  });

  test('a step of several lines is ticked after the last', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types('echo one\r');
    await client.sees(/[\n\r]one\r\n/);
    expect(client.units.get('fifth.1')).toBeUndefined();
    client.types('echo two\r');
    expect(await client.ends('fifth.1')).toMatchObject({ status: 'passed', byHand: true });
  });

  test('one that does not end by itself counts when it was stopped', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types('sh -c "echo beat; exec sleep 1000"\r');
    await client.sees(/[\n\r]beat/);
    client.types('\x03');
    expect(await client.ends('fourth.1')).toMatchObject({ status: 'passed', byHand: true });
  });
});

describe('the stream', () => {
  test('a page that comes back goes on where it was', async () => {
    room = new TestHub(course);
    const first = await room.client();
    const { node } = await first.receives('welcome');
    first.types('echo be""fore\r');
    await first.sees(/before/);
    await first.sees(/before[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    first.socket.terminate();
    await first.closed;
    const other = await room.client();
    other.types('echo mean""while\r');
    await other.sees(/meanwhile[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    const again = await room.client({ node, offset: first.offset });
    expect(await again.receives('welcome')).not.toHaveProperty('screen');
    await again.sees(/meanwhile/);
    expect(again.text).not.toContain('before');
  });

  test('a new page gets the screen as it is', async () => {
    room = new TestHub(course);
    const first = await room.client();
    first.types('echo be""fore\r');
    await first.sees(/before[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    const second = await room.client();
    await second.sees(/before/);
    expect(second.messages.find(({ type }) => type === 'welcome')).toMatchObject({ windows: 2 });
  });

  test('a page that was away too long, or on another node, starts with the screen', async () => {
    room = new TestHub(course);
    const first = await room.client();
    const { node } = await first.receives('welcome');
    first.deaf = true;
    first.types(`head -c 2000000 /dev/zero | tr '\\0' x; echo do""ne\r`);
    await first.sees(/done/);
    const late = await room.client({ node, offset: 5 });
    expect(await late.receives('welcome')).toHaveProperty('screen');
    const other = await room.client({ node: 'another', offset: 5 });
    expect(await other.receives('welcome')).toHaveProperty('screen');
  });

  test('a frozen window costs nothing, holds nobody up, and gets the screen when it is back', async () => {
    room = new TestHub(course);
    const frozen = await room.client();
    await frozen.sees(/\$ (?:\x1b\[\?2004h)?$/);
    frozen.frozen = true;
    frozen.types(`for i in $(seq 1 60000); do echo "line $i of a flood that nobody reads"; done; echo o""ver\r`);
    await frozen.until('a full window', () => frozen.bytes >= flow.high - flow.batch);
    const other = await room.client();
    other.deaf = true;
    await other.sees(/over[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    expect(frozen.bytes).toBeLessThan(flow.high + 2 * flow.batch);
    const heard = frozen.messages.length;
    frozen.thaw();
    await frozen.until('a screen', () => frozen.messages.slice(heard).some(({ type }) => type === 'screen'));
    await frozen.sees(/over/);
    frozen.types('echo ali""ve\r');
    await frozen.sees(/alive/);
  });

  test('nothing is lost in a flood to a window that keeps up, and ^C works in it', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    const before = client.offset;
    client.deaf = true;
    client.types(`seq 1 400000; echo do""ne\r`);
    await client.sees(/done/);
    expect(client.offset - before).toBeGreaterThan(400_000 * 7);
    client.types('yes\r');
    await client.until('a flood', () => client.bytes > 6_000_000);
    client.types('\x03');
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
  });

  test('a window that acknowledges each frame of many small ones is not thrown out', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.deaf = true;
    client.types('for ((i = 0; i < 40000; i++)); do echo $i; done; echo do""ne\r');
    await client.sees(/39999\r\ndone/);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  test('a new node is new, for every window', async () => {
    room = new TestHub(course);
    const one = await room.client();
    const two = await room.client();
    one.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    await two.ends('first.1', 'passed');
    one.send({ type: 'newNode' });
    await two.ends('first.1', 'idle');
    await two.until('another node', () => two.messages.some((m) => m.type === 'node' && m.status === 'ready'));
    two.types('echo "<$FRUIT>"\r');
    await two.sees(/<>/);
    await one.sees(/<>/);
  });

  test('a shell that ends is followed by a new one', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types('exit\r');
    await client.sees(/here is a new one/);
    await client.sees(/new one[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    client.types('echo ba""ck\r');
    await client.sees(/back/);
  });

  test('a large paste into a program that does not read is refused, and stop ends it', async () => {
    room = new TestHub(course);
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types(`sh -c 'echo up""on; exec sleep 1000'\r`);
    await client.sees(/upon/);
    const began = process.cpuUsage();
    for (let at = 0; at < 32; at++) client.types('x'.repeat(64 * 1024));
    const { text } = await client.receives('notice');
    expect(text).toContain('does not read');
    client.send({ type: 'stop' });
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(8);
  });
});
