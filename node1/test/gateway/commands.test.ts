import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandServer, startCommandServer } from '../../src/gateway/server.ts';
import { nodeShim, nodeWay, writeShims } from '../../src/gateway/shims.ts';
import type { Program } from '../../src/program.ts';

/** Programs of a node that has nothing but them. */
const programs: Readonly<Record<string, Program>> = {
  tell: async ({ args, cwd, env, stdin, stdout, stderr }) => {
    await stdout.write(
      JSON.stringify({ args, cwd, word: env['WORD'], tty: [stdin.isTTY, stdout.isTTY, stderr.isTTY] }),
    );
    return 0;
  },
  fail: async ({ stderr }) => {
    await stderr.write('no\n');
    return 42;
  },
  upper: async ({ stdin, stdout }) => {
    for await (const chunk of stdin) await stdout.write(Buffer.from(chunk).toString().toUpperCase());
    return 0;
  },
  one: async ({ stdin, stdout }) => {
    for await (const chunk of stdin) {
      await stdout.write(`<${Buffer.from(chunk).toString().trim()}>\n`);
      break;
    }
    return 0;
  },
  deaf: () => Promise.resolve(0),
  idling: async ({ stdout, signal }) => {
    await stdout.write('waiting\n');
    await once(signal, 'abort');
    await stdout.write('ended\n');
    return 130;
  },
  flood: async ({ stdout, signal }) => {
    const line = 'x'.repeat(1023) + '\n';
    for (let count = 0; count < 20_000 && !signal.aborted; count++) await stdout.write(line);
    return 0;
  },
  broken: () => Promise.reject(new Error('oh no')),
};

let folder: string;
let server: CommandServer;

/** Runs a script in bash with our commands in front. */
function bash(script: string): ChildProcessWithoutNullStreams {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, WORD: 'déjà' };
  return spawn('bash', ['-c', script], { cwd: folder, env });
}

async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

function run(script: string) {
  return ended(bash(script));
}

describe.each(['by bash', 'by Node'])('%s', (how) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-commands-'));
    const socket = join(folder, 'socket');
    server = await startCommandServer(socket, new Map(Object.entries(programs)));
    writeShims(
      join(folder, 'bin'),
      Object.keys(programs).map((name) =>
        nodeShim(name, nodeWay(socket, how === 'by bash' ? server.plain : undefined, process.env['PATH'] ?? ''), 'en'),
      ),
    );
  });

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  test('a program sees what a process sees', async () => {
    const { code, out } = await run(`tell 'a b' '' "it's" $'\\n' -- '*' <&-`);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      args: ['a b', '', "it's", '\n', '--', '*'],
      cwd: folder,
      word: 'déjà',
      tty: [false, false, false],
    });
  });

  test('exit codes and both outputs come through', async () => {
    expect(await run('fail')).toEqual({ code: 42, out: '', err: 'no\n' });
    expect(await run('fail 2>&1 | upper')).toEqual({ code: 0, out: 'NO\n', err: '' });
  });

  test('a program that fails itself says so', async () => {
    const { code, err } = await run('broken');
    expect({ code, err }).toEqual({
      code: 1,
      err: 'rehearsal: broken failed, and this is a bug of the rehearsal: oh no\n',
    });
  });

  test('input is read by who wants it, and left for the next who does', async () => {
    expect(await run('printf "a\\nb\\n" | upper')).toMatchObject({ out: 'A\nB\n' });
    expect(await run('for i in 1 2; do deaf; read -r line; echo "$line"; done < <(printf "a\\nb\\n")')).toMatchObject({
      out: 'a\nb\n',
    });
    expect(await run('upper </dev/null')).toMatchObject({ code: 0, out: '' });
    expect(await run('upper <&-')).toMatchObject({ code: 0, out: '' });
  });

  test('a signal ends the program, and the command as a signal does', async () => {
    const child = bash('exec idling');
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ out: 'waiting\nended\n' });
    expect(child.signalCode).toBe('SIGINT');
  });

  test('a reader that goes away ends the command', async () => {
    expect(await run('flood | head -c 3; echo " ${PIPESTATUS[0]}"')).toMatchObject({ out: 'xxx 141\n' });
  });

  test('20 MB arrive whole at a slow reader, through bounded buffers', async () => {
    expect(await run('flood | (sleep 0.2; wc -c)')).toMatchObject({ out: '20480000\n' });
  });

  test('100 at once', async () => {
    const { out } = await run('for i in $(seq 100); do tell $i & done; wait');
    expect(out.match(/"args"/g)).toHaveLength(100);
  }, 120_000);

  test('close ends what runs, and removes the socket', async () => {
    const child = bash('idling');
    const end = ended(child);
    await once(child.stdout, 'data');
    await server.close();
    expect(await end).toMatchObject({ code: 130, out: 'waiting\nended\n' });
    expect(existsSync(join(folder, 'socket'))).toBe(false);
    expect(await run('tell')).toEqual({
      code: 1,
      out: '',
      err: 'tell: the rehearsal that this shell belongs to has ended\n',
    });
  });

  test('somebody who speaks another language is shown out', async () => {
    const socket = connect(join(folder, 'socket'));
    socket.on('error', () => undefined).end('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'close');
    expect(await run('deaf')).toMatchObject({ code: 0 });
  });
});
