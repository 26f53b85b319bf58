import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { worded } from '../messages/worded.ts';
import { deckOf, fence, hidden, plan } from './decks.ts';

function bash(text: string): string {
  return fence('bash', text);
}
function shown(introduction: string, text: string, language = ''): string {
  return `${introduction}\n\`\`\`${language}\n${text}\n\`\`\`\n`;
}

/** Step and expectation, for each expectation of a deck. */
function bound(text: string): string[] {
  return plan(text).plan.steps.flatMap(({ id, expectations }) =>
    expectations.map(({ matcher, source }) => `${id} ${matcher} ${source}`),
  );
}

describe('a fence is bound', () => {
  test.each([
    [
      'to the last command before it',
      deckOf(bash('ls') + bash('pwd'), shown('We should see:', 'a')),
      ['test.2 equal a'],
    ],
    [
      'across an increment',
      deckOf(bash('ls'), `--\n\n${shown('Nous devrions voir:', '{"a": []}', 'json')}`),
      ['test.1 json {"a": []}'],
    ],
    ['across several', deckOf(bash('ls'), `--\n\nx\n\n--\n\n${shown('We should see:', 'a')}`), ['test.1 equal a']],
    ['to nothing on the next slide', deckOf(bash('ls'), `---\n\n${shown('We should see:', 'a')}`), []],
    ['to nothing in notes', deckOf(bash('ls'), `???\n\n${shown('We should see:', 'a')}`), []],
    ['to nothing before the exercise', `# A\n\n${shown('We should see:', 'a')}\n${deckOf(bash('ls'))}`, []],
    ['to nothing without an announcement', deckOf(bash('ls'), shown('The file:', 'a')), []],
    [
      'inside the exercise',
      deckOf(`${bash('ls')}\n  ${shown('You should see:', 'a')}\n${bash('pwd')}`),
      ['test.1 equal a'],
    ],
    ['to a page', deckOf(bash('ls') + hidden('open http://node1/'), shown('You should see:', 'a')), ['test.2 equal a']],
    [
      'to no hidden command',
      deckOf(bash('ls') + fence('hide', 'rm x') + hidden('hide rm y'), shown('You should see:', 'a')),
      ['test.1 equal a'],
    ],
    [
      'beside another one',
      deckOf(bash('ls'), shown('The output should include:', 'a') + shown('The last line of output will be:', 'b')),
      ['test.1 text a', 'test.1 tail b'],
    ],
    [
      'by words in the file',
      deckOf(bash('ls'), shown('The result should include:', '{"a":1}', 'json')),
      ['test.1 json-within {"a":1}'],
    ],
    [
      'as text when it is no JSON',
      deckOf(bash('ls'), shown('We should see:', '"a": 1}', 'json')),
      ['test.1 text "a": 1}'],
    ],
    [
      'without its prompt',
      deckOf(bash('ls'), shown('We should see:', '$ ls\na\n[...]', 'console')),
      ['test.1 equal a\n[...]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(bound(text)).toEqual(expected);
  });

  test.each([
    [bash('ls') + hidden('expect x'), 10],
    [bash('ls -l') + hidden('wait y', 'expect x'), 11],
  ])('only for people when there is an expect: %j', (exercise, line) => {
    const text = deckOf(exercise, shown('We should see:', 'a'));
    expect(bound(text)).toEqual([expect.stringMatching(/ text x$/)]);
    expect(worded(plan(text).messages)).toEqual([
      expect.objectContaining({
        severity: 'info',
        rule: 'fence-not-checked',
        reason: `This output is only shown: the expect of line ${line} says what is checked.`,
      }),
    ]);
  });

  test('to nothing, with a note, when it has wildcards only', () => {
    const { messages } = plan(deckOf(bash('ls'), shown('You should see something like this:', '...')));
    expect(messages).toEqual([expect.objectContaining({ severity: 'info', rule: 'fence-not-checked' })]);
  });
});

describe('in public decks', () => {
  const root = fileURLToPath(new URL('../../../shared/', import.meta.url));
  const decks = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && existsSync(join(root, folder, name)))
      .sort();
  /** `file:line matcher`, for each fence that is bound. */
  const fences = (folder: string): string[] =>
    decks(folder).flatMap((name) =>
      plan(readFileSync(join(root, folder, name), 'utf8')).plan.steps.flatMap(({ expectations }) =>
        expectations.map(({ place, matcher }) => `${name}:${place?.line ?? 0} ${matcher}`),
      ),
    );

  test.skipIf(!existsSync(root))('these show an expected output (skipped where ../shared is absent)', () => {
    expect(fences('corpus/exercise-era/slides')).toEqual([
      'k8s/bootstrap.md:156 equal',
      'k8s/buildshiprun-selfhosted.md:95 json',
      'k8s/buildshiprun-selfhosted.md:136 json',
      'k8s/cni.md:508 text',
      'k8s/dmuc.md:133 tail',
      'k8s/dmuc.md:262 tail',
      'k8s/helm-intro.md:246 tail',
      'k8s/hpa-v2.md:425 similar',
      'k8s/ingress.md:269 text',
      'k8s/ingress.md:319 json-within',
      'k8s/ingress.md:345 json-within',
      'k8s/kubectl-logs.md:101 similar',
      'k8s/localkubeconfig.md:69 similar',
      'k8s/openid-connect.md:262 similar',
      'k8s/stateful-failover.md:246 similar',
      'shared/connecting.md:29 similar',
      'swarm/creatingswarm.md:163 ellipsis',
      'swarm/creatingswarm.md:187 similar',
      'swarm/creatingswarm.md:280 similar',
      'swarm/logging.md:167 text',
      'swarm/logging.md:222 text',
      'swarm/metrics.md:328 similar',
      'swarm/metrics.md:353 similar',
      'swarm/metrics.md:546 similar',
      'swarm/metrics.md:572 similar',
      'swarm/namespaces.md:166 similar',
      'swarm/stacks.md:183 json',
      'swarm/stacks.md:230 text',
      'swarm/swarmmode.md:44 equal',
      'swarm/testingregistry.md:36 json',
    ]);
  });
});
