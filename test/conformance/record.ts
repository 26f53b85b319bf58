import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import {
  type Chapter,
  chapterNames,
  type Fact,
  factsFile,
  factsText,
  type Line,
  readChapter,
} from '../../node1/test/record/chapter.ts';
import { localTarget } from '../../src/target/local.ts';
import { type Result, typeChapter } from './typing.ts';

// Types chapters into the real cluster of this machine, twice, and writes what was the same both times. See node1/test/record/README.md.

const asked = (process.env['CHAPTERS'] ?? '').split(' ').filter(Boolean);
const times = Number(process.env['TIMES'] ?? '2');
/** Where what came is kept as it came. */
const raw = process.env['RAW'] ?? join(tmpdir(), 'recorder-raw');

test.each(asked.length > 0 ? asked : chapterNames())('%s is recorded', async (name) => {
  const chapter = readChapter(name);
  const runs: Result[][] = [];
  for (let time = 0; time < times; time++) runs.push(await recordOnce(chapter));
  const { lines, ...about } = chapter;
  const commands = lines.map((line, index) =>
    factOf(
      line,
      runs.flatMap((run) => run[index] ?? []),
    ),
  );
  writeFileSync(factsFile(name), factsText({ ...about, commands }));
  mkdirSync(raw, { recursive: true });
  writeFileSync(join(raw, `${name}.txt`), runs.map((run) => run.map(show).join('')).join('\n=======\n'));
  const counted = commands.filter(({ isSetup, leftOut }) => !isSetup && leftOut === undefined);
  const seconds = runs.map((run) => Math.round(run.reduce((sum, { ms }) => sum + ms, 0) / 1000));
  console.log(`${name}: ${counted.length} commands, ${seconds.join(' and ')} s`);
  for (const { leftOut, command } of commands) if (leftOut) console.log(`  left out: ${command}: ${leftOut}`);
});

async function recordOnce({ name, lines, tty }: Chapter): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'recorder-'));
  // Under this name whatever takes the name of its folder has the same one each time.
  const home = join(folder, 'home');
  mkdirSync(join(home, '.kube'), { recursive: true });
  const { KUBECONFIG = '', ...environment } = process.env;
  if (KUBECONFIG !== '') writeFileSync(join(home, '.kube/config'), readFileSync(KUBECONFIG), { mode: 0o600 });
  const target = localTarget({ environment: { ...environment, HOME: home }, cwd: home });
  await target.prepare(new AbortController().signal);
  try {
    const results = await typeChapter(target, { lines, tty }, 'record');
    const gone = results.find(({ raw: text }) => /The connection to the server 172\S+ was refused/.test(text));
    if (gone) throw new Error(`the cluster has gone: ${gone.line.command}`);
    return results;
  } catch (error) {
    throw new Error(`${name} stopped`, { cause: error });
  } finally {
    await target.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was the same each time. */
function factOf(line: Line, [first, ...others]: readonly Result[]): Fact {
  if (!first) return line;
  const { exit, output, ms } = first;
  const time = ms < 3_000 ? {} : { seconds: Math.round(ms / 1000) };
  if (line.isSetup) return { ...line, ...time };
  const isEnded = exit !== undefined && ms < 100_000;
  if (line.leftOut !== undefined || !isEnded) return { leftOut: 'it did not end', ...line };
  if (others.every((each) => each.exit === exit && each.output === output)) return { ...line, exit, output, ...time };
  const isSame = others.every((each) => each.exit === exit && sorted(each.output) === sorted(output));
  if (isSame) return { ...line, exit, output, anyOrder: true, ...time };
  return { ...line, leftOut: 'it was not the same when it was typed again' };
}

function sorted(output: string): string {
  return output.split('\n').sort().join('\n');
}

function show({ line: { command, isSetup }, exit, raw: text, ms }: Result): string {
  return `${isSetup ? '@' : '$'} ${command}\n[${exit ?? '?'}, ${ms} ms]\n${text.trimEnd()}\n`;
}
