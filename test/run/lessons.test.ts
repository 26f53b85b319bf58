import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';

/** A lesson in a program: its snippets (method and text), and what damages it, with the number of the step that must fail and its screen. */
interface Lesson {
  readonly program: string;
  readonly snippets: readonly (readonly [method: string, text: string])[];
  readonly damage: readonly [right: string, wrong: string];
  readonly fails: number;
  readonly screen: RegExp;
}

const lessons: readonly Lesson[] = [
  {
    program: 'python3',
    snippets: [
      ['bash', 'python3'],
      ['python', 'coins = [2, 3]\nfor c in coins:\n    print(c * 2)\n'],
      ['expect', '6'],
      ['python', 'exit()'],
      ['bash', 'echo back'],
    ],
    damage: ['c * 2', 'd * 2'],
    fails: 2,
    screen: /NameError/,
  },
  {
    program: 'node',
    snippets: [
      ['bash', 'node'],
      ['node', 'const coins = [2, 3]\ncoins.map((c) => c * 2)'],
      ['expect', '[ 4, 6 ]'],
      ['key', '^D'],
      ['bash', 'echo back'],
    ],
    damage: ['coins.map', 'coin.map'],
    fails: 2,
    screen: /coin is not defined/,
  },
  {
    program: 'redis-cli',
    snippets: [
      ['bash', 'redis-cli -p $REDIS_PORT'],
      ['wait', '>'],
      ['keys', 'SET coin 7'],
      ['key', 'Enter'],
      ['wait', 'OK'],
      ['key', '^D'],
      ['bash', 'test "$(redis-cli -p $REDIS_PORT GET coin)" = 7'],
    ],
    damage: ['SET coin 7', 'SETT coin 7'],
    fails: 5,
    screen: /unknown command/,
  },
  {
    program: 'vim',
    snippets: [
      ['bash', 'vim coins.txt'],
      ['wait', 'coins.txt'],
      ['keys', 'iseven coins'],
      ['key', 'Escape'],
      ['keys', ':wq'],
      ['key', 'Enter'],
      ['bash', 'grep seven coins.txt'],
    ],
    damage: [':wq', ':wx'],
    fails: 7,
    screen: /E492|seven coins/,
  },
  {
    program: 'nano',
    snippets: [
      ['bash', 'nano coins.txt'],
      ['wait', 'GNU nano'],
      ['keys', 'eight coins'],
      ['key', '^O'],
      ['key', 'Enter'],
      ['wait', 'Wrote 1 line'],
      ['key', '^X'],
      ['bash', 'grep eight coins.txt'],
    ],
    damage: ['Wrote 1 line', 'Wrote 9 lines'],
    fails: 6,
    screen: /eight coins/,
  },
  {
    program: 'less',
    snippets: [
      ['bash', 'seq 500 | less'],
      ['keys', '/300'],
      ['key', 'Enter'],
      ['wait', '300'],
      ['key', 'q'],
      ['bash', 'echo back'],
    ],
    damage: ['/300', '/xyz'],
    fails: 4,
    screen: /Pattern not found/,
  },
];

let folder: string;
let redis: ChildProcess | undefined;
const port = 20_000 + (process.pid % 20_000);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-lessons-'));
  if (!has('redis-server')) return;
  redis = spawn('redis-server', ['--port', String(port), '--save', '', '--daemonize', 'no'], { cwd: folder });
  await new Promise<void>((resolve) => {
    redis?.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept')) resolve();
    });
  });
});
afterAll(async () => {
  if (redis) {
    const ended = once(redis, 'exit');
    redis.kill();
    await ended;
  }
  rmSync(folder, { recursive: true });
});

function has(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((each) => existsSync(join(each, program)));
}

function deckOf(snippets: Lesson['snippets']): string {
  const fences = snippets.map(([method, text]) => `\`\`\`${method}\n${text}\n\`\`\``).join('\n\n');
  return `# Lesson\n\n.exercise[\n\n${fences}\n\n]\n`;
}

async function teach(deck: string): Promise<readonly StepResult[]> {
  const { plan } = planDeck(parseDeck(deck, { file: 'lesson.md' }), { timeouts: { waitMs: 4_000, commandMs: 15_000 } });
  const cwd = mkdtempSync(join(folder, 'home-'));
  const environment = { ...process.env, HOME: cwd };
  const target = localTarget({ cwd, environment, env: { REDIS_PORT: String(port) } });
  const { signal } = new AbortController();
  await target.prepare(signal);
  try {
    for await (const event of run(plan, target, { actions: builtinActions, signal })) {
      if (event.type === 'runEnd') return event.results;
    }
  } finally {
    await target.close();
  }
  return [];
}

function summary(results: readonly StepResult[]): string[] {
  return results.map(({ verdict }, at) => {
    const reason = 'reason' in verdict ? ` ${JSON.stringify(verdict.reason)}` : '';
    return `${at + 1} ${verdict.status}${verdict.status === 'passed' || verdict.status === 'notRun' ? '' : reason}`;
  });
}

describe.each(lessons)('a lesson in $program', ({ program, snippets, damage, fails, screen }) => {
  test.skipIf(!has(program))('passes', async () => {
    const results = await teach(deckOf(snippets));
    expect(summary(results)).toEqual(results.map((_, at) => `${at + 1} passed`));
    expect(results.length).toBeGreaterThan(3);
  });

  test.skipIf(!has(program))('damaged, fails at the right step, with the right screen', async () => {
    const [right, wrong] = damage;
    const results = await teach(deckOf(snippets.map(([method, text]) => [method, text.replace(right, wrong)])));
    const at = results.findIndex(({ verdict }) => verdict.status !== 'passed');
    expect(summary(results).slice(0, at + 1)).toHaveLength(fails);
    expect(results[at]?.screen).toMatch(screen);
  });
});
