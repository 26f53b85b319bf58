import type { BenchWindow } from './served.ts';

/** A shell with which somebody works. */
export type Shell = Pick<BenchWindow, 'types' | 'sees' | 'forget'> & { readonly bytes: number };

/** Types a line whose output, and not whose echo, ends with a word. Milliseconds until it came. */
export async function run(shell: Shell, line: string): Promise<number> {
  shell.forget();
  const started = performance.now();
  shell.types(`${line}; echo "fin"ished\r`);
  await shell.sees('finished');
  return performance.now() - started;
}

/** Milliseconds from a key to its echo, key after key. */
export async function echoes(shell: Shell, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < count; index++) {
    const key = String.fromCharCode(97 + (index % 26));
    shell.forget();
    const started = performance.now();
    const seen = shell.sees(key);
    shell.types(key);
    await seen;
    samples.push(performance.now() - started);
    if (index % 40 === 39) {
      shell.forget();
      const prompt = shell.sees('$ ');
      shell.types('\x15\r');
      await prompt;
    }
  }
  shell.types('\x15');
  return samples;
}

/** Lines of 80 columns with colours and characters of two and three bytes. */
export function colouredText(megabytes: number): Buffer {
  const lines = Array.from({ length: 500 }, (_, row) => {
    const cells = Array.from({ length: 8 }, (_, cell) => {
      return `\x1b[${String(31 + ((row + cell) % 7))}m${(row * 8 + cell).toString().padStart(7, 'é')}│▒\x1b[0m`;
    });
    return cells.join('');
  });
  const block = Buffer.from(`${lines.join('\n')}\n`);
  return Buffer.concat(Array.from({ length: Math.ceil((megabytes * 1e6) / block.length) }, () => block)).subarray(
    0,
    Math.floor((megabytes * 1e6) / block.length) * block.length,
  );
}

/** ^C, and time for it to arrive: a desk's shell goes on without windows, beside the next measurement. */
export async function stop(...shells: readonly Pick<Shell, 'types'>[]): Promise<void> {
  for (const shell of shells) shell.types('\x03');
  await new Promise((done) => setTimeout(done, 300));
}
