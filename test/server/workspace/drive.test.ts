import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type TestClient, TestHub } from '../test-hub.ts';

/** What a command reads that is to run until the test lets it go on. */
const folder = mkdtempSync(join(tmpdir(), 'pupitre-held-'));
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);

const deck = `# One

.exercise[
\`\`\`bash
read -r line < ${pipe}; echo "got $line"
\`\`\`

\`\`\`bash
mkdir /proc/none
\`\`\`

\`\`\`bash
echo last
\`\`\`
<!--
\`\`\`hide
echo hid"den"
\`\`\`
-->
]
`;

let hub: TestHub;
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  hub = new TestHub(deck);
});
afterEach(async () => {
  await hub.close();
  expect(hub.errors).toEqual([]);
});

function instructor(): Promise<TestClient> {
  return hub.client({}, 'instructor');
}

test('an instructor accepts what has failed, with a note that is kept; nothing else, and no student', async () => {
  const [client, student] = [await instructor(), await hub.client({}, 'ana')];
  for (const each of [client, student]) {
    each.send({ type: 'mark', unit: 'one.2', as: 'accepted' });
    each.send({ type: 'run', unit: 'one.2', scope: 'unit' });
    expect((await each.ends('one.2')).status).toBe('failed');
    each.units.delete('one.2');
    each.send({ type: 'mark', unit: 'one.2', as: 'accepted' });
  }
  const accepted = await client.ends('one.2', 'passed');
  expect(accepted).toEqual({
    status: 'passed',
    note: expect.stringMatching(/^Accepted by a person, although: .*1/) as string,
  });
  expect(hub.store.state.persons.get('instructor')?.units.get('one.2')?.state).toEqual(accepted);
  client.send({ type: 'report' });
  const { units } = await client.receives('report');
  expect(units?.[1]).toMatchObject({ status: 'passed', reason: accepted.note });
  // What comes after it in the same order says that it was refused.
  student.send({ type: 'run', unit: 'one.3', scope: 'unit' });
  await student.ends('one.3');
  expect(student.units.has('one.2')).toBe(false);
});

test('a pause lets what runs come to its end, and nothing after it', async () => {
  const client = await instructor();
  client.send({ type: 'run', unit: 'one.1', scope: 'rest' });
  await client.sees(/read -r line .*\r\n/);
  expect(client.units.get('one.2')?.status).toBe('queued');
  client.send({ type: 'stop', after: true });
  await client.ends('one.2', 'idle');
  await client.ends('one.3', 'idle');
  await writeFile(pipe, 'me\n');
  expect(await client.ends('one.1')).toMatchObject({ status: 'passed' });
  expect(client.text).toContain('got me');
  expect(client.units.get('one.2')).toEqual({ status: 'idle' });
});

test('hidden snippets are passed over when they are off, as every window of the instructor is told; no student may', async () => {
  const [client, student] = [await instructor(), await hub.client({}, 'ana')];
  expect(await client.receives('drive')).toEqual({ type: 'drive', drive: { hidden: true, typing: 'normal' } });
  const other = await instructor();
  for (const each of [client, student]) each.send({ type: 'drive', hidden: false });
  await other.until('the news', () => other.messages.some((said) => said.type === 'drive' && !said.drive.hidden));
  for (const each of [client, student]) {
    each.send({ type: 'run', unit: 'one.3', scope: 'unit' });
    expect(await each.ends('one.3')).toMatchObject({ status: 'passed' });
  }
  expect(student.text).toContain('hidden\r\n');
  expect(client.text).not.toContain('hidden\r\n');
  client.send({ type: 'drive', hidden: true });
  client.units.clear();
  client.send({ type: 'run', unit: 'one.3', scope: 'unit' });
  await client.sees(/hidden\r\n/);
  expect(student.messages.some(({ type }) => type === 'drive')).toBe(false);
});

test('a demo types as fast as the instructor says', async () => {
  const client = await instructor();
  await client.sees(/[$#] /);
  client.send({ type: 'stage', demo: true });
  client.send({ type: 'drive', typing: 'slow' });
  client.send({ type: 'advance' });
  await client.sees(/[$#] (?:\x1b\[\?2004h)?rea$/);
  client.send({ type: 'stage', demo: false });
  client.send({ type: 'drive', typing: 'off' });
  client.send({ type: 'stage', demo: true });
  const before = performance.now();
  client.send({ type: 'advance' });
  await client.sees(/got \$line"/);
  expect(performance.now() - before).toBeLessThan(700);
});
