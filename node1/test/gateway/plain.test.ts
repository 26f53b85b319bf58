import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandServer, startCommandServer } from '../../src/gateway/server.ts';
import { nodeShim, nodeWay, writeShims } from '../../src/gateway/shims.ts';
import type { Program } from '../../src/program.ts';
import { run as runScript } from './scripts.ts';

/** Which process served a call: asked while it runs. */
const who: Program = async ({ stdout, env, args }) => {
  if (args.includes('--nul')) await stdout.write('\0');
  await stdout.write(`${env['WHO'] ?? ''}\n`);
  return 0;
};

/** Says by what its process is run after it has printed so much. */
const programs: Readonly<Record<string, Program>> = {
  who,
  bytes: async ({ stdout }) => {
    await stdout.write(Uint8Array.from({ length: 255 }, (_, at) => at + 1));
    return 0;
  },
  backslash: async ({ stdout, stderr }) => {
    await stdout.write('a\\nb \\\\ %s %d \n  two\n\n');
    await stderr.write('-n -e\n');
    return 3;
  },
  idle: async ({ stdout, signal }) => {
    await stdout.write('waiting\n');
    await once(signal, 'abort');
    return 130;
  },
  variables: async ({ stdout, env }) => {
    await stdout.write(JSON.stringify(env));
    return 0;
  },
  columns: async ({ stdout }) => {
    await stdout.write(`${stdout.columns}\n`);
    return 0;
  },
};

let folder: string;
let server: CommandServer;
const path = process.env['PATH'] ?? '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-plain-'));
  const socket = join(folder, 'socket');
  server = await startCommandServer(socket, new Map(Object.entries(programs)));
  const way = nodeWay(socket, server.plain, path);
  writeShims(
    join(folder, 'bin'),
    Object.keys(programs).map((name) => nodeShim(name, way, 'en')),
  );
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function run(script: string, env: Readonly<Record<string, string>> = {}) {
  return runScript(script, folder, { ...process.env, PATH: `${join(folder, 'bin')}:${path}`, ...env });
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('a call that only prints starts no Node', async () => {
  // A PATH without Node does not matter; a Node that cannot start does.
  const script = readFileSync(join(folder, 'bin', 'who'), 'utf8').replaceAll(process.execPath, '/bin/false');
  writeFileSync(join(folder, 'bin', 'who'), script);
  expect(await run('WHO=me who')).toEqual({ code: 0, out: 'me\n', err: '' });
  // What bash cannot hold is printed by Node.
  expect((await run('who --nul')).code).toBe(1);
});

onLinux('every byte comes through', async () => {
  const { out } = await run('bytes | od -An -v -tu1');
  expect(out.trim().split(/\s+/).map(Number)).toEqual(Array.from({ length: 255 }, (_, at) => at + 1));
  expect(await run('who --nul | od -An -tx1; WHO=x who | od -An -tx1')).toMatchObject({ out: ' 00 0a\n 78 0a\n' });
});

onLinux('text is printed as it is, in any locale and with any options of bash in the environment', async () => {
  const said = { code: 3, out: 'a\\nb \\\\ %s %d \n  two\n\n', err: '-n -e\n' };
  writeFileSync(join(folder, 'rc'), 'echo no; exit 9\n');
  for (const env of [
    { LC_CTYPE: 'C.UTF-8' },
    { SHELLOPTS: 'xtrace:errexit:nounset' },
    { BASH_ENV: join(folder, 'rc'), ENV: join(folder, 'rc') },
    { POSIXLY_CORRECT: '1' },
    { 'BASH_FUNC_printf%%': '() { echo no; }', 'BASH_FUNC_read%%': '() { exit 9; }' },
    { IFS: 'a', node1_got: 'INT', node1_text: 'x' },
  ]) {
    const words = Object.entries(env).map(([name, value]) => `'${name}=${value}'`);
    expect(await run(`env ${words.join(' ')} backslash`), words.join(' ')).toEqual(said);
  }
});

onLinux('the variables are those of the command, also Node’s', async () => {
  const env = { NODE_OPTIONS: '--no-such-option', SHLVL: '7', OLDPWD: '/', EMPTY: '', LINES: 'a\nb' };
  const { out, err } = await run('exec variables', env);
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({ ...env, PATH: expect.stringContaining(folder) as string });
  expect(await run('who --nul | od -An -tx1', env)).toMatchObject({ out: ' 00 0a\n', err: '' });
});

onLinux('^C, TERM and timeout end a call that waits, and it ends as by the signal', async () => {
  expect(await run('timeout -s INT 0.3 idle; echo "code $?"')).toMatchObject({ out: 'waiting\ncode 124\n' });
  // The whole group, as a terminal does it: the loop ends as well.
  const script = `setsid bash -c 'wait_() { "$PWD/bin/idle"; }; (sleep 0.3; kill -INT 0) & trap "echo trapped" INT; wait_; echo "code $?"'`;
  expect(await run(script)).toMatchObject({ out: 'waiting\ntrapped\ncode 130\n' });
});

onLinux('the width is that of the terminal', () => {
  const line = `stty cols 123; ${join(folder, 'bin/columns')}`;
  const ask = () =>
    new Promise<string>((resolve) => {
      void import('node:child_process').then(({ execFile }) => {
        execFile('script', ['-qec', line, '/dev/null'], (_, stdout) => {
          resolve(stdout);
        });
      });
    });
  return expect(ask()).resolves.toBe('123\r\n');
});

onLinux('who does not know the secret learns nothing, and starts nothing', async () => {
  const { port, node } = server.plain ?? expect.unreachable();
  for (const said of [
    '\n',
    `${'0'.repeat(48)}\n`,
    `${node}\n`,
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(3),
  ]) {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes) => (heard += bytes.toString())).on('error', () => undefined);
    socket.end(`${said}1 - 0\0who\0`);
    await new Promise((resolve) => socket.on('close', resolve));
    expect(heard).toBe('');
  }
});

onLinux('a command tells nothing to whoever has the port of a node that has ended', async () => {
  const { port } = server.plain ?? expect.unreachable();
  await server.close();
  let heard = '';
  const other = createServer((socket: Socket) => {
    socket.on('data', (bytes) => (heard += bytes.toString())).on('error', () => undefined);
    socket.write(`${'0'.repeat(48)}\n`);
  });
  other.listen(port, '127.0.0.1');
  await once(other, 'listening');
  const { code, err } = await run('who SECRET');
  other.close();
  expect({ code, err }).toEqual({ code: 1, err: 'who: the rehearsal that this shell belongs to has ended\n' });
  expect(heard).not.toContain('SECRET');
  expect(heard.length).toBeGreaterThan(0);
});

onLinux('nothing of the secrets is to be seen in the list of processes', async () => {
  const { command, node } = server.plain ?? expect.unreachable();
  const script = `idle | { read -r _; list=$(ps -ww -o pid=,args= --ppid $$ | grep bin/idle); echo "$list"; kill -TERM $(echo $list | cut -d' ' -f1); }`;
  const { out } = await run(script);
  expect(out).toContain('bin/idle');
  expect(out).not.toContain(command);
  expect(out).not.toContain(node);
  expect(spawnSync('stat', ['-c', '%a', join(folder, 'bin', 'idle')], { encoding: 'utf8' }).stdout).toBe('700\n');
});
