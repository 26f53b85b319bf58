import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lacksPostgres, type Postgres, startPostgres } from '../server/postgres.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { type Ended, pupitre, temporaryFolder } from './pupitre.ts';

const deck =
  '# First\n\n.exercise[\n```bash\necho one\n```\n]\n\n---\n# Second\n\n.exercise[\n```bash\necho two\n```\n]\n';
const folder = temporaryFolder();
let postgres: Postgres;
beforeAll(async () => {
  if (lacksPostgres !== undefined) return;
  postgres = await startPostgres();
  writeFileSync(join(folder.path, 'database'), `${postgres.url}\n`);
});
afterAll(async () => {
  folder.remove();
  if (lacksPostgres === undefined) await postgres.close();
});

let servers: Served[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(...args: readonly string[]): Promise<Served> {
  const server = await startServe(deck, ['--class-store', 'database', ...args], { database: postgres.url });
  servers = [...servers, server];
  return server;
}

function results(...args: readonly string[]): Promise<Ended> {
  return pupitre(['class', '--class-store', 'database', '--lang', 'en', ...args], folder.path);
}

describe.skipIf(lacksPostgres)('a class in PostgreSQL', () => {
  test('people and verdicts outlive the server', async () => {
    const first = await serve('--class-name', 'Monday');
    const client = await first.client(await first.enter({ password: 'open sesame', name: 'Ana' }));
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    await client.ends('first.1');
    const { code, stdout } = await results('--class-name', 'Monday');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\r\nAna,first\.1,1,0,,\d*\.?\d*,yes\r\n/)]);
    // The database restarts in the middle of the class: what is shown afterwards is kept.
    await postgres.restart();
    client.send({ type: 'run', unit: 'second.1', scope: 'unit' });
    await client.ends('second.1');
    expect(first.said()).toMatch(
      /Database postgres \(.*\): (?:the connection broke|it is starting or ending|nothing answers)/,
    );
    expect(first.said()).not.toContain('horse');
    process.kill(first.pid, 'SIGKILL');

    const second = await serve('--class-name', 'Monday');
    const known = await results();
    expect(known.stdout).toMatch(/Ana,second\.1,1,0,,[\d.]+,yes/);
    // Ana is still a person of the class: her name is taken.
    expect((await second.post('/login', { password: 'open sesame', name: 'Ana' })).status).not.toBe(200);
  });

  test('the name of a class is the title of its deck, unless one is given', async () => {
    await serve();
    const { code, stderr } = await results('--class-name', 'Sunday');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no class “Sunday” .*one of: .*First/)]);
  });

  test.each([
    [
      'wrong password',
      (url: string) => url.replace('correct', 'wrong'),
      /wrong password, or none, for the user pupitre/,
    ],
    ['no URL', () => 'hello', /is not the URL of a database/],
    ['nothing in it', () => '', /is not the URL of a database/],
  ])('%s: a sentence, at the start and when results are read', async (_, change, said) => {
    writeFileSync(join(folder.path, 'bad'), change(postgres.url));
    writeFileSync(join(folder.path, 'deck.md'), deck);
    const options = ['--class-store', 'bad', '--lang', 'en'];
    for (const command of [['class'], ['serve', 'deck.md', '--target', 'local', '--port', '0']]) {
      const { code, stderr } = await pupitre([...command, ...options], folder.path);
      expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
      expect(stderr).not.toContain('horse');
    }
  });
});

describe('the options', () => {
  test('a file that is none ends the server at once', async () => {
    writeFileSync(join(folder.path, 'junk'), 'junk\n');
    writeFileSync(join(folder.path, 'deck.md'), deck);
    const options = ['--target', 'local', '--port', '0', '--class-file', 'junk', '--lang', 'en'];
    const { code, stderr } = await pupitre(['serve', 'deck.md', ...options], folder.path);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/junk is not the file of a class/)]);
  });

  test.each([
    [['class.ndjson', '--class-store', 'bad'], {}, /in a file or in a database/],
    [['--class-name', 'Monday'], {}, /--class-name is the name of a class in the database/],
    [['--class-store', 'missing'], {}, /cannot read the URL of the database from missing/],
    [['--class-store', 'bad'], { PGPASSWORD: 'x' }, /PGPASSWORD is not read/],
    [[], {}, /which class\?/],
  ])('%j', async (args, env, said) => {
    const { code, stderr } = await pupitre(['class', ...args, '--lang', 'en'], folder.path, env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});
