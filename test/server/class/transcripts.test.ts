import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Transcripts } from '../../../src/server/class/transcripts.ts';
import { TestHub } from '../test-hub.ts';

const course = '# S1\n\n.exercise[\n```bash\necho on-"the"-slide\n```\n]\n';
const secrets = { values: ['tiger-42'], patterns: [] };
let folder: string;
let room: TestHub;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'pupitre-transcripts-')), 'kept');
  room = new TestHub(course, { secrets, transcripts: folder });
});
afterEach(async () => {
  await room.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

function kept(): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8').replace(/^--- .*Z$/gm, '---');
  const texts = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return Object.fromEntries(texts.map((file) => [file, read(file)]));
}

test('what a student types and runs, in order, masked and cut, in a file of their own that only its user reads', async () => {
  const ana = await room.client({}, 'ana');
  await ana.receives('welcome');
  ana.types('echo pass"word" tiger-42; false\r');
  await ana.sees(/password tiger-42\r\n/);
  ana.send({ type: 'run', unit: room.units[0] ?? '', scope: 'unit' });
  await ana.ends(room.units[0] ?? '', 'passed');
  ana.types('seq 100000; echo do"ne"\r');
  await ana.sees(/done/);
  const ben = await room.client({}, 'ben/../x');
  await ben.receives('welcome');
  ben.types('echo b"en"\r');
  await ben.sees(/ben\r\n/);
  ben.types('echo las"t"\r');
  await ben.sees(/last\r\n/);
  ana.types('echo las"t"\r');
  await ana.sees(/last\r\n/);
  // A command is kept when its shell has said that it has ended.
  const ends = (): boolean[] =>
    ['ana-ana.txt', 'ben_.._x-ben_...txt'].map((file) => (kept()[file] ?? '').endsWith('\nlast\n'));
  await expect.poll(ends, { timeout: 20_000 }).toEqual([true, true]);
  const files = kept();
  expect(Object.keys(files).sort()).toEqual(['ana-ana.txt', 'ben_.._x-ben_...txt']);
  const text = files['ana-ana.txt'] ?? '';
  expect(text).toMatch(
    /^---\n\$ echo pass"word" \*{5}; false\npassword \*{5}\n\[exit 1\]\n---\n\$ echo on-"the"-slide\non-the-slide\n---\n\$ seq/,
  );
  expect(text).toMatch(/…[\s\S]*done\n---\n\$ echo las"t"\nlast\n$/);
  expect(text.length).toBeLessThan(20_000);
  expect(statSync(join(folder, 'ana-ana.txt')).mode & 0o777).toBe(0o600);
});

test('the same as a recording that goes on after a restart, masked, which only its user reads', async () => {
  const recording = (): unknown[][] => {
    const file = join(folder, 'ana-ana.cast');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    return lines.map((line) => JSON.parse(line) as unknown[]);
  };
  const types = async (line: string, events: number): Promise<void> => {
    const ana = await room.client({}, 'ana');
    await ana.receives('welcome');
    ana.types(`${line}\r`);
    await expect.poll(() => recording().length, { timeout: 20_000 }).toBe(events);
  };
  await types('echo pass"word" tiger-42; false', 2);
  await room.close();
  room = new TestHub(course, { secrets, transcripts: folder });
  await types('printf "a\\nb\\n"', 3);
  const [header, first, second] = recording();
  expect(header).toMatchObject({ version: 2, title: 'ana', width: 120, height: 30 });
  expect(first).toEqual([expect.any(Number), 'o', '$ echo pass"word" *****; false\r\npassword *****\r\n[exit 1]\r\n']);
  expect(second).toEqual([expect.any(Number), 'o', '$ printf "a\\nb\\n"\r\na\r\nb\r\n']);
  expect(Number(second?.[0])).toBeGreaterThanOrEqual(Number(first?.[0]));
  expect(statSync(join(folder, 'ana-ana.cast')).mode & 0o777).toBe(0o600);
});

test('who looked is in it, and nothing of the instructor’s own node', async () => {
  const ana = await room.client({}, 'ana');
  await ana.receives('welcome');
  ana.send({ type: 'consent', answer: 'watch' });
  await ana.until('the offer', () => ana.messages.some((each) => each.type === 'help' && each.offered));
  const own = await room.client({}, 'instructor');
  await own.receives('welcome');
  own.types('echo mi"ne"\r');
  await own.sees(/mine/);
  const visitor = await room.client({ visit: 'ana' }, 'instructor');
  await visitor.receives('welcome');
  visitor.send({ type: 'help', ask: 'end' });
  await visitor.until('the end', () => visitor.messages.some((each) => each.type === 'help' && each.why === 'ended'));
  await room.close();
  expect(kept()).toEqual({ 'ana-ana.txt': '---\n# instructor: looks\n---\n# instructor: ended (visitor)\n' });
});

test('a folder that cannot be written to is told once, and the class goes on', async () => {
  const file = join(folder, '..', 'kept');
  writeFileSync(file, '');
  chmodSync(file, 0o400);
  const ana = await room.client({}, 'ana');
  await ana.receives('welcome');
  for (const word of ['one', 'two', 'three']) {
    ana.types(`echo "-"${word}\r`);
    await ana.sees(new RegExp(`-${word}\\r\\n`));
  }
  await expect
    .poll(() => room.errors.map(String), { timeout: 20_000 })
    .toEqual([expect.stringMatching(/kept.*cannot be written/)]);
});

test('text is appended to what is there', async () => {
  const transcripts = (): Transcripts =>
    new Transcripts({ folder, secrets, onError: (error) => expect.fail(String(error)) });
  const zoe = { id: 'zoe', name: 'Zoë', role: 'student' } as const;
  for (const text of ['one', 'two']) {
    const made = transcripts();
    made.note(zoe, text);
    await made.close();
  }
  expect(kept()).toEqual({ 'Zoë-zoe.txt': '---\n# one\n---\n# two\n' });
});
