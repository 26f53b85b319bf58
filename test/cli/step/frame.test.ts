import stripAnsi from 'strip-ansi';
import { describe, expect, test } from 'vitest';
import { fieldOf } from '../../../src/cli/step/field.ts';
import { type Frame, frameOf } from '../../../src/cli/step/frame.ts';
import { panesOf } from '../../../src/cli/step/layout.ts';
import { findPlace, initialState, type StepState } from '../../../src/cli/step/state.ts';
import { parseDeck } from '../../../src/deck/deck.ts';
import { createMatchers } from '../../../src/match/matchers.ts';
import type { Language } from '../../../src/messages/message.ts';
import { message } from '../../../src/messages/message.ts';
import { planDeck } from '../../../src/plan/plan.ts';
import type { StepResult, Verdict } from '../../../src/plan/verdict.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { displayWidth } from '../../../src/report/width.ts';
import type { Size } from '../../../src/target/target.ts';

const text = `# Déployer 日本語のレジストリ avec un titre qui est beaucoup trop long pour une fenêtre étroite

Un paragraphe avec du **gras**, du \`code\` et des mots 日本語日本語日本語日本語日本語日本語日本語 larges, à couper 👩‍👩‍👧‍👦 proprement.

- premier point
  - point dessous
- second point

| a | b |
|---|---|
| 1 | 2 |

.exercise[

- Lancez :

\`\`\`bash
kubectl create deployment registry --image=registry --namespace une-option-tres-longue-qui-deborde
\`\`\`

<!-- \`\`\`hide
cached=1
\`\`\` -->

\`\`\`bash
echo "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語"
\`\`\`

]

---

name: fin
# La fin

Rien à lancer.

---

# Après

.exercise[
\`\`\`bash
true
\`\`\`
]
`;

const deck = parseDeck(text, { file: 'slides/deck.md' });
const { plan } = planDeck(deck, { matchers: createMatchers() });

function stateWith(change: Partial<StepState> = {}): StepState {
  return { ...initialState(plan, deck.slides), ...change };
}

function resultOf(at: number, verdict: Verdict): [string, StepResult] {
  const stepId = plan.steps[at]?.id ?? '';
  return [stepId, { stepId, verdict, durationMs: 1, tries: 1, commands: [], hints: [message('run/hint-new-shell')] }];
}

const reason = message('run/exit-code', { command: 'kubectl create deployment', exitCode: 1 });
const failed = stateWith({ results: new Map([resultOf(0, { status: 'failed', reason })]) });

/** The frame of a state with a shell that fills its pane. */
function frame(state: StepState, size: Size, lang: Language = 'en', colors = false): Frame {
  const { shell } = panesOf(size);
  const rows = Array.from({ length: shell.rows }, (_, row) => `${row}`.padEnd(shell.cols, '.'));
  const modes = { applicationCursorKeys: false, bracketedPaste: false };
  const picture = { rows, cursor: { x: 3, y: shell.rows - 1 }, modes };
  return frameOf(state, { size, shell: picture, terminal: undefined, lang, paint: createPaint(colors) });
}

const sizes: readonly Size[] = [
  { cols: 40, rows: 12 },
  { cols: 80, rows: 24 },
  { cols: 120, rows: 40 },
  { cols: 200, rows: 60 },
];
const tiny: readonly Size[] = [
  { cols: 20, rows: 5 },
  { cols: 20, rows: 2 },
];
const states: readonly (readonly [name: string, state: StepState])[] = [
  ['new', stateWith()],
  ['failed', failed],
  ['wide step', stateWith({ at: 2 })],
  ['running', stateWith({ drive: 'failure', running: { what: 'kubectl '.repeat(30) } })],
  ['in the shell', stateWith({ mode: { kind: 'shell' } })],
  ['help', stateWith({ mode: { kind: 'help' } })],
  ['asking', stateWith({ mode: { kind: 'ask', what: 'goTo', field: fieldOf('日本語'.repeat(30)) } })],
  ['editing', { ...failed, mode: { kind: 'edit', field: fieldOf('kubectl get 日本語\n'.repeat(9)) } }],
  ['quitting', stateWith({ mode: { kind: 'quit' } })],
  ['at the end', stateWith({ at: plan.steps.length })],
  ['scrolled', stateWith({ scroll: 100 })],
];

describe.each(['en', 'fr'] as const)('in %s', (lang) => {
  test.each(states.flatMap(([name, state]) => [...sizes, ...tiny].map((size) => [name, size, state] as const)))(
    '%s at %j fills the window and no more',
    (_name, size, state) => {
      for (const colors of [false, true]) {
        const { rows, cursor } = frame(state, size, lang, colors);
        expect(rows).toHaveLength(size.rows);
        const wide = rows.filter((row) => displayWidth(stripAnsi(row)) > size.cols);
        expect(wide).toEqual([]);
        if (!cursor) continue;
        expect(cursor.x).toBeLessThan(size.cols);
        expect(cursor.y).toBeLessThan(size.rows);
      }
    },
  );
});

test('40 by 12: title, the next command, news, shell, keys', () => {
  expect(frame(stateWith(), { cols: 40, rows: 12 }, 'fr').rows.map((row) => row.replace(/\u00a0/g, ' ')))
    .toMatchInlineSnapshot(`
    [
      " 1  Déployer 日本語のレジストリ av… 0/4 ",
      "1 │ 2",
      "• Lancez :",
      "> · kubectl create deployment registry ",
      "    --image=registry --namespace une-op",
      " suivante : deployer-avec-un-titre-qui… ",
      "0.......................................",
      "1.......................................",
      "2.......................................",
      "3.......................................",
      "4.......................................",
      " [Entrée] exécuter [s] passer [?] aide",
    ]
  `);
});

test('80 by 24, after a failure', () => {
  expect(frame(failed, { cols: 80, rows: 24 }).rows.filter((row) => !/^\d+\.+$/.test(row))).toMatchInlineSnapshot(`
    [
      " 1  Déployer 日本語のレジストリ avec un titre qui est beaucoup trop long p… 0/4 ",
      "a │ b",
      "1 │ 2",
      "• Lancez :",
      "> ✗ kubectl create deployment registry --image=registry --namespace une-option-",
      "    tres-longue-qui-deborde",
      "  · cached=1",
      "  · echo "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日",
      "✗ failed: kubectl create deployment ended with exit code 1                      ",
      " to mend it: slides/deck.md:17:1",
      " • The next step gets a new shell, without the variables of this one.",
      " [Enter] retry [e] edit [a] accept [o] to the shell [s] on without it [?] help",
    ]
  `);
});

test('the slide follows the step, and a command that is wrapped is shown from its beginning', () => {
  const { rows } = frame(stateWith({ at: 2 }), { cols: 40, rows: 12 });
  expect(rows.findIndex((row) => row.startsWith('> · echo "日本語'))).toBeGreaterThan(0);
});

test('help shows every key that there is', () => {
  const { rows } = frame(stateWith({ mode: { kind: 'help' } }), { cols: 80, rows: 24 });
  const shown = rows.join('\n');
  for (const key of ['Enter', 's', 'b', 'o', 'f', 'q', 'e', 'g', 'u', 'r', 'h', 't', 'a', '↑ ↓', 'Ctrl-C']) {
    expect(shown).toMatch(new RegExp(`(?:^|\\s)${key}\\s`, 'm'));
  }
});

test('without colours there is no sequence at all', () => {
  for (const [, state] of states) {
    expect(frame(state, { cols: 80, rows: 24 }).rows.join('')).not.toContain('\x1b');
  }
});

test('the cursor is where the person types', () => {
  const size = { cols: 80, rows: 24 };
  expect(frame(stateWith(), size).cursor).toBeUndefined();
  const inShell = frame(stateWith({ mode: { kind: 'shell' } }), size);
  expect(inShell.cursor).toEqual({ x: 3, y: 22 });
  const editing = frame(stateWith({ mode: { kind: 'edit', field: { before: 'echo a\nech', after: 'o b' } } }), size);
  expect(editing.rows[editing.cursor?.y ?? 0]).toBe('  echo b');
  expect(editing.cursor?.x).toBe(5);
  const long = { before: 'a\nb', after: '\nc\nd\ne\nf\ng' };
  const above = frame(stateWith({ mode: { kind: 'edit', field: long } }), size);
  expect(above.rows[above.cursor?.y ?? 0]).toBe('  b');
  const asking = frame(stateWith({ mode: { kind: 'ask', what: 'goTo', field: { before: '日', after: '本' } } }), size);
  expect(asking.rows.at(-1)?.slice(0, asking.cursor?.x)).toMatch(/: 日/);
  expect(displayWidth(' Go to slide (number or name): 日')).toBe(asking.cursor?.x);
});

test('a place is found by number, name and id; a slide without steps leads to the next one', () => {
  expect(findPlace(stateWith(), '1')).toEqual({ at: 0, slide: 1 });
  expect(findPlace(stateWith(), ' fin ')).toEqual({ at: 3, slide: 2 });
  expect(findPlace(stateWith(), '2')).toEqual({ at: 3, slide: 2 });
  expect(findPlace(stateWith(), 'apres')).toEqual({ at: 3, slide: 3 });
  expect(findPlace(stateWith(), plan.steps[2]?.id ?? '')).toEqual({ at: 2, slide: 1 });
  expect(findPlace(stateWith(), '17')).toBeUndefined();
});
