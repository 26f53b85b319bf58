import { expect, test } from 'vitest';
import { Capture } from '../../../src/run/terminal/capture.ts';
import { CommandLog } from '../../../src/run/terminal/command-log.ts';
import type { ShellCommand } from '../../../src/run/terminal/tracker.ts';

function command(text: string, more: Partial<ShellCommand>): ShellCommand {
  const capture = new Capture();
  capture.add(`output of ${text}`);
  return { text, byPerson: false, exitCode: 0, executed: true, capture, empty: [], ...more };
}

test('evidence comes from the same chapter, from what has not failed, and from what people have typed', async () => {
  const log = new CommandLog();
  log.add(command('passed', { chapter: 'b.md' }));
  log.add(command('elsewhere', { chapter: 'a.md' }));
  log.add(command('failed', { chapter: 'b.md', exitCode: 1 }));
  log.add(command('stopped', { chapter: 'b.md', exitCode: 130 }));
  log.add(command('by hand', { byPerson: true }));
  const seen = await log.read('b.md', ({ capture }) => Promise.resolve(capture.text()));
  expect(seen).toEqual([
    { command: 'passed', output: 'output of passed' },
    { command: 'failed', output: '' },
    { command: 'stopped', output: 'output of stopped' },
    { command: 'by hand', output: 'output of by hand' },
  ]);
});
