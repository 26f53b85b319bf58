import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { programPath, type Server, startMariadb, startPostgres, startRedis } from './servers.ts';

/** A lesson in a program: its snippets (method and text), and what damages it, with the number of the step that must fail and its screen. */
interface Lesson {
  readonly program: string;
  /** The server that it needs: its program, and what starts it. */
  readonly server?: readonly [program: string, start: () => Promise<Server>];
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
    server: ['redis-server', startRedis],
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
  {
    program: 'psql',
    server: ['initdb', startPostgres],
    snippets: [
      ['bash', 'psql'],
      ['sql', "CREATE TABLE coins (id int,\n  name text);\nINSERT INTO coins VALUES (1, 'it''s one');"],
      ['sql', 'BEGIN;'],
      ['sql', 'SELECT name\nFROM coins;\nROLLBACK;'],
      ['expect', "it's one"],
      ['sql', '\\d coins'],
      ['expect', 'integer'],
      ['sql', "SELECT 'open\nend' AS both;"],
      ['sql', 'DROP TABLE coins;\n\\q'],
      ['bash', 'echo back'],
    ],
    damage: ['d coins', 'd coin'],
    fails: 5,
    screen: /Did not find any relation/,
  },
  {
    program: 'mariadb',
    server: ['mariadbd', startMariadb],
    snippets: [
      ['bash', 'mariadb -S $MYSQL_SOCKET -u root'],
      ['sql', 'CREATE DATABASE IF NOT EXISTS shop;\nUSE shop;\nDROP TABLE IF EXISTS coins;'],
      ['sql', "CREATE TABLE coins (id INT,\n  name VARCHAR(20));\nINSERT INTO coins VALUES (1, 'it''s one');"],
      ['sql', 'SELECT name\nFROM coins;'],
      ['expect', "it's one"],
      ['sql', 'SELECT "open\nend" AS both_lines;'],
      ['sql', 'exit'],
      ['bash', 'echo back'],
    ],
    damage: ['FROM coins', 'FROM coin'],
    fails: 4,
    screen: /ERROR 1146/,
  },
  {
    program: 'sqlite3',
    snippets: [
      ['bash', 'sqlite3'],
      ['sql', "CREATE TABLE coins (id,\n  name);\nINSERT INTO coins VALUES (1, 'one');"],
      ['sql', 'SELECT name\nFROM coins;'],
      ['expect', 'one'],
      ['sql', '.quit'],
      ['bash', 'echo back'],
    ],
    damage: ['FROM coins', 'FROM coin'],
    fails: 3,
    screen: /no such table: coin/,
  },
  {
    program: 'irb',
    snippets: [
      ['bash', 'irb'],
      ['ruby', 'coins = [2, 3]\ncoins.map do |c|\n  c * 2\nend'],
      ['expect', '=> [4, 6]'],
      ['ruby', '"open\nend"'],
      ['ruby', 'exit'],
      ['bash', 'echo back'],
    ],
    damage: ['c * 2', 'd * 2'],
    fails: 2,
    screen: /undefined local variable/,
  },
  {
    program: 'lua5.4',
    snippets: [
      ['bash', 'lua5.4'],
      ['repl', 'x = 3\nfor i = 1, 2 do\n  print(i * x)\nend'],
      ['expect', '6'],
      ['key', '^D'],
      ['bash', 'echo back'],
    ],
    damage: ['i * x', 'i * y'],
    fails: 2,
    screen: /attempt to perform arithmetic/,
  },
  {
    program: 'bc',
    snippets: [
      ['bash', 'bc -q'],
      ['repl', 'define d(x) {\n  return (x * 2);\n}\nd(4)'],
      ['expect', '8'],
      ['repl', 'quit'],
      ['bash', 'echo back'],
    ],
    damage: ['d(4)', 'd(4'],
    fails: 2,
    screen: /syntax error/,
  },
  {
    program: 'gdb',
    snippets: [
      ['bash', 'gdb -q /bin/sh'],
      ['repl', 'print 2 + 3'],
      ['expect', '= 5'],
      ['repl', 'set pagination off\ninfo functions'],
      ['repl', 'quit'],
      ['bash', 'echo back'],
    ],
    damage: ['set pagination off', 'set height 10'],
    fails: 3,
    screen: /Type <RET> for more/,
  },
  {
    program: 'deno',
    snippets: [
      ['bash', 'NO_COLOR=1 deno'],
      ['node', 'function double(x) {\n  return x * 2\n}\ndouble(4)'],
      ['expect', '8'],
      ['key', '^D'],
      ['bash', 'echo back'],
    ],
    damage: ['x * 2', 'y * 2'],
    fails: 2,
    screen: /y is not defined/,
  },
  {
    program: 'mongosh',
    snippets: [
      ['bash', 'mongosh --nodb --quiet'],
      ['node', 'function double(x) {\n  return x * 2\n}\ndouble(4)'],
      ['expect', '8'],
      ['node', 'exit'],
      ['bash', 'echo back'],
    ],
    damage: ['x * 2', 'y * 2'],
    fails: 2,
    screen: /y is not defined/,
  },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-lessons-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function deckOf(snippets: Lesson['snippets']): string {
  const fences = snippets.map(([method, text]) => `\`\`\`${method}\n${text}\n\`\`\``).join('\n\n');
  return `# Lesson\n\n.exercise[\n\n${fences}\n\n]\n`;
}

async function teach(deck: string, env: Readonly<Record<string, string>> = {}): Promise<readonly StepResult[]> {
  const { plan } = planDeck(parseDeck(deck, { file: 'lesson.md' }), { timeouts: { waitMs: 4_000, commandMs: 15_000 } });
  const cwd = mkdtempSync(join(folder, 'home-'));
  const environment = { ...process.env, HOME: cwd };
  const target = localTarget({ cwd, environment, env });
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

describe.each(lessons)('a lesson in $program', ({ program, server, snippets, damage, fails, screen }) => {
  const canRun = programPath(program) !== undefined && (!server || programPath(server[0]) !== undefined);
  let running: Server | undefined;
  beforeAll(async () => {
    if (canRun) running = await server?.[1]();
  }, 60_000);
  afterAll(() => running?.stop());

  test.skipIf(!canRun)('passes', { timeout: 60_000 }, async () => {
    const results = await teach(deckOf(snippets), running?.env);
    expect(summary(results)).toEqual(results.map((_, at) => `${at + 1} passed`));
    expect(results.length).toBeGreaterThan(3);
  });

  test.skipIf(!canRun)('damaged, fails at the right step, with the right screen', { timeout: 60_000 }, async () => {
    const [right, wrong] = damage;
    const damaged = snippets.map(([method, text]) => [method, text.replace(right, wrong)] as const);
    const results = await teach(deckOf(damaged), running?.env);
    const at = results.findIndex(({ verdict }) => verdict.status !== 'passed');
    expect(summary(results).slice(0, at + 1)).toHaveLength(fails);
    expect(results[at]?.screen).toMatch(screen);
  });
});
