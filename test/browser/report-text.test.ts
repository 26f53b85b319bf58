import { expect, test } from 'vitest';
import { reportText } from '../../src/browser/end/report-text.ts';
import { page } from '../../src/messages/en/page.ts';
import { pageEnd } from '../../src/messages/en/page-end.ts';
import type { Course, SlideView, UnitReport, UnitView } from '../../src/protocol.ts';

function view(id: string, slide: number, text: string, kind: UnitView['kind'] = 'run'): UnitView {
  return { id, region: id, slide, kind, text, visible: true, hidden: 0 };
}
function slide(index: number, title: string): SlideView {
  return { index, number: index, title, continued: false };
}
const course: Course = {
  version: '1',
  title: 'A course',
  lang: 'en',
  target: 'local',
  slides: [slide(1, 'Start'), slide(2, 'Nothing'), slide(3, 'End')],
  units: [
    view('a', 1, 'echo `date`'),
    view('b', 1, 'false'),
    view('c', 3, 'ls'),
    view('d', 3, 'Look at it.', 'manual'),
  ],
};
const units: readonly UnitReport[] = [
  {
    unit: 'a',
    text: 'echo `date`',
    status: 'passed',
    byHand: true,
    durationMs: 1900,
    commands: [{ text: 'echo `date`\necho two', output: '```\nMonday  \n\n', exitCode: 0 }],
  },
  {
    unit: 'b',
    text: 'false',
    status: 'failed',
    reason: 'It ended with 1.',
    commands: [{ text: 'false', output: '', exitCode: 1, omitted: true }],
  },
  { unit: 'c', text: 'ls', status: 'idle', commands: [] },
  { unit: 'd', text: 'Look at it.', status: 'idle', commands: [] },
];

test('a report has each step under its slide, with what was typed and printed', () => {
  const now = new Date(2026, 10, 30, 9, 5);
  const text = reportText({ course, units, tookMs: 75_000, now, t: page, words: pageEnd });
  expect(text.replace(now.toLocaleString('en'), 'NOW')).toMatchInlineSnapshot(`
    "# A course: report

    - Date: NOW
    - Target: local
    - Time: 1 min 15 s
    - Result: 1 passed · 1 did not pass · 2 not run

    ## 1 Start

    ### \`\` echo \`date\` \`\`

    **passed · typed by hand · 2 s**

    \`\`\`\`console
    $ echo \`date\`
    > echo two
    \`\`\`
    Monday
    \`\`\`\`

    ### \`false\`

    **failed**\\
    It ended with 1.

    \`\`\`console
    $ false
    \`\`\`

    exit code 1 · Not all of the output was kept.

    ## 3 End

    ### \`ls\`

    **not run yet**

    ### \`Look at it.\`

    **to do by hand**
    "
  `);
});
