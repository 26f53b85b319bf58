import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { TestHub } from '../test-hub.ts';

/** A slide for each title, with its commands. */
function deck(slides: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(slides)
    .map(([title, commands]) => {
      const fences = commands.map((command) => `\`\`\`bash\n${command}\n\`\`\``).join('\n\n');
      return `# ${title}\n\n.exercise[\n${fences}\n]\n`;
    })
    .join('\n---\n');
}

/** What a command reads that is to run until the test lets it go on. */
const folder = mkdtempSync(join(tmpdir(), 'pupitre-held-'));
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);
const held = `read -r line < ${pipe}; echo "got $line"`;
function release(): Promise<void> {
  return writeFile(pipe, 'me\n');
}
const first = deck({ One: ['X=kept; echo a', 'echo b'], Two: [held, 'echo d', 'echo e'] });

let hub: TestHub;
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  hub = new TestHub(first);
});
afterEach(async () => {
  await hub.close();
  expect(hub.errors).toEqual([]);
});

test('units that do the same keep their ticks, wherever they are now; others begin anew and say why; the shell stays', async () => {
  const client = await hub.client();
  client.send({ type: 'run', unit: 'one.1', scope: 'unit' });
  await client.ends('one.1');
  client.send({ type: 'run', unit: 'one.2', scope: 'unit' });
  await client.ends('one.2');
  const { course: before, node } = await client.receives('welcome');
  expect(before).toBe('1');
  hub.save(deck({ One: ['echo new', 'X=kept; echo a', 'echo changed'], Two: [held, 'echo d'] }), '2');
  const told = await client.receives('course');
  expect(told).toMatchObject({ version: '2', slide: 1 });
  // What was `one.1` is `one.2` now; what was `one.2` is gone, `one.3` was never done.
  expect(told.units).toMatchObject({ 'one.2': { status: 'passed' } });
  expect(Object.keys(told.units ?? {})).toEqual(['one.2']);
  const late = await hub.client();
  expect(await late.receives('welcome')).toMatchObject({ course: '2', node, units: { 'one.2': { status: 'passed' } } });
  client.types('echo "X is $X"\r');
  await client.sees(/X is kept/);
  client.send({ type: 'run', unit: 'one.3', scope: 'unit' });
  expect(await client.ends('one.3')).toMatchObject({ status: 'passed' });
  await client.sees(/changed\r/);
  hub.save(deck({ One: ['echo new', 'X=kept; echo a', 'echo other'], Two: [held, 'echo d'] }), '3');
  const next = await client.until('the third course', () =>
    client.messages.find((message) => message.type === 'course' && message.version === '3'),
  );
  expect(next).toMatchObject({
    units: { 'one.3': { status: 'idle', note: 'This command was changed after you had done it.' } },
  });
  const { units } = hub.store.state.persons.get('one') ?? {};
  expect([...(units ?? [])].map(([id, { state }]) => `${id} ${state.status}`).sort()).toEqual([
    'one.2 passed',
    'one.3 idle',
  ]);
});

test('a unit that runs goes on under its new id, and the queue behind it', async () => {
  const client = await hub.client();
  client.send({ type: 'run', unit: 'two.1', scope: 'rest' });
  await client.until('the question', () => client.units.get('two.1')?.status === 'running');
  await client.sees(/read -r line .*\r\n/);
  hub.save(deck({ One: ['X=kept; echo a', 'echo b'], Two: ['echo new', held, 'echo d', 'echo e'] }), '2');
  const { units } = await client.receives('course');
  expect(units).toMatchObject({
    'two.2': { status: expect.stringMatching(/running|waiting/) as string },
    'two.3': { status: 'queued' },
    'two.4': { status: 'queued' },
  });
  client.units.clear();
  await release();
  await client.ends('two.4');
  expect(Object.fromEntries([...client.units].map(([id, { status }]) => [id, status]))).toEqual({
    'two.2': 'passed',
    'two.3': 'passed',
    'two.4': 'passed',
  });
  // What was run for it is its, too.
  client.send({ type: 'report' });
  const report = await client.receives('report');
  expect(report.units?.find(({ unit }) => unit === 'two.2')?.commands).toMatchObject([{ text: held }]);
});

test('a unit that is changed while it runs goes on as it was, and is to be done again; nothing runs after the gap', async () => {
  const client = await hub.client();
  client.send({ type: 'run', unit: 'two.1', scope: 'rest' });
  await client.sees(/read -r line .*\r\n/);
  hub.save(deck({ One: ['X=kept; echo a', 'echo b'], Two: [`${held} and`, 'echo d', 'echo e'] }), '2');
  const { units } = await client.receives('course');
  expect(units?.['two.1']?.status).toMatch(/running|waiting/);
  client.units.clear();
  await release();
  await client.sees(/got me/);
  expect(await client.ends('two.1', 'idle')).toMatchObject({ note: expect.stringContaining('changed') as string });
  expect(await client.ends('two.3', 'idle')).toMatchObject({ status: 'idle' });
  expect(client.text).not.toMatch(/\r[de]\r/);
});

test('of those that wait, the first that is changed is taken out, with all after it', async () => {
  const client = await hub.client();
  client.send({ type: 'run', unit: 'two.1', scope: 'rest' });
  await client.sees(/read -r line .*\r\n/);
  hub.save(deck({ One: ['X=kept; echo a', 'echo b'], Two: [held, 'echo other', 'echo e'] }), '2');
  const { units } = await client.receives('course');
  expect(Object.keys(units ?? {})).toEqual(['two.1']);
  await release();
  expect(await client.ends('two.1', 'passed')).toMatchObject({ status: 'passed' });
  client.send({ type: 'run', unit: 'one.2', scope: 'unit' });
  await client.ends('one.2');
  expect(client.text).not.toMatch(/\r(?:other|e)\r/);
});

test('a unit that vanishes while it runs ends unseen, and the next can be run', async () => {
  const client = await hub.client();
  client.send({ type: 'run', unit: 'two.1', scope: 'unit' });
  await client.sees(/read -r line .*\r\n/);
  hub.save(deck({ One: ['X=kept; echo a', 'echo b'] }), '2');
  expect((await client.receives('course')).units).toEqual({});
  client.units.clear();
  client.send({ type: 'run', unit: 'one.2', scope: 'unit' });
  await client.ends('one.2', 'queued');
  await release();
  await client.ends('one.2', 'passed');
  expect([...client.units.keys()]).toEqual(['one.2']);
});

test('all of a class: students, who is away, who waits, and the wall', async () => {
  const [ana, wall] = [await hub.client({}, 'ana'), await hub.client({ kind: 'wall' }, 'instructor')];
  const bob = await hub.client({}, 'bob');
  for (const client of [ana, bob]) {
    client.send({ type: 'run', unit: 'one.2', scope: 'unit' });
    await client.ends('one.2');
  }
  bob.socket.close();
  await bob.closed;
  hub.save(deck({ Zero: ['echo z'], Begin: ['X=kept; echo a', 'echo b'] }), '2', (slide) => slide + 1);
  expect((await ana.receives('course')).units).toMatchObject({ 'begin.2': { status: 'passed' } });
  expect(await wall.receives('course')).toEqual({ type: 'course', version: '2' });
  const heat = await wall.until('the new heat map', () =>
    wall.messages.findLast((message) => message.type === 'wall' && message.heat.some(({ unit }) => unit === 'begin.2')),
  );
  expect(heat).toMatchObject({ join: ['http://192.0.2.7/#join=code'] });
  const back = await hub.client({}, 'bob');
  expect((await back.receives('welcome')).units).toMatchObject({ 'begin.2': { status: 'passed' } });
  // A node that is taken by nobody yet has the new course, too.
  const eve = await hub.client({}, 'eve');
  expect(await eve.receives('welcome')).toMatchObject({ course: '2', units: {} });
  eve.send({ type: 'run', unit: 'zero.1', scope: 'unit' });
  expect(await eve.ends('zero.1')).toMatchObject({ status: 'passed' });
  ana.send({ type: 'run', unit: 'one.2', scope: 'unit' });
  ana.types('echo "no"thing\r');
  await ana.sees(/nothing/);
  expect(ana.units.get('one.2')?.status).toBe('passed');
});

test('in a demo, a line that the deck has no more is taken off the prompt; one that moved runs', async () => {
  const client = await hub.client();
  await client.sees(/[$#] /);
  client.send({ type: 'stage', demo: true });
  client.send({ type: 'advance', atOnce: true });
  await client.sees(/X=kept; echo a/);
  hub.save(deck({ One: ['echo new', 'X=kept; echo a', 'echo b'] }), '2');
  client.send({ type: 'advance', atOnce: true });
  expect(await client.ends('one.2')).toMatchObject({ status: 'passed' });
  client.send({ type: 'advance', atOnce: true });
  await client.sees(/echo new/);
  hub.save(deck({ One: ['echo other', 'X=kept; echo a', 'echo b'] }), '3');
  client.types('echo "cl"ean\r');
  await client.sees(/\rclean\r/);
});

test('a variable that only the saved deck assigns is not watched by a shell that is older: the step says so, in a new shell it is', async () => {
  const client = await hub.client();
  await client.sees(/[$#] /);
  hub.save(deck({ One: ['NEW=$(true)'] }), '2');
  await client.receives('course');
  client.send({ type: 'run', unit: 'one.1', scope: 'unit' });
  expect(await client.ends('one.1')).toMatchObject({
    status: 'passed',
    note: expect.stringMatching(/^Whether NEW was left empty was not looked at/) as string,
  });
  client.types('exit\r');
  await client.until('a new shell', () => client.units.get('one.1')?.stale === 'shell');
  client.units.clear();
  client.send({ type: 'run', unit: 'one.1', scope: 'unit' });
  // It only reads: it is tried again.
  expect(await client.ends('one.1', 'waiting')).toMatchObject({
    status: 'waiting',
    reason: expect.stringContaining('NEW was left empty') as string,
  });
});
