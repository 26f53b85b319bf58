import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localTarget } from '../../../src/target/local.ts';
import { TestHub } from '../test-hub.ts';

const prompt = /\$ (?:\x1b\[\?2004h)?$/;

let folder: string;
let room: TestHub;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-shared-'));
});
afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
});

/** A class on a deck of one slide with one exercise of these commands. */
function deckOf(...commands: readonly string[]): TestHub {
  const snippets = commands.map((command) => `- Do:\n  \`\`\`bash\n  ${command}\n  \`\`\`\n`).join('\n');
  const target = () => localTarget({ environment: { ...process.env, HOME: folder }, cwd: folder });
  return new TestHub(`# A\n\n.exercise[\n\n${snippets}\n]\n`, { target });
}

describe('a person and a unit at the same terminal', () => {
  test('keys that a person types while a unit runs land in no command of it, and are given back', async () => {
    room = deckOf('sleep 0.5; echo one', 'echo two');
    const client = await room.client();
    await client.sees(prompt);
    client.send({ type: 'run', unit: 'a.1', scope: 'rest' });
    await client.sees(/sleep 0\.5; echo one\r\n/);
    client.types('e');
    expect(await client.ends('a.1')).toMatchObject({ status: 'passed' });
    expect(await client.ends('a.2')).toMatchObject({ status: 'passed' });
    await client.sees(/\$ (?:\x1b\[\?2004h)?e$/);
    client.types('cho whole > mine\r');
    await client.sees(prompt);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('whole\n');
  });

  test('a half-typed line is there again when the unit has done', async () => {
    room = deckOf('echo unit');
    const client = await room.client();
    await client.sees(prompt);
    client.types('echo half');
    await client.sees(/echo half$/);
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    expect(await client.ends('a.1')).toMatchObject({ status: 'passed' });
    await client.sees(/\$ (?:\x1b\[\?2004h)?echo half$/);
    client.types(' line > mine\r');
    await client.sees(prompt);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('half line\n');
  });

  test('two people type while a course runs: nothing is mixed, and both lines are whole', async () => {
    // Both have typed before the first unit ends: at a free prompt, two people share one line.
    const sleeps = Array.from({ length: 8 }, (_, index) => `sleep ${index === 0 ? 2 : 0.1}; echo "unit ${index}"`);
    room = deckOf(...sleeps, 'echo end');
    const one = await room.client();
    const other = await room.client();
    await one.sees(prompt);
    one.send({ type: 'run', unit: 'a.1', scope: 'rest' });
    await one.sees(/unit 0"\r\n/);
    // Key by key, in turns.
    const [mine, theirs] = ['echo one > one\r', 'echo other > other\r'];
    for (let at = 0; at < theirs.length; at++) {
      if (at < mine.length) one.types(mine.charAt(at));
      other.types(theirs.charAt(at));
    }
    for (let index = 1; index <= 9; index++) {
      expect(await one.ends(`a.${index}`)).toMatchObject({ status: 'passed' });
    }
    await one.until('both files', () => existsSync(join(folder, 'one')) && existsSync(join(folder, 'other')));
    expect(readFileSync(join(folder, 'one'), 'utf8')).toBe('one\n');
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('other\n');
    for (let index = 0; index < 8; index++) {
      expect(one.text.match(new RegExp(`[\\r\\n]unit ${index}\\r\\n`, 'g'))).toHaveLength(1);
    }
  });

  test('a program that asks gets what a person types, and ^C stops a unit', async () => {
    room = deckOf('read -p "Name? " NAME; echo "I am $NAME"');
    const client = await room.client();
    await client.sees(prompt);
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    await client.sees(/Name\? $/);
    client.types('Ada\r');
    await client.sees(/I am Ada\r\n/);
    expect(await client.ends('a.1')).toMatchObject({ status: 'passed' });
  });

  test.skipIf(!existsSync('/usr/bin/vi') && !existsSync('/usr/bin/vim'))(
    'a unit does not type into the editor that a person has open, and neither run nor stop ends it',
    async () => {
      room = deckOf('echo unit > unit');
      const client = await room.client();
      await client.sees(prompt);
      client.types('vi draft\r');
      await client.sees(/draft/);
      client.types('imy work');
      await client.sees(/my work/);
      client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
      const state = await client.ends('a.1');
      expect(state).toMatchObject({ status: 'broken' });
      expect(JSON.stringify(state)).toMatch(/vi(?:m|\.\w+)?, started by hand, has the terminal/);
      client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
      client.send({ type: 'stop' });
      await client.ends('a.1');
      client.types('\x1b:wq\r');
      await client.sees(prompt);
      expect(readFileSync(join(folder, 'draft'), 'utf8')).toBe('my work\n');
      expect(existsSync(join(folder, 'unit'))).toBe(false);
    },
  );

  test.each([
    ['a pager', 'seq 500 | less', /:$|\(END\)|23|36/, 'q', /less, started by hand/],
    ['a REPL', 'python3 -q', />>> /, 'open("mine", "w").write("x"); exit()\r', /python3, started by hand/],
    ['a program of one line', 'cat > mine', /cat > mine\r\n/, 'x\r\x04', /cat, started by hand/],
  ])('nor into %s', async (_, command, shown, leave, said) => {
    room = deckOf('echo unit > unit');
    const client = await room.client();
    await client.sees(prompt);
    client.types(`${command}\r`);
    await client.sees(shown);
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    const state = await client.ends('a.1');
    expect(state).toMatchObject({ status: 'broken' });
    expect(JSON.stringify(state)).toMatch(said);
    client.types(leave);
    await client.sees(prompt);
    expect(existsSync(join(folder, 'unit'))).toBe(false);
    expect(existsSync(join(folder, 'mine'))).toBe(leave !== 'q');
  });

  test.each([
    ['wide and composed letters', 'echo 世界 e\u0301', '世界 e\u0301'],
    ['quotes that are not closed', "echo 'a b", 'a b', "'"],
    ['blanks at its end', 'echo one  ', 'one'],
  ])('a half-typed line survives: %s', async (_, half, output, rest = '') => {
    room = deckOf('sleep 0.3; echo unit');
    const client = await room.client();
    await client.sees(prompt);
    client.types(half);
    client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
    expect(await client.ends('a.1')).toMatchObject({ status: 'passed' });
    client.types(`${rest} > mine; echo do''ne\r`);
    await client.sees(/done\r\n/);
    expect(readFileSync(join(folder, 'mine'), 'utf8').trim()).toBe(output);
  });
});
