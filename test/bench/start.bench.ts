import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { cli, temporaryFolder } from '../cli/pupitre.ts';
import { percentile, printTable, time } from './table.ts';

/** Milliseconds from the start of a program until its output matches. */
function until(args: readonly string[], cwd: string, pattern: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let seen = '';
    let took: number | undefined;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
      if (took === undefined && pattern.test(seen)) took = performance.now() - started;
    });
    child.on('close', () => {
      if (took === undefined) reject(new Error(`never said ${String(pattern)}: ${seen}`));
      else resolve(took);
    });
  });
}

test('start', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), '.exercise[\n```bash\ntrue\n```\n]\n');
  const floor: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < 10; round++) {
    floor.push(await until(['-e', 'console.log("up")'], folder.path, /up/));
    ours.push(await until([cli, 'run', 'deck.md', '--reporter', 'json'], folder.path, /"commandBegin"/));
  }
  folder.remove();
  printTable('From the start of the program to the first typed character', [
    {
      'node alone': time(percentile(floor, 50)),
      'pupitre run (aim 300 ms)': time(percentile(ours, 50)),
      slowest: time(percentile(ours, 100)),
      ratio: (percentile(ours, 50) / percentile(floor, 50)).toFixed(1),
    },
  ]);
});
