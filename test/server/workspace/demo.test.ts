import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keystrokes } from '../../../src/server/workspace/keystrokes.ts';
import { localTarget } from '../../../src/target/local.ts';
import { type TestClient, TestHub } from '../test-hub.ts';

const prompt = /\$ (?:\x1b\[\?2004h)?$/;

let folder: string;
let room: TestHub;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-demo-'));
});
afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
});

/** A class on a deck of one slide for each list of commands. */
function deckOf(...slides: readonly (readonly string[])[]): TestHub {
  const texts = slides.map((commands, at) => {
    const snippets = commands.map(
      (command) => `- Do:\n  \`\`\`bash\n  ${command.replaceAll('\n', '\n  ')}\n  \`\`\`\n`,
    );
    return `name: s${at + 1}\n# ${at + 1}\n\n.exercise[\n\n${snippets.join('\n')}\n]\n`;
  });
  const target = () => localTarget({ environment: { ...process.env, HOME: folder }, cwd: folder });
  return new TestHub(texts.join('\n---\n'), { target });
}

async function staged(client: Promise<TestClient>): Promise<TestClient> {
  const window = await client;
  await window.sees(prompt);
  window.send({ type: 'stage', demo: true });
  return window;
}

const next = { type: 'advance' } as const;
const nextAtOnce = { type: 'advance', atOnce: true } as const;
function turned(client: TestClient, index: number): Promise<boolean> {
  return client.until(`slide ${index}`, () =>
    client.messages.some((said) => said.type === 'slide' && said.index === index),
  );
}
function typed(text: string): RegExp {
  return new RegExp(`${text.replace(/[$"]/g, '\\$&')}$`);
}

test('types a command letter by letter, runs and ticks it, then the next, then turns the slide', async () => {
  room = deckOf(['echo one > one', 'echo two > two'], ['echo three']);
  const client = await staged(room.client());
  client.send(next);
  await client.sees(/\$ (?:\x1b\[\?2004h)?ech$/);
  await client.sees(typed('echo one > one'));
  expect(client.units.get('s1.1')).toBeUndefined();
  expect(existsSync(join(folder, 'one'))).toBe(false);
  client.send(next);
  expect(await client.ends('s1.1')).toMatchObject({ status: 'passed' });
  expect(client.units.get('s1.1')).not.toHaveProperty('byHand');
  await client.sees(prompt);
  client.send(nextAtOnce);
  await client.sees(typed('echo two > two'));
  client.send(next);
  expect(await client.ends('s1.2')).toMatchObject({ status: 'passed' });
  expect(readFileSync(join(folder, 'two'), 'utf8')).toBe('two\n');
  client.send(next);
  await turned(client, 2);
});

test('the key while it types: the rest at once; it runs only with the next', async () => {
  room = deckOf([`echo ${'a'.repeat(60)}`]);
  const client = await staged(room.client());
  client.send(next);
  await client.sees(/echo a{1,20}$/);
  client.send(next);
  await client.sees(/echo a{60}$/);
  expect(client.text).not.toMatch(/\r\na{60}/);
  client.send(next);
  expect(await client.ends('s1.1')).toMatchObject({ status: 'passed' });
});

test('a line that a person has half typed is put aside, and is there again', async () => {
  room = deckOf(['echo unit']);
  const client = await staged(room.client());
  client.types('echo half');
  await client.sees(/echo half$/);
  client.send(nextAtOnce);
  await client.sees(typed('echo unit'));
  client.send(next);
  expect(await client.ends('s1.1')).toMatchObject({ status: 'passed' });
  await client.sees(/\$ (?:\x1b\[\?2004h)?echo half$/);
  client.types(' line > mine\r');
  await client.sees(prompt);
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('half line\n');
});

test('who types has the line: Return runs what stands there, and it is ticked', async () => {
  room = deckOf(['echo by; echo hand']);
  const client = await staged(room.client());
  client.send(nextAtOnce);
  await client.sees(typed('echo by; echo hand'));
  client.types('\r');
  expect(await client.ends('s1.1')).toMatchObject({ status: 'passed', byHand: true });
});

test('another slide, or the end of the demo, takes the line away; so does a person who had begun one', async () => {
  room = deckOf(['echo first'], ['echo second']);
  const client = await staged(room.client());
  client.types('echo mine');
  await client.sees(/echo mine$/);
  client.send(nextAtOnce);
  await client.sees(typed('echo first'));
  client.send({ type: 'slide', index: 2 });
  await client.sees(/echo mine$/);
  client.send(nextAtOnce);
  await client.sees(typed('echo second'));
  client.types(' > mine\r');
  await client.sees(prompt);
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine\n');
  client.send(nextAtOnce);
  await client.sees(typed('echo second'));
  client.send({ type: 'stage', demo: false });
  client.types('echo clean > clean\r');
  await client.until('the file', () => existsSync(join(folder, 'clean')));
  // Without the demo, it turns the slide.
  client.send({ type: 'slide', index: 1 });
  client.send(next);
  await turned(client, 2);
  expect(client.units.size).toBe(0);
});

test('a program that a person has started is left alone, and is named', async () => {
  room = deckOf(['echo unit > unit']);
  const client = await staged(room.client());
  client.types('cat > mine\r');
  await client.sees(/cat > mine\r\n/);
  client.send(next);
  await client.until('a notice', () =>
    client.messages.find((said) => said.type === 'notice' && /^\S+(?: program)? was started by hand/.test(said.text)),
  );
  client.types('x\r\x04');
  await client.sees(prompt);
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('x\n');
  client.send(nextAtOnce);
  await client.sees(typed('echo unit > unit'));
  client.send(next);
  expect(await client.ends('s1.1')).toMatchObject({ status: 'passed' });
});

test('a failure is shown, not repeated: the slide goes on; lines after the first come with Return', async () => {
  room = deckOf(['mkdir none/none', 'cat > file << EOF\none\nEOF'], ['echo end']);
  const client = await staged(room.client());
  client.send(nextAtOnce);
  await client.sees(typed('mkdir none/none'));
  client.send(next);
  expect(await client.ends('s1.1')).toMatchObject({ status: 'failed' });
  await client.sees(prompt);
  client.send(nextAtOnce);
  await client.sees(/cat > file << EOF$/);
  client.send(next);
  expect(await client.ends('s1.2')).toMatchObject({ status: 'passed' });
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('one\n');
  client.send(next);
  await turned(client, 2);
});

test.each([
  ['ls', 0.5, 1],
  ['kubectl get pods --all-namespaces', 1, 3],
  ['x'.repeat(500), 2, 3],
])('the show of %.20s takes between %d and %d s', (text, least, most) => {
  const pieces = keystrokes(text);
  expect(pieces.map(({ piece }) => piece).join('')).toBe(text);
  const seconds = pieces.reduce((sum, { pauseMs }) => sum + pauseMs, 0) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(least);
  expect(seconds).toBeLessThanOrEqual(most);
  expect(pieces.length).toBeLessThanOrEqual(100);
});
