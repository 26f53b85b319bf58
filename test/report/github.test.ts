import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { createGithubReporter } from '../../src/report/github.ts';
import { codeBlock, markdownText } from '../../src/report/step-summary.ts';
import { workflowCommand } from '../../src/report/workflow-command.ts';
import { buffer, play } from './buffer.ts';
import { events, hostile, steps } from './events.ts';

test('properties and message are escaped as the runner reads them', () => {
  const command = workflowCommand(
    'error',
    { file: 'a,b:c.md', line: 3, col: 5, title: '100%, fin: x\ny' },
    '50%: a,b\r\nc',
  );
  expect(command).toBe('::error file=a%2Cb%3Ac.md,line=3,col=5,title=100%25%2C fin%3A x%0Ay::50%25: a,b%0Ac\n');
});

test('one annotation is one line, whatever came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const command = workflowCommand('error', { file: text, line: 1, col: 1, title: text }, text);
      expect(command).toMatch(/^::error file=[^,:\r\n]*,line=1,col=1,title=[^,:\r\n]*::[^\r\n]*\n$/);
    }),
  );
});

test('each step that did not pass is annotated where it stands', async () => {
  const output = buffer();
  await play(createGithubReporter(output, 'en', undefined), events);
  const places = [...output.text().matchAll(/^::error file=([^,]*),line=(\d+),col=(\d+)/gm)];
  expect(places.map(([, file, line, column]) => `${file ?? ''}:${line ?? ''}:${column ?? ''}`)).toEqual([
    'slides/cours.md:61:3',
    'slides/cours.md:72:3',
    'slides/cours.md:80:3',
    'slides/cours.md:90:3',
    'slides/cours.md:110:3',
  ]);
});

test.each([
  ['a|b', 'a&#124;b'],
  ['<img src=x>', '&#60;img src=x&#62;'],
  ['`x` *y* _z_', '&#96;x&#96; &#42;y&#42; &#95;z&#95;'],
  ['a\nb\x1b[31m', 'a b'],
  ['@everyone #1 [l](u)', '&#64;everyone &#35;1 &#91;l&#93;(u)'],
])('markdown text %j', (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

test('a fence is longer than every run of backticks in it', () => {
  expect(codeBlock('diff', 'a ````` b')).toBe('``````diff\na ````` b\n``````\n');
  expect(codeBlock('', 'a')).toBe('```\na\n```\n');
});

test('the summary of a huge run stays below 1 MiB and tells what it left out, failures first', async () => {
  const [begin] = events;
  if (begin?.type !== 'runBegin') throw new Error('no runBegin');
  const many = Array.from({ length: 5000 }, (_, index) => ({
    ...steps[1],
    id: `pas.${index}`,
    input: hostile.repeat(20),
  }));
  const run: RunEvent[] = [
    { ...begin, plan: { ...begin.plan, steps: many } },
    ...many.map((step): RunEvent => ({
      type: 'stepEnd',
      at: 1,
      step,
      result: {
        stepId: step.id,
        verdict: { status: 'failed', reason: verbatim(hostile) },
        durationMs: 1,
        tries: 1,
        commands: [],
        screen: hostile.repeat(9),
        hints: [],
      },
    })),
  ];
  let summary = '';
  const take = (markdown: string): void => {
    summary += markdown;
  };
  await play(createGithubReporter(buffer(), 'en', take), run);
  expect(Buffer.byteLength(summary)).toBeLessThan(1 << 20);
  expect(summary).toMatch(/^## Notre application/);
  expect(summary).toContain('### ✗ pas.0: failed');
  expect(summary).toMatch(/\n… and \d+ more entries that have no room here\.\n$/);
});
