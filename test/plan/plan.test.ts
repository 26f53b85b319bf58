import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worded } from '../messages/worded.ts';
import { deckOf, fence, hidden, plan, stepsOf } from './decks.ts';

function bash(text: string): string {
  return fence('bash', text);
}

describe('steps', () => {
  test('of snippets stand in the order of the deck, with places of the file', () => {
    const text = deckOf(`${bash('kubectl get svc\n  ls')}\n${hidden('key ^C')}`);
    const [shell, key] = stepsOf(text);
    expect(shell).toMatchObject({
      id: 'test.1',
      action: 'bash',
      input: 'kubectl get svc\n  ls',
      lines: [
        { text: 'kubectl get svc', place: { file: 'deck.md', line: 7, column: 3 } },
        { text: '  ls', place: { file: 'deck.md', line: 8 } },
      ],
      slide: { index: 1, number: 1, title: 'Test' },
      place: { file: 'deck.md', line: 6, column: 3 },
      hidden: false,
      skip: undefined,
    });
    expect(key).toMatchObject({ id: 'test.2', action: 'key', input: '^C', hidden: true });
  });

  test('come from neither notes nor excluded slides, and once from increments', () => {
    const exercise = (command: string): string => `.exercise[\n\n${bash(command)}\n]\n`;
    const text = [
      `# One\n\n${exercise('echo 1')}\n--\n\nmore\n\n${exercise('echo 2')}\n???\n\n${exercise('echo notes')}`,
      `class: out\n\n# Two\n\n${exercise('echo excluded')}`,
      `exclude: true\n\n# Three\n\n${exercise('echo excluded')}`,
      `# Four\n\n${exercise('echo 4')}`,
    ].join('\n---\n\n');
    expect(stepsOf(text).map(({ id, input }) => [id, input])).toEqual([
      ['one.1', 'echo 1'],
      ['one.2', 'echo 2'],
      ['four.1', 'echo 4'],
    ]);
  });

  test('are named after the name of the slide, and told apart', () => {
    const slide = (head: string): string => `${head}\n\n.exercise[\n\n${bash('ls')}\n]\n`;
    const text = [slide('name: first\n\n# Test'), slide('# Test'), slide('# Test'), slide('# 🤔')].join('\n---\n\n');
    expect(stepsOf(text).map(({ id }) => id)).toEqual(['first.1', 'test.1', 'test-2.1', 'slide-4.1']);
  });

  test('keep the blanks of what is typed only', () => {
    const [, keys, wait] = stepsOf(deckOf(bash('vim x') + hidden('keys ls ', 'wait  done ')));
    expect(keys?.input).toBe('ls ');
    expect(wait?.input).toBe('done');
  });

  test('watch the variables that they assign', () => {
    const made = plan(deckOf(bash('A=$(ls)\nB=x') + bash('export C=$(ls) A=$(ls)')));
    expect(made.plan.steps.map(({ assigns }) => assigns)).toEqual([['A'], ['C', 'A']]);
    expect(made.plan.watchedVariables).toEqual(['A', 'C']);
  });

  test('of fences that show a file or an output are skipped, and say so', () => {
    const steps = stepsOf(deckOf(`${fence('yaml', 'a: 1')}\n${fence('', 'x')}\n${fence('json', '{}')}\n${bash('ls')}`));
    expect(worded(steps.map(({ id, action, skip }) => [id, action, skip]))).toEqual([
      ['test.1', 'none', expect.stringMatching(/^shown only: nobody types a yaml file/)],
      ['test.2', 'none', expect.stringMatching(/^shown only: this fence has no method/)],
      ['test.3', 'none', expect.stringMatching(/^shown only: nobody types a json file/)],
      ['test.4', 'bash', undefined],
    ]);
  });
});

describe('policies', () => {
  test.each([
    [
      'kubectl describe svc/registry',
      'eventually',
      'only reads (kubectl describe): repeated until it holds, at most 60s',
    ],
    ['docker push x', 'once', 'changes something, or may: docker push: runs once, at most 5m'],
    ['kubectl get pods -w', 'endless', 'does not end by itself: kubectl get -w: stopped when it has settled'],
    ['sleep 5', 'eventually', 'only reads (sleep): repeated until it holds, at most 5m'],
  ])('%s: %s', (command, policy, reason) => {
    expect(worded(stepsOf(deckOf(bash(command)))[0])).toMatchObject({ policy, policyReason: reason });
  });

  test('a step that takes its own time is not cut short', () => {
    expect(stepsOf(deckOf(bash('kubectl rollout status deploy/x')))[0]?.limits).toMatchObject({
      timeoutMs: 300_000,
      tryMs: 300_000,
    });
    expect(stepsOf(deckOf(bash('kubectl get deploy')))[0]?.limits).toEqual({
      timeoutMs: 60_000,
      tryMs: 10_000,
      pauseMs: 1_000,
      settleMs: 2_000,
    });
  });

  test('timeouts can be given', () => {
    const text = deckOf(
      bash('docker push x') +
        bash('ls') +
        hidden('open http://node1/') +
        bash('vim') +
        hidden('wait x', 'longwait y', 'key q'),
    );
    const timeouts = {
      commandMs: 1,
      eventuallyMs: 2,
      openMs: 3,
      waitMs: 4,
      longwaitMs: 5,
      tryMs: 1,
      pauseMs: 7,
      settleMs: 8,
    };
    const limits = stepsOf(text, { timeouts }).map((step) => step.limits);
    expect(limits.map(({ timeoutMs }) => timeoutMs)).toEqual([1, 2, 3, 1, 4, 5, 4]);
    expect(limits[0]).toEqual({ timeoutMs: 1, tryMs: 1, pauseMs: 7, settleMs: 8 });
  });
});

describe('modifiers', () => {
  test('say how long the step before them may take', () => {
    const [push, wait] = stepsOf(
      deckOf(bash('docker push x') + hidden('timeout 10m') + hidden('wait done', 'timeout 3m')),
    );
    expect(push?.limits.timeoutMs).toBe(600_000);
    expect(wait?.limits.timeoutMs).toBe(180_000);
  });

  test('may be written as fences of several lines', () => {
    expect(stepsOf(deckOf(`${bash('docker push x')}\n${fence('timeout 90s', '')}`))[0]?.limits.timeoutMs).toBe(90_000);
    expect(stepsOf(deckOf(`${bash('docker push x')}\n${fence('timeout', '90s')}`))[0]?.limits.timeoutMs).toBe(90_000);
  });

  test('repeat the step before them, one try not cut short when it changes something', () => {
    const [push, curl, both] = stepsOf(
      deckOf(
        bash('docker push x') +
          hidden('retry 3m') +
          bash('curl x') +
          hidden('retry 3m') +
          bash('make') +
          hidden('retry 5m', 'timeout 1m'),
      ),
    );
    expect(push).toMatchObject({ policy: 'eventually', limits: { timeoutMs: 180_000, tryMs: 180_000 } });
    expect(worded(push?.policyReason)).toBe('the deck says retry: repeated until it holds, at most 3m');
    expect(curl).toMatchObject({ policy: 'eventually', limits: { timeoutMs: 180_000, tryMs: 10_000 } });
    expect(both?.limits).toMatchObject({ timeoutMs: 300_000, tryMs: 60_000 });
  });

  test('expect something of the commands before them', () => {
    const text =
      deckOf(`${bash('kubectl describe svc/x')}${hidden('expect NodePort: 3xxxx/TCP', 'timeout 1m', 'expect text ...')}
<!--
\`\`\`expect json
{"a": 1}
\`\`\`
-->`);
    expect(stepsOf(text)).toHaveLength(1);
    expect(stepsOf(text)[0]?.expectations.map(({ matcher, source, origin }) => [matcher, source, origin])).toEqual([
      ['ellipsis', 'NodePort: 3xxxx/TCP', 'snippet'],
      ['text', '...', 'snippet'],
      ['json', '{"a": 1}', 'snippet'],
    ]);
    expect(stepsOf(text)[0]?.expectations[0]?.test('NodePort:  31396/TCP')).toBeUndefined();
  });

  test('expect something of a page and of a check', () => {
    const steps = stepsOf(deckOf(bash('vim') + hidden('key q', 'check', 'expect a', 'open http://node1/', 'expect b')));
    expect(steps.map(({ action, expectations }) => [action, expectations.map(({ source }) => source)])).toEqual([
      ['bash', []],
      ['key', []],
      ['check', ['a']],
      ['open', ['b']],
    ]);
  });

  test('after a wait or a key an expect looks at the last command', () => {
    const steps = stepsOf(deckOf(bash('kubectl logs -f x') + hidden('wait a', 'expect b', 'key ^C', 'expect c')));
    expect(steps.map(({ action, input, policy }) => [action, input, policy])).toEqual([
      ['bash', 'kubectl logs -f x', 'detached'],
      ['wait', 'a', 'once'],
      ['expect', 'b', 'eventually'],
      ['key', '^C', 'once'],
      ['expect', 'c', 'eventually'],
    ]);
  });

  test.each([
    [
      hidden('expect x'),
      'orphan-modifier',
      'There is no step before this expect in its exercise; put it after the snippet that it is about.',
    ],
    [hidden('timeout 5s'), 'orphan-modifier', /no step before this timeout/],
    [bash('ls') + hidden('wait x', 'retry 5s'), 'orphan-modifier', /A wait cannot be repeated/],
    [
      bash('ls') + hidden('timeout soon'),
      'bad-duration',
      'timeout needs a duration such as 30s, 2m or 1m30s, at most 24h; "soon" is not one.',
    ],
    [bash('ls') + hidden('retry'), 'bad-duration', /"" is not one/],
    [
      bash('ls') + hidden('expect'),
      'empty-snippet',
      /This expect snippet is empty; it needs the text that must be in the output/,
    ],
    [bash('ls') + hidden('expect json {a'), 'invalid-expectation', /not valid: .* expect text/],
    [bash('ls') + hidden('expect regex ('), 'invalid-expectation', /not a regular expression/],
    [bash('ls') + hidden('expect ...'), 'invalid-expectation', /anything would do/],
    [bash('ls') + fence('expect whatever', '{}'), 'unknown-matcher', /called "whatever"; there are: json, /],
    [bash('ls') + fence('expect jsn', '{}'), 'unknown-matcher', /called "jsn"; did you mean json\?/],
  ])('%j: %s', (exercise, rule, reason) => {
    const { messages } = plan(deckOf(exercise));
    expect(worded(messages)).toEqual([
      expect.objectContaining({
        file: 'deck.md',
        severity: 'error',
        rule,
        reason: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
      }),
    ]);
  });
});

describe('methods that there are not', () => {
  test.each([
    ['bahs', 'There is no method "bahs"; did you mean bash?'],
    ['sh', 'There is no method "sh"; write bash.'],
    ['shell-session', 'There is no method "shell-session"; write console.'],
    ['look', 'There is no method "look"; the methods are bash, hide, key, '],
    ['longwiat', 'There is no method "longwiat"; did you mean longwait?'],
    ['x'.repeat(500), `There is no method "${'x'.repeat(39)}…"; the methods are `],
  ])('%s', (method, reason) => {
    const { plan: made, messages } = plan(deckOf(fence(method, 'ls')));
    expect(worded(messages)).toEqual([
      expect.objectContaining({
        severity: 'error',
        rule: 'unknown-method',
        line: 6,
        column: 3,
        reason: expect.stringContaining(reason) as string,
      }),
    ]);
    expect(worded(made.steps)).toMatchObject([
      { id: 'test.1', action: 'none', skip: expect.stringContaining(reason) as string },
    ]);
  });

  test('other shells are a warning, and something for a person to do', () => {
    const { plan: made, messages } = plan(deckOf(fence('powershell', 'Get-Item')));
    expect(worded(messages)).toEqual([expect.objectContaining({ severity: 'warning', rule: 'other-shell' })]);
    expect(made.steps.map(({ action }) => action)).toEqual(['manual']);
  });

  test.each(['bash', 'hide', 'key', 'keys', 'wait', 'longwait', 'open'])(
    'a `%s` without data is an error',
    (method) => {
      expect(worded(plan(deckOf(hidden(method))).messages)).toEqual([
        expect.objectContaining({
          severity: 'error',
          rule: 'empty-snippet',
          reason: expect.stringMatching(/is empty; it needs/) as string,
        }),
      ]);
    },
  );
});

describe('exercises without snippets', () => {
  test('open the pages of the workshop that they name', () => {
    const text = deckOf(
      '- Open the page (http://node-ip-address:3xxxx/), see https://docs.docker.com/\n\n- or http://localhost:8001/x.',
    );
    expect(stepsOf(text)).toMatchObject([
      {
        id: 'test.1',
        action: 'open',
        input: 'http://node-ip-address:3xxxx/',
        policy: 'eventually',
        place: { line: 5 },
      },
      { id: 'test.2', action: 'open', input: 'http://localhost:8001/x' },
    ]);
  });

  test('do not open a page twice', () => {
    const text = deckOf(`- Open http://node-ip-address:3xxxx/\n${hidden('open http://node1:3xxxx/')}`);
    expect(stepsOf(text).map(({ action, input }) => [action, input])).toEqual([['open', 'http://node1:3xxxx/']]);
  });

  test('are for people', () => {
    const text = deckOf(
      `- Click on *Graph* and see \`sum(x)\`\n${fence('yaml', 'a: 1')}\n- https://docs.docker.com/ helps`,
    );
    expect(worded(stepsOf(text))).toMatchObject([
      {
        action: 'manual',
        input: 'Click on Graph and see sum(x) Do this: https://docs.docker.com/ helps',
        policyReason: 'nothing in this exercise can be run: a person does it',
      },
    ]);
  });
});

describe('overrides', () => {
  const text = deckOf(bash('A=$(ls)'), 'We should see:\n```\nx\n```');
  const [plain] = stepsOf(text);
  const first = (override: object): unknown => worded(stepsOf(text, { overrides: new Map([['test.1', override]]) })[0]);

  test.each([
    [{}, {}],
    [{ timeoutMs: 5_000 }, { limits: { ...plain?.limits, timeoutMs: 5_000, tryMs: 5_000 } }],
    [
      { retry: { forMs: 90_000, pauseMs: 5, tryMs: 20_000 } },
      { limits: { ...plain?.limits, timeoutMs: 90_000, pauseMs: 5, tryMs: 20_000 } },
    ],
    [{ skip: 'broken' }, { skip: 'broken' }],
    [{ allowEmpty: true }, { assigns: [] }],
    [{ policy: 'once' }, { policy: 'once', policyReason: 'the configuration says so: runs once, at most 5m' }],
    [{ policy: 'endless' }, { policy: 'endless', stopsCommand: true }],
    [{ expect: [] }, { expectations: [] }],
    [
      { expect: [{ matcher: 'text', source: 'y' }] },
      { expectations: [{ matcher: 'text', source: 'y', origin: 'config', place: undefined }] },
    ],
  ])('%j', (override, changes) => {
    expect(first(override)).toMatchObject(changes);
  });

  test('retry makes a step repeatable', () => {
    const overrides = new Map([['test.1', { retry: { forMs: 90_000 } }]]);
    const [step] = stepsOf(deckOf(bash('make')), { overrides });
    expect(step).toMatchObject({ policy: 'eventually', limits: { timeoutMs: 90_000, tryMs: 90_000 } });
  });

  test('an expectation that makes no sense is an error', () => {
    const overrides = new Map([['test.1', { expect: [{ matcher: 'json', source: '{' }] }]]);
    expect(plan(text, { overrides }).messages).toEqual([
      expect.objectContaining({ severity: 'error', rule: 'invalid-expectation' }),
    ]);
  });
});

test('the seed as it came', () => {
  const seed = readFileSync(new URL('../fixtures/seed/ourapponkube_fr.md', import.meta.url), 'utf8');
  const steps = stepsOf(seed);
  expect(steps.map(({ policy }) => policy)).toEqual([
    ...[
      'once',
      'once',
      'eventually',
      'eventually',
      'eventually',
      'once',
      'once',
      'eventually',
      'once',
      'once',
      'once',
      'once',
    ],
    ...['eventually', 'once', 'endless', 'once', 'once', 'eventually'],
  ]);
  const expected = steps.flatMap(({ id, expectations }) =>
    expectations.map(({ matcher, source }) => [id, matcher, source]),
  );
  expect(expected).toEqual([
    ['test-de-notre-registre.1', 'json', '{"repositories": []}'],
    ['verifier-a-nouveau-ce-qu-il-y-a-dans.1', 'json', '{"repositories": ["busybox"]}'],
  ]);
  expect(steps.at(-1)).toMatchObject({
    id: 'acces-a-l-interface-utilisateur-web.1',
    action: 'open',
    input: 'http://node-ip-address:3xxxx/',
    place: { line: 368, column: 49 },
  });
});

test('a deck of one huge exercise, and one of many, are planned', () => {
  const many = hidden(...Array.from({ length: 20_000 }, () => 'wait x'));
  expect(stepsOf(deckOf(bash('kubectl logs -f x') + many)).filter(({ stopsCommand }) => stopsCommand)).toHaveLength(1);
  const exercises = Array.from(
    { length: 5_000 },
    (_, at) => `.exercise[\n\n- Click ${at}\n\n]\n\nWe should see:\n\`\`\`\nx\n\`\`\`\n`,
  );
  expect(stepsOf(exercises.join('\n')).at(-1)?.input).toBe('Click 4999');
});

test('no deck makes it throw', () => {
  const methods = [
    'bash',
    'hide',
    'key',
    'wait',
    'open',
    'expect',
    'expect json',
    'timeout 5s',
    'retry',
    'bahs',
    'yaml',
    '',
    'check',
    'cmd',
  ];
  const datas = ['', 'ls', 'kubectl get -w', '{"a":1}', '...', 'http://node1:3xxxx/', '$(', "'", '^C', '5s'];
  const snippet = fc
    .tuple(fc.constantFrom(...methods), fc.constantFrom(...datas), fc.boolean())
    .map(([method, data, short]) => (short ? hidden(`${method} ${data}`) : fence(method, data)));
  const piece = fc.oneof(
    snippet,
    fc.constantFrom(
      '\n---\n',
      '\n--\n',
      '\n???\n',
      '.exercise[\n',
      '\n]\n',
      'We should see:\n',
      '# A\n',
      '```\nx\n```\n',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const { plan: made, messages } = plan(pieces.join('\n'));
      expect(new Set(made.steps.map(({ id }) => id)).size).toBe(made.steps.length);
      for (const { line, column } of messages) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
