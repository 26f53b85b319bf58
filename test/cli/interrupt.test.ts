import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import headless from '@xterm/headless';
import { spawn } from 'node-pty';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../processes.ts';
import { cli, start, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
  writeFileSync(
    join(folder.path, 'deck.md'),
    `# A deck\n\n.exercise[\n\n\`\`\`bash\necho one\n\`\`\`\n\n\`\`\`bash\necho $$ > '${folder.path}/pid'; echo up""on; sleep 1000\n\`\`\`\n\n\`\`\`bash\necho never\n\`\`\`\n\n]\n`,
  );
});

/** What `files` puts in place must be gone again. */
const config = { files: [{ from: 'deck.md', to: '~/stacks/deck.md' }] };

afterEach(() => {
  folder.remove();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the run in order, with what was done so far', async (signal, code) => {
  const run = start(['run', 'deck.md', '--reporter', 'json', '--reporter', 'junit=report.xml'], folder.path);
  await run.seen(/upon/);
  run.kill(signal);
  const { code: exitCode, stdout } = await run.ended;
  expect(exitCode).toBe(code);
  const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as unknown;
  expect(last).toMatchObject({ type: 'runEnd', interrupted: true, totals: { passed: 1, notRun: 2 } });
  expect(readFileSync(join(folder.path, 'report.xml'), 'utf8')).toMatch(/<\/testsuites>\s*$/);
  expect(isAlive(Number(readFileSync(join(folder.path, 'pid'), 'utf8')))).toBe(false);
  expect(readdirSync(folder.path).sort()).toEqual(['.pupitre', 'deck.md', 'pid', 'report.xml', 'runner.config.json']);
});

test('kill -9 of the program takes the shell with it', async () => {
  const run = start(['run', 'deck.md', '--reporter', 'json'], folder.path);
  await run.seen(/upon/);
  run.kill('SIGKILL');
  await run.ended;
  const pid = Number(readFileSync(join(folder.path, 'pid'), 'utf8'));
  // The terminal's end is the kernel's work; a few turns of the event loop are enough for it.
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
});

test('on a terminal, ^C leaves the cursor visible and the last line clean', async () => {
  const size = { cols: 160, rows: 40 };
  const screen = new headless.Terminal({ ...size, allowProposedApi: true });
  const pty = spawn(process.execPath, [cli, 'run', 'deck.md'], {
    ...size,
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.path, LANG: 'C.UTF-8' },
  });
  let text = '';
  const running = new Promise<void>((resolve) => {
    pty.onData((chunk) => {
      text += chunk;
      screen.write(chunk);
      if (text.includes('echo $$ >')) resolve();
    });
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => {
      resolve(exitCode);
    });
  });
  await running;
  pty.write('\x03');
  expect(await ended).toBe(130);
  await new Promise<void>((resolve) => {
    screen.write('', resolve);
  });
  expect(text.lastIndexOf('\x1b[?25h')).toBeGreaterThan(text.lastIndexOf('\x1b[?25l'));
  const buffer = screen.buffer.active;
  const rows = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
  expect(rows.join('\n')).toContain('1 passed');
  expect(buffer.cursorX).toBe(0);
});
