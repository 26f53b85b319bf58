import { afterEach, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { word } from '../../src/messages/word.ts';
import { planDeck, type PlanOptions } from '../../src/plan/plan.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import type { Target } from '../../src/target/target.ts';

const targets: Target[] = [];

afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.close()));
});

/** Runs an exercise with these hidden and shown snippets; what came of each, as `action status: reason`. */
async function runExercise(snippets: readonly string[], options: PlanOptions = {}, more: Partial<Target> = {}) {
  const text = `# A\n\n.exercise[\n\n${snippets.map((each) => `<!--\n${each}\n-->\n`).join('\n')}\n]\n`;
  const { plan, messages } = planDeck(parseDeck(text, { file: 'deck.md' }), options);
  expect(messages).toEqual([]);
  const target = { ...localTarget({ environment: process.env, temporaryHome: true }), ...more };
  targets.push(target);
  await target.prepare(new AbortController().signal);
  let results: readonly StepResult[] = [];
  const { signal } = new AbortController();
  for await (const event of run(plan, target, { actions: builtinActions, keepGoing: true, signal })) {
    if (event.type === 'runEnd') ({ results } = event);
  }
  return results.map(({ verdict, tries, hints }, at) => ({
    said: [
      `${plan.steps[at]?.action ?? ''} ${verdict.status}`,
      ...('reason' in verdict ? [word(verdict.reason, 'en')] : []),
      ...('note' in verdict ? [word(verdict.note, 'en')] : []),
    ].join(': '),
    tries,
    hints: hints.map((hint) => word(hint, 'en')),
  }));
}

async function saidBy(...snippets: readonly string[]): Promise<readonly string[]> {
  return (await runExercise(snippets)).map(({ said }) => said);
}

test('a script that verifies passes with exit code 0, and says why it does not', async () => {
  expect(
    await saidBy(
      '```bash\ntouch ~/y\n```',
      '```verify\n#!/bin/sh\ntest -f ~/y\n```',
      '```verify\necho first\necho "There is no x, \\`yet\\`"\nexit 3\n```',
      '```verify test -f ~/x```',
      '```bash\ncd / && set -u\n```',
      '```verify\necho "$PWD $unset" | grep -v "^/ "\n```',
    ),
  ).toEqual([
    'bash passed',
    'verify passed',
    'verify failed: the script ended with exit code 3: first / There is no x, `yet`',
    'verify failed: the script ended with exit code 1 and said nothing',
    'bash passed',
    'verify passed',
  ]);
});

test('it can be repeated, has a time of its own, and what it must print', async () => {
  const steps = await runExercise([
    '```background\nsleep 1; touch ~/late\n```',
    '```hide cd```',
    '```verify\ntest -f ~/late\n```\n```retry 20s```',
    '```verify\nsleep 100\n```\n```timeout 1s```',
    '```verify\nif false; then echo done; fi\n```\n```expect done```',
    '```verify\nif true; then echo done; fi\n```\n```expect done```',
  ]);
  expect(steps.map(({ said }) => said)).toEqual([
    'background passed',
    'hide passed',
    'verify passed',
    'verify timedOut: the script had not ended after 1 s, and was ended',
    'verify failed: expected "done", got no output',
    'verify passed',
  ]);
  expect(steps[2]?.tries).toBeGreaterThan(1);
});

test('an endless command goes on while something verifies it', async () => {
  expect(
    await saidBy(
      '```bash\necho beat > ~/beats\n```',
      '```bash\ntail -f ~/beats\n```',
      '```verify\npgrep -f "tail -f $HOME/beats"\n```',
      '```bash\nid\n```',
      '```verify\n! pgrep -f "tail -f $HOME/beats"\n```',
    ),
  ).toEqual([
    'bash passed',
    expect.stringMatching(/^bash passed/),
    'verify passed',
    expect.stringMatching(/^bash passed/),
    'verify passed',
  ]);
});

test('setup that fails is broken; one that goes on is awaited where the deck says so', async () => {
  expect(
    await saidBy(
      '```setup\necho no disk >&2; exit 5\n```',
      '```background\nsleep 0.3; echo x > ~/ready\n```',
      '```setup```',
      '```hide cd```',
      '```verify cat ~/ready```',
      '```background sleep 1000```',
      '```setup```\n```timeout 1s```',
    ),
  ).toEqual([
    'setup broken: the node could not be prepared: the script ended with exit code 5: no disk',
    'background passed',
    'setup passed',
    'hide passed',
    'verify passed',
    'background passed',
    'setup passed: a script goes on in the background',
  ]);
});

test('who fails hears of a script in the background that has failed', async () => {
  const steps = await runExercise([
    '```background\necho no network; false\n```',
    '```setup```',
    '```bash\nmkdir /dev/null/x\n```',
  ]);
  const why =
    'what prepares the node in the background (deck.md:6) has failed: the script ended with exit code 1: no network';
  expect(steps.map(({ said }) => said)).toEqual([
    'background passed',
    `setup broken: ${why}`,
    expect.stringMatching(/^bash failed/),
  ]);
  expect(steps[2]?.hints).toContain(why);
});

test('where there is no such program, or no scripts at all, it is broken', async () => {
  const missing = '```verify\n#!/usr/bin/env no-such-program\n```';
  expect(await saidBy('```bash id```', missing)).toEqual([
    'bash passed',
    'verify broken: a script needs no-such-program, which is not on the node',
  ]);
  const without = await runExercise(['```bash id```', missing, '```background id```'], {}, {
    runScript: undefined,
  } as object);
  expect(without.map(({ said }) => said)).toEqual([
    'bash passed',
    'verify broken: this target runs no scripts beside its terminals',
    'background broken: this target runs no scripts beside its terminals',
  ]);
});

test('nobody has done by hand what a script verifies: it is not verified', async () => {
  expect(await saidBy('```verify\nfalse\n```')).toEqual([
    'manual manual: nothing in this exercise can be run: a person does it',
    'verify manual: verifies what a person does by hand',
  ]);
});
