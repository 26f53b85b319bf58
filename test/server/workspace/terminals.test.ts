import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServerMessage } from '../../../src/protocol.ts';
import { localTarget } from '../../../src/target/local.ts';
import { type TestClient, TestHub } from '../test-hub.ts';

const prompt = /\$ (?:\x1b\[\?2004h)?$/;

let folder: string;
let room: TestHub;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-tabs-'));
});
afterEach(async () => {
  await room.close();
  expect(room.errors).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** A class on a deck of one slide with one exercise. */
function deckOf(...snippets: readonly string[]): TestHub {
  const target = () => localTarget({ environment: { ...process.env, HOME: folder }, cwd: folder });
  return new TestHub(`# A\n\n.exercise[\n\n${snippets.join('\n\n')}\n\n]\n`, { target });
}
function bash(command: string): string {
  return `- Do:\n  \`\`\`bash\n  ${command}\n  \`\`\``;
}
function hidden(method: string, data: string): string {
  return `<!-- \`\`\`${method} ${data}\`\`\` -->`;
}

type Terminals = Extract<ServerMessage, { type: 'terminals' }>;

/** Waits until these terminals are open. */
function opened(client: TestClient, ...names: readonly string[]): Promise<Terminals> {
  return client.until(`terminals ${names.join(', ')}`, () => {
    const told = client.messages.findLast((message): message is Terminals => message.type === 'terminals');
    return told?.terminals.names.join() === names.join() ? told : undefined;
  });
}

/** Waits until this terminal is shown. */
function shown(client: TestClient, name: string): Promise<unknown> {
  return client.until(`the screen of ${name}`, () => {
    const last = client.messages.findLast((each) => each.type === 'screen' || each.type === 'welcome');
    return last?.terminal === name;
  });
}

const watch = [bash('sh -c "echo beat; exec sleep 1000"'), hidden('wait', 'beat'), hidden('terminal', 'logs')];

test('a unit that opens a terminal leaves the first as it is; the next one types into the new one', async () => {
  room = deckOf(...watch, bash('echo in $((40 + 2))'));
  const client = await room.client();
  client.send({ type: 'run', unit: 'a.1', scope: 'unit' });
  expect(await client.ends('a.1')).toMatchObject({ status: 'passed' });
  expect(await opened(client, '1', 'logs')).toMatchObject({ terminals: { current: 'logs' } });
  client.send({ type: 'run', unit: 'a.4', scope: 'unit' });
  expect(await client.ends('a.4')).toMatchObject({ status: 'passed' });
  await client.sees(/beat\r\n$/);
  client.send({ type: 'show', terminal: 'logs' });
  await client.sees(/in 42/);
  expect(client.text).not.toContain('beat');
});

test('a unit is typed into its own terminal, whatever a window shows and in whatever order one clicks', async () => {
  room = deckOf(...watch, bash('echo in $((40 + 2))'), hidden('terminal', '1'), bash('echo one $((1 + 1))'));
  const client = await room.client();
  client.send({ type: 'run', unit: 'a.4', scope: 'unit' });
  expect(await client.ends('a.4')).toMatchObject({ status: 'passed' });
  client.send({ type: 'show', terminal: 'logs' });
  await client.sees(/in 42/);
  client.send({ type: 'run', unit: 'a.6', scope: 'unit' });
  expect(await client.ends('a.6')).toMatchObject({ status: 'passed' });
  expect(client.text).not.toContain('one 2');
  client.send({ type: 'show', terminal: '1' });
  await client.sees(/one 2/);
});

test('each window shows and types into its own; what was printed meanwhile is there', async () => {
  room = deckOf(bash('true'));
  const [one, other] = [await room.client(), await room.client()];
  await Promise.all([one.sees(prompt), other.sees(prompt)]);
  one.send({ type: 'newTerminal' });
  await shown(one, '2');
  await one.sees(prompt);
  one.types('cd /; echo "two in $PWD"\r');
  other.types('echo "one in $PWD"\r');
  await one.sees(/two in \/\r/);
  await other.sees(/one in .*pupitre-tabs/);
  expect(one.text).not.toContain('one in');
  expect(other.text).not.toContain('two in');
  other.send({ type: 'show', terminal: '2' });
  await other.sees(/two in \/\r/);
});

test('a terminal that ends is gone, and those who saw it are shown another', async () => {
  room = deckOf(bash('true'));
  const client = await room.client();
  await client.sees(prompt);
  client.send({ type: 'newTerminal' });
  await opened(client, '1', '2');
  await shown(client, '2');
  await client.sees(prompt);
  client.types('exit\r');
  await opened(client, '1');
  await shown(client, '1');
  client.types('echo still $((1 + 1))\r');
  await client.sees(/still 2/);
});

test('a window that comes back goes on where it was, in the terminal that it showed', async () => {
  room = deckOf(bash('true'));
  const first = await room.client();
  await first.sees(prompt);
  first.send({ type: 'newTerminal' });
  await shown(first, '2');
  await first.sees(prompt);
  const { node } = await first.receives('welcome');
  const before = first.offset;
  const other = await room.client();
  other.send({ type: 'show', terminal: '2' });
  await shown(other, '2');
  first.socket.terminate();
  other.types('echo later $((1 + 1))\r');
  await other.sees(/later 2/);
  const back = await room.client({ node, terminal: '2', offset: before });
  back.offset = before;
  const welcome = await back.receives('welcome');
  expect(welcome).toMatchObject({ terminal: '2', offset: before });
  expect(welcome.screen).toBeUndefined();
  await back.sees(/later 2/);
});

test('a new node has one terminal, and every window shows it', async () => {
  room = deckOf(bash('true'));
  const client = await room.client();
  await client.sees(prompt);
  client.send({ type: 'newTerminal' });
  await shown(client, '2');
  client.send({ type: 'newNode' });
  await opened(client, '1');
  await shown(client, '1');
  await client.sees(prompt);
});

test('there is an end to how many one may open; a name that is not there shows what steps are for', async () => {
  room = deckOf(bash('true'));
  const client = await room.client();
  for (let times = 0; times < 14; times++) client.send({ type: 'newTerminal' });
  expect(await client.receives('notice')).toMatchObject({ text: expect.stringContaining('12 terminals') as string });
  client.send({ type: 'show', terminal: 'no such' });
  await shown(client, '1');
});

test('stop ends what the window shows, and nothing elsewhere', async () => {
  room = deckOf(...watch, bash('echo in $((40 + 2))'));
  const client = await room.client();
  client.send({ type: 'run', unit: 'a.1', scope: 'rest' });
  expect(await client.ends('a.4')).toMatchObject({ status: 'passed' });
  client.send({ type: 'show', terminal: 'logs' });
  await client.sees(/in 42/);
  client.types('sleep 999; echo "ended $?"\r');
  await client.sees(/sleep 999/);
  client.send({ type: 'stop' });
  await client.sees(/\^C/);
  client.send({ type: 'show', terminal: '1' });
  await client.sees(/beat/);
  expect(client.text).not.toContain('^C');
});
