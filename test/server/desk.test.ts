import { afterEach, describe, expect, test } from 'vitest';
import { flow } from '../../src/protocol.ts';
import { Classroom } from './classroom.ts';

let room: Classroom | undefined;

afterEach(async () => {
  await room?.close();
  expect(room?.errors ?? []).toEqual([]);
  room = undefined;
});

function exercise(...fences: readonly string[]): string {
  return `.exercise[\n\n${fences.join('\n\n')}\n\n]\n`;
}
const bash = (command: string): string => `\`\`\`bash\n${command}\n\`\`\``;
const hidden = (method: string, data: string): string => `<!-- \`\`\`${method} ${data}\`\`\` -->`;

const course = [
  `# First\n\n${exercise(bash('FRUIT=apple'), bash('echo "I eat $FRUIT"'))}`,
  `# Second\n\n${exercise(bash('printf \'{"a": 1, "b": 2}\\n\''))}\nThe output should be:\n\`\`\`json\n{"a": 1}\n\`\`\`\n`,
  `# Third\n\n${exercise(bash('mkdir /proc/nowhere'), bash('echo never'))}`,
  `# Fourth\n\n${exercise(bash('sh -c "echo beat; exec sleep 1000"'), hidden('wait', 'beat'), hidden('key', '^C'))}`,
  `# Fifth\n\n${exercise(bash('echo one\necho two'))}`,
].join('\n---\n');

describe('units', () => {
  test('run by their id, in the shell that is in the page', async () => {
    room = new Classroom(course);
    const student = await room.student();
    student.say({ type: 'run', unit: 'first.1', scope: 'unit' });
    expect(await student.ends('first.1')).toMatchObject({ status: 'passed' });
    student.say({ type: 'run', unit: 'first.2', scope: 'unit' });
    expect(await student.ends('first.2')).toMatchObject({ status: 'passed' });
    await student.sees(/I eat apple/);
    student.types('echo "by hand: $FRUIT"\r');
    await student.sees(/by hand: apple/);
  });

  test('tell expected output by its place', async () => {
    room = new Classroom(course);
    const student = await room.student();
    student.say({ type: 'run', unit: 'second.1', scope: 'unit' });
    const { status, expected } = await student.ends('second.1');
    expect(status).toBe('passed');
    expect(expected).toEqual([{ line: expect.any(Number) as number, column: 1, held: true }]);
  });

  test('one that fails says why, and the queue is emptied', async () => {
    room = new Classroom(course);
    const student = await room.student();
    student.say({ type: 'run', unit: 'third.1', scope: 'rest' });
    expect(await student.ends('third.1')).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(await student.ends('third.2', 'idle')).toEqual({ status: 'idle' });
    expect(student.units.get('fourth.1')).toEqual({ status: 'idle' });
  });

  test('hidden steps act with the visible one before them', async () => {
    room = new Classroom(course);
    const student = await room.student();
    student.say({ type: 'run', unit: 'fourth.1', scope: 'unit' });
    expect(await student.ends('fourth.1')).toMatchObject({ status: 'passed' });
    student.types('echo again\r');
    await student.sees(/[\n\r]again/);
  });

  test('a double click is one click; a slide runs in order, what has passed is not repeated', async () => {
    room = new Classroom(course);
    const student = await room.student();
    for (let clicks = 0; clicks < 1000; clicks++) student.say({ type: 'run', unit: 'first.1', scope: 'slide' });
    await student.ends('first.2');
    student.say({ type: 'run', unit: 'second.1', scope: 'unit' });
    await student.ends('second.1');
    expect(student.text.match(/FRUIT=apple/g)).toHaveLength(1);
  });

  test('stop ends what runs, and the shell is there', async () => {
    room = new Classroom(`# A\n\n${exercise(bash('sleep 1000'), bash('echo never'))}`);
    const student = await room.student();
    student.say({ type: 'run', unit: 'a.1', scope: 'rest' });
    await student.sees(/sleep 1000/);
    student.say({ type: 'stop' });
    expect(await student.ends('a.1')).toMatchObject({ status: 'notRun' });
    student.types('echo still""here\r');
    await student.sees(/stillhere/);
    expect(student.units.get('a.2')?.status).toBe('idle');
  });

  test('a text instead of an id runs nothing', async () => {
    room = new Classroom(course);
    const student = await room.student();
    student.say({ type: 'run', unit: 'touch /tmp/owned', scope: 'unit' });
    student.say({ type: 'run', unit: 'first.1', scope: 'unit' });
    await student.ends('first.1');
    expect(student.text).not.toContain('owned');
  });
});

describe('typing counts', () => {
  test('a step that a person types is ticked with its real verdict', async () => {
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    student.types('FRUIT=apple\r');
    expect(await student.ends('first.1')).toMatchObject({ status: 'passed', byHand: true });
    student.types('mkdir   /proc/nowhere\r');
    expect(await student.ends('third.1')).toMatchObject({ status: 'failed', exitCode: 1, byHand: true });
    student.types(`printf '{"a": 2}\\n'\r`);
    student.types(`printf '{"a": 1, "b": 2}\\n'\r`);
    expect(await student.ends('second.1')).toMatchObject({ status: 'passed', expected: [{ held: true }] });
  });

  test('a step of several lines is ticked after the last', async () => {
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    student.types('echo one\r');
    await student.sees(/[\n\r]one\r\n/);
    expect(student.units.get('fifth.1')).toBeUndefined();
    student.types('echo two\r');
    expect(await student.ends('fifth.1')).toMatchObject({ status: 'passed', byHand: true });
  });

  test('one that does not end by itself counts when it was stopped', async () => {
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    student.types('sh -c "echo beat; exec sleep 1000"\r');
    await student.sees(/[\n\r]beat/);
    student.types('\x03');
    expect(await student.ends('fourth.1')).toMatchObject({ status: 'passed', byHand: true });
  });
});

describe('the stream', () => {
  test('a page that comes back goes on where it was', async () => {
    room = new Classroom(course);
    const first = await room.student();
    const { node } = await first.hears('welcome');
    first.types('echo be""fore\r');
    await first.sees(/before/);
    await first.sees(/before[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    first.socket.terminate();
    await first.closed;
    const other = await room.student();
    other.types('echo mean""while\r');
    await other.sees(/meanwhile[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    const again = await room.student({ node, offset: first.offset });
    expect(await again.hears('welcome')).not.toHaveProperty('screen');
    await again.sees(/meanwhile/);
    expect(again.text).not.toContain('before');
  });

  test('a new page gets the screen as it is', async () => {
    room = new Classroom(course);
    const first = await room.student();
    first.types('echo be""fore\r');
    await first.sees(/before[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    const second = await room.student();
    await second.sees(/before/);
    expect(second.messages.find(({ type }) => type === 'welcome')).toMatchObject({ windows: 2 });
  });

  test('a page that was away too long, or on another node, starts with the screen', async () => {
    room = new Classroom(course);
    const first = await room.student();
    const { node } = await first.hears('welcome');
    first.deaf = true;
    first.types(`head -c 2000000 /dev/zero | tr '\\0' x; echo do""ne\r`);
    await first.sees(/done/);
    const late = await room.student({ node, offset: 5 });
    expect(await late.hears('welcome')).toHaveProperty('screen');
    const other = await room.student({ node: 'another', offset: 5 });
    expect(await other.hears('welcome')).toHaveProperty('screen');
  });

  test('a frozen window costs nothing, holds nobody up, and gets the screen when it is back', async () => {
    room = new Classroom(course);
    const frozen = await room.student();
    await frozen.sees(/\$ (?:\x1b\[\?2004h)?$/);
    frozen.frozen = true;
    frozen.types(`for i in $(seq 1 60000); do echo "line $i of a flood that nobody reads"; done; echo o""ver\r`);
    await frozen.until('a full window', () => frozen.bytes >= flow.high - flow.batch);
    const other = await room.student();
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
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    const before = student.offset;
    student.deaf = true;
    student.types(`seq 1 400000; echo do""ne\r`);
    await student.sees(/done/);
    expect(student.offset - before).toBeGreaterThan(400_000 * 7);
    student.types('yes\r');
    await student.until('a flood', () => student.bytes > 6_000_000);
    student.types('\x03');
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
  });

  test('a new node is new, for every window', async () => {
    room = new Classroom(course);
    const one = await room.student();
    const two = await room.student();
    one.say({ type: 'run', unit: 'first.1', scope: 'unit' });
    await two.ends('first.1', 'passed');
    one.say({ type: 'newNode' });
    await two.ends('first.1', 'idle');
    await two.until('another node', () => two.messages.some((m) => m.type === 'node' && m.status === 'ready'));
    two.types('echo "<$FRUIT>"\r');
    await two.sees(/<>/);
    await one.sees(/<>/);
  });

  test('a shell that ends is followed by a new one', async () => {
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    student.types('exit\r');
    await student.sees(/here is a new one/);
    await student.sees(/new one[\s\S]*\$ (?:\x1b\[\?2004h)?$/);
    student.types('echo ba""ck\r');
    await student.sees(/back/);
  });

  test('a large paste into a program that does not read is refused, and stop ends it', async () => {
    room = new Classroom(course);
    const student = await room.student();
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    student.types(`sh -c 'echo up""on; exec sleep 1000'\r`);
    await student.sees(/upon/);
    const began = process.cpuUsage();
    for (let at = 0; at < 32; at++) student.types('x'.repeat(64 * 1024));
    const { text } = await student.hears('notice');
    expect(text).toContain('does not read');
    student.say({ type: 'stop' });
    await student.sees(/\$ (?:\x1b\[\?2004h)?$/);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(8);
  });
});
