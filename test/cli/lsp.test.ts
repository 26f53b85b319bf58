import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { cli, temporaryFolder } from './pupitre.ts';

// A client as editors have it (vscode-languageserver-protocol), over the standard streams of the program.

const temporary = temporaryFolder();
const folder = temporary.path;
const uri = pathToFileURL(join(folder, 'deck.md')).href;
const text = '# One\n\n.exercise[\n\n```bash\nkubectl get pods --namspace x\n```\n\n]\n\n---\n\n# Two\n';
const server = spawn(process.execPath, [cli, 'lsp', '--lang', 'en'], { cwd: folder, stdio: 'pipe' });
const exited = new Promise<number | null>((done) => server.once('exit', done));
let client: ProtocolConnection;
/** Diagnostics in the order in which they came, and who waits for the next. */
const told: Diagnostic[][] = [];
let wake: (() => void) | undefined;

beforeAll(async () => {
  client = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  client.onNotification('textDocument/publishDiagnostics', ({ diagnostics }: { diagnostics: Diagnostic[] }) => {
    told.push(diagnostics);
    wake?.();
  });
  client.listen();
  await client.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await client.sendNotification('initialized', {});
});

afterAll(() => {
  client.dispose();
  server.kill();
  temporary.remove();
});

/** The next diagnostics that come. */
async function next(): Promise<Diagnostic[]> {
  while (told.length === 0) await new Promise<void>((done) => (wake = done));
  return told.shift() ?? [];
}

/** A manifest that was not saved: what each chapter has, and the one that is missing. */
async function manifestIsRead(): Promise<void> {
  const manifest = pathToFileURL(join(folder, 'course.yml')).href;
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: manifest, languageId: 'yaml', version: 1, text: 'content:\n- deck.md\n- dekc.md\n' },
  });
  const [missing, ...others] = await next();
  expect(others).toEqual([]);
  expect(missing).toMatchObject({ code: 'missing-chapter', range: { start: { line: 2, character: 2 } } });
  const hover = await client.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri: manifest },
    position: { line: 1, character: 4 },
  });
  expect(hover.contents).toEqual({ kind: 'markdown', value: '2 slides, 1 step' });
  const outline = await client.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
    textDocument: { uri: manifest },
  });
  expect(outline.map(({ name, detail }) => [name, detail])).toEqual([['deck.md', '2 slides, 1 step']]);
}

test('tells mistakes while somebody writes, mends them, and shows plan and outline', async () => {
  writeFileSync(join(folder, 'deck.md'), text);
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  });
  const [mistake, ...others] = await next();
  expect(others).toEqual([]);
  expect(mistake).toMatchObject({
    code: 'unknown-option',
    severity: 1,
    source: 'pupitre',
    range: { start: { line: 5, character: 17 }, end: { line: 5, character: 27 } },
  });
  const range = mistake?.range;
  const actions = await client.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ kind }) => kind)).toEqual(['quickfix', 'source.fixAll']);
  expect(actions[0]?.edit?.changes?.[uri]).toEqual([{ range, newText: '--namespace' }]);
  expect(actions[1]?.edit?.changes?.[uri]?.[0]?.newText).toBe(text.replace('--namspace', '--namespace'));
  const hover = await client.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 5, character: 3 },
  });
  expect(hover.contents).toMatchObject({
    kind: 'markdown',
    value: expect.stringContaining('**one.1** · bash') as string,
  });
  const nowhere = await client.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  expect(nowhere).toBeNull();
  const outline = await client.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
  expect(outline.map(({ name, children = [] }) => [name, children.map((child) => child.name)])).toEqual([
    ['One', ['kubectl get pods --namspace x']],
    ['Two', []],
  ]);
  // An edit of a part, as editors send it; nothing is saved.
  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range, text: '-n' }],
  });
  expect(await next()).toEqual([]);
  await manifestIsRead();
  // A configuration that is none is told in the deck, and the server goes on.
  writeFileSync(join(folder, 'runner.config.json'), '{');
  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 3 },
    contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }],
  });
  expect((await next())[0]?.message).toContain('runner.config.json');
  await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  expect(await next()).toEqual([]);
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');
  expect(await exited).toBe(0);
});
