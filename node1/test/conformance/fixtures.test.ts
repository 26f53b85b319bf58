import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import { fixtureOf, type Part, parts, type RecordedCommand } from './record.ts';

/** The record of the real run, where it is at hand. */
const source = resolve(import.meta.dirname, '../../../../shared/real-run/steps.json');

interface Entry {
  readonly part?: string;
  readonly n?: number;
  readonly cmds?: readonly { readonly cmd: string; readonly rc: number; readonly text: string }[];
}

test.skipIf(!existsSync(source)).each(parts)('part %s is what ../shared/real-run says (UPDATE=1 writes it)', (part) => {
  const entries = JSON.parse(readFileSync(source, 'utf8')) as readonly Entry[];
  const text = `${JSON.stringify({ part, commands: commandsOf(entries, part) }, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(fixtureOf(part), text);
  expect(readFileSync(fixtureOf(part), 'utf8')).toBe(text);
});

function commandsOf(entries: readonly Entry[], part: Part): RecordedCommand[] {
  const commands: RecordedCommand[] = [];
  // What comes before part A was typed on the same fresh cluster.
  let current = 'a';
  for (const { part: title, n = 0, cmds = [] } of entries) {
    if (title !== undefined) current = /^([A-C])\./.exec(title)?.[1]?.toLowerCase() ?? current;
    if (current !== part) continue;
    for (const [index, { cmd, rc, text }] of cmds.entries()) {
      commands.push({ id: `${n}.${index + 1}`, command: cmd, exitCode: rc, output: normalise(text) });
    }
  }
  return commands;
}
