import { expect, test } from 'vitest';
import { parseScenario, type ScenarioFile } from '../../src/deck/formats/scenario.ts';
import type { Deck } from '../../src/deck/model.ts';
import { verbatim } from '../../src/messages/message.ts';
import { planDeck } from '../../src/plan/plan.ts';

function scenario(
  files: Readonly<Record<string, string>>,
  index: object = { title: 'T', details: { steps: [{ text: 'step1.md' }] } },
): Deck {
  const readFile = (path: string): ScenarioFile => {
    const text = files[path];
    return text === undefined ? { file: path, problem: verbatim('no such file') } : { file: path, text };
  };
  return parseScenario(JSON.stringify(index), { file: 'index.json', readFile });
}

/** The steps of a page, as `action: input`, in other terminals than the first `action@NAME: input`. */
function stepsOf(page: string): string[] {
  return planDeck(scenario({ 'step1.md': page })).plan.steps.map(
    ({ action, input, terminal }) =>
      `${action}${terminal === undefined || terminal === '1' ? '' : `@${terminal}`}: ${input}`,
  );
}

const cases: readonly (readonly [title: string, page: string, ...steps: readonly string[]])[] = [
  ['a mark closes its fence', '```\na\n```{{exec}}\nx\n```bash\nb\nc\n```{{ execute }}\n', 'bash: a', 'bash: b\nc'],
  ['inline code, by its mark alone', '`ls`{{}} and `ls -l`{{copy}} and `pwd`{{exec}}\n', 'bash: pwd'],
  [
    'a key, and text without Enter',
    '`^C`{{execute ctrl-seq}}\n\n`:q!`{{execute no-newline}}\n',
    'key: ^C',
    'keys: :q!',
  ],
  [
    'another terminal, and back with ^C first',
    '`top`{{execute T2}}\n\n`id`{{exec interrupt}}\n',
    'terminal@2: 2',
    'bash@2: top',
    'terminal: 1',
    'key: ^C',
    'bash: id',
  ],
  ['braces of a template are text', "`echo '{{ .Name }}'`{{exec}}\n", "bash: echo '{{ .Name }}'"],
  ['a file, with CRLF', '```yaml\r\na: 1\r\n```\r\n'],
  ['a fence of bash without a mark', '```bash\nls\n```\n'],
  ['three backticks on one line', '```echo a```{{execute}}\n', 'bash: echo a'],
  ['misspelt, blanks, words in any order', '`ls`{{ execute T1 interupt }}\n', 'key: ^C', 'bash: ls'],
  ['code over two lines', '`echo \\\n  a`{{execute}}\n', 'bash: echo \\\n  a'],
  ['a heredoc', '```\ncat <<E > x\na: `b`\nE\n```{{exec}}\n', 'bash: cat <<E > x\na: `b`\nE'],
  ['a page to open', '[open]({{TRAFFIC_HOST1_8080}}/a?b=1)\n', 'open: http://node1:8080/a?b=1'],
  [
    'the old form of an address',
    'https://[[HOST_SUBDOMAIN]]-8080-[[KATACODA_HOST]].environments.katacoda.com/x\n',
    'open: http://node1:8080/x',
  ],
  [
    'addresses in code',
    '`curl [[HOST_IP]]:80 [[HOST2_IP]] {{TRAFFIC_HOST1_8080}}/a`{{execute}}\n',
    'bash: curl localhost:80 node2 http://localhost:8080/a',
  ],
  [
    'addresses in a fence',
    '```\ncurl https://[[HOST_SUBDOMAIN]]-30001-[[KATACODA_HOST]].environments.katacoda.com/x\necho\n```{{exec}}\n',
    'bash: curl http://localhost:30001/x\necho',
  ],
  ['code without a mark before code with one', 'Use `a` and\n`b` here, then `ls`{{exec}}\n', 'bash: ls'],
  ['other braces', 'Write `{{name}}` or {{ .Values.x }}.\n'],
];

test.each(cases)('%s', (_, page, ...steps) => {
  expect(stepsOf(page)).toEqual(steps);
});

test('pages in order, with titles, scripts that are typed, and what is lost', () => {
  const deck = scenario(
    {
      'intro.md': 'Hello\n',
      'a/text.md': '# Own title\n\n`ls`{{exec}}\n',
      'fore.sh': '#!/bin/bash\ncd /tmp\n',
      'back.sh': '#!/bin/sh\nsleep 1\n',
      'verify.sh': 'test -f x\n',
      'end.md': 'Bye\n',
    },
    {
      title: 'Course',
      details: {
        intro: { text: 'intro.md', title: 'Intro', courseData: 'back.sh' },
        steps: [
          { title: 'First', text: '/a/text.md', foreground: 'fore.sh', verify: 'verify.sh' },
          { text: 'gone.md' },
        ],
        finish: { text: 'end.md' },
        assets: { host01: [{ file: 'x.yaml', target: '~/' }] },
      },
      backend: { imageid: 'ubuntu' },
    },
  );
  expect(deck.title).toBe('Course');
  expect(deck.slides.map(({ title }) => title)).toEqual(['Intro', 'Own title', '']);
  const { steps } = planDeck(deck).plan;
  expect(steps.map(({ action, input, place }) => [action, input, place.file, place.line])).toEqual([
    ['background', '#!/bin/sh\nsleep 1', 'back.sh', 1],
    ['setup', '', 'intro.md', 1],
    ['hide', 'cd /tmp', 'fore.sh', 2],
    ['bash', 'ls', 'a/text.md', 3],
    ['verify', 'test -f x', 'verify.sh', 1],
  ]);
  expect(deck.messages.map(({ file, rule, severity }) => [file, rule, severity])).toEqual(
    expect.arrayContaining([
      ['index.json', 'not-taken-over', 'warning'],
      ['index.json', 'missing-page', 'warning'],
    ]),
  );
});

test.each([
  ['if [ -f /tmp/x ]; then echo "done"; fi\n', true],
  ['#!/bin/bash\n# looks\nif grep -q a b\nthen\n  echo done\nfi\n', true],
  ['test -f /tmp/x && echo done\n', false],
  ['stat /tmp/x\n', false],
  ['if [ -f /tmp/x ]; then echo done; else exit 1; fi\n', false],
  ['set -e\nif true; then grep a b; fi\n', false],
])('a check that cannot fail is an error: %j', (script, isWrong) => {
  const index = { title: 'T', details: { steps: [{ text: 'step1.md', verify: 'verify.sh' }] } };
  const { messages } = scenario({ 'step1.md': '# A\n', 'verify.sh': script }, index);
  expect(
    messages.filter(({ rule }) => rule === 'check-that-cannot-fail').map(({ file, severity }) => [file, severity]),
  ).toEqual(isWrong ? [['verify.sh', 'error']] : []);
});

test.each([
  ['if [ -f /tmp/x ]; then echo "done"; fi\n', ['done']],
  ['if [ -f /tmp/x ]; then echo good; fi\n', []],
  ['test -f /tmp/x && echo done\n', []],
])('where the exit code says nothing, the printed word counts: %j', (script, expected) => {
  const index = { title: 'T', details: { steps: [{ text: 'step1.md', verify: 'verify.sh' }] } };
  const { steps } = planDeck(scenario({ 'step1.md': '# A\n', 'verify.sh': script }, index)).plan;
  const [verify] = steps.filter(({ action }) => action === 'verify');
  expect(verify?.input).toBe(script.trimEnd());
  expect(verify?.expectations.map(({ source }) => source)).toEqual(expected);
});

test('a script may hold fences, and is told where it would end the comment that it stands in', () => {
  const index = { title: 'T', details: { steps: [{ text: 'step1.md', verify: 'verify.sh', background: 'b.sh' }] } };
  const script = 'cat <<E\n``````bash\na\n``````\nE\n';
  const deck = scenario({ 'step1.md': '# A\n', 'verify.sh': script, 'b.sh': 'echo "-->"\n' }, index);
  const { steps } = planDeck(deck).plan;
  expect(steps.filter(({ action }) => action !== 'manual').map(({ input }) => input)).toEqual([script.trimEnd()]);
  expect(deck.messages.map(({ file, rule }) => [file, rule])).toEqual([['b.sh', 'not-taken-over']]);
});

test.each(['{', '[]', '{"title": "a course of several"}'])('%s is no scenario, and says so', (text) => {
  const readFile = (file: string): ScenarioFile => ({ file, problem: verbatim('') });
  const { slides, messages } = parseScenario(text, { file: 'index.json', readFile });
  expect(slides).toEqual([]);
  expect(messages.map(({ severity }) => severity)).toEqual(['error']);
});

test('files for the node are those that are there; files for other machines are told', () => {
  const assets = { host01: [{ file: 'x.yaml', target: '~/' }, { file: 'gone' }], host02: [{ file: 'y.yaml' }] };
  const index = { title: 'T', details: { steps: [{ text: 'step1.md' }], assets } };
  const readFile = (file: string): ScenarioFile => ({ file, text: '# A\n' });
  const deck = parseScenario(JSON.stringify(index), { file: 'index.json', readFile, assets: ['x.yaml', 'y.yaml'] });
  expect(deck.files).toEqual([{ from: 'assets/x.yaml', to: '~/x.yaml' }]);
  expect(deck.messages.map(({ reason }) => reason.code)).toEqual(['deck/scenario-other-host', 'deck/scenario-lost']);
});

test('what a script verifies on a page without commands is done by hand', () => {
  const details = {
    steps: [
      { text: 'step1.md', verify: 'v.sh' },
      { text: 'step2.md', verify: 'v.sh' },
    ],
  };
  const pages = { 'step1.md': '# By hand\n', 'step2.md': '# Typed\n`ls`{{exec}}\n', 'v.sh': 'true\n' };
  const { steps } = planDeck(scenario(pages, { title: 'T', details })).plan;
  expect(steps.map(({ action, place }) => `${action} ${place.file}:${place.line}`)).toEqual([
    'manual step1.md:1',
    'verify v.sh:1',
    'bash step2.md:2',
    'verify v.sh:1',
  ]);
});

test('lines of YAML in a script or in code begin no slide', () => {
  const yaml = 'cat <<E | kubectl apply -f -\na: 1\n---\nb: 2\n--\n???\nE';
  const pages = {
    'step1.md': `# A\n\`\`\`\n${yaml}\n\`\`\`{{exec}}\n`,
    'v.sh': `${yaml}\n`,
    'w.sh': yaml.replaceAll('\n', '\r\n'),
  };
  const details = { steps: [{ text: 'step1.md', background: 'v.sh', verify: 'w.sh' }] };
  const deck = scenario(pages, { title: 'T', details });
  expect(deck.slides).toHaveLength(1);
  expect(planDeck(deck).plan.steps.map(({ action, input }) => [action, input.replaceAll(/[ ]$/gm, '')])).toEqual([
    ['background', yaml],
    ['setup', ''],
    ['bash', yaml],
    ['verify', yaml],
  ]);
  expect(deck.messages).toEqual([]);
});
