import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pupitre, start, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

function write(name: string, ...commands: readonly string[]): void {
  const slides = commands.map((command) => `# ${name}\n\n.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`);
  writeFileSync(join(folder.path, `${name}.md`), slides.join('\n---\n'));
}

async function run(...args: readonly string[]) {
  return pupitre(['run', '--target', 'local', '--lang', 'en', ...args], folder.path);
}

/** What a run said without its times. */
function plain(text: string): string {
  return text.replaceAll(/\d+\.\d s/g, '');
}

describe('several decks at once', () => {
  test('say the same as one after the other, and take no longer than the longest', async () => {
    const pipe = join(folder.path, 'pipe');
    // Each waits for the other: one after the other, neither would end.
    write('one', `mkfifo ${pipe}`, `echo one > ${pipe}`);
    write('two', `until [ -p ${pipe} ]; do :; done; cat ${pipe} | tee out`);
    const { code, stdout } = await run('one.md', 'two.md', '--jobs', '2', '--timeout', '20s');
    expect(code).toBe(0);
    expect(stdout.indexOf('one.md')).toBeLessThan(stdout.indexOf('two.md'));
    expect(stdout.match(/^Pupitre/gm)).toHaveLength(2);
  });

  test('have the same reports as one after the other', async () => {
    write('one', 'touch a', 'mkdir /proc/none', 'touch b');
    write('two', 'touch c');
    write('three', 'touch d');
    const decks = ['one.md', 'two.md', 'three.md', '--keep-going'];
    const [serial, parallel] = [
      await run(...decks),
      await run(...decks, '--jobs', '3', '--reporter', 'junit=at-once.xml'),
    ];
    expect([plain(parallel.stdout).replaceAll(/ --jobs 3 --reporter \S+/g, ''), parallel.code]).toEqual([
      plain(serial.stdout),
      1,
    ]);
    expect(readFileSync(join(folder.path, 'at-once.xml'), 'utf8')).toMatch(/tests="5" failures="1"/);
  });

  test('without --keep-going none begins after a failure', async () => {
    write('one', 'mkdir /proc/none');
    write('two', 'touch c');
    write('three', 'touch d');
    const { code, stdout } = await run('one.md', 'two.md', 'three.md', '--jobs', '1');
    expect([code, stdout.match(/not run/g)?.length]).toEqual([1, 2]);
  });

  test('^C ends all of them', async () => {
    for (const name of ['one', 'two']) write(name, `touch ${join(folder.path, name)}.begun; sleep 1000`);
    const started = start(['run', '--target', 'local', '--lang', 'en', 'one.md', 'two.md', '--jobs', '2'], folder.path);
    await started.seen(/one\.md/);
    started.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
  });
});

describe('rounds', () => {
  test('what fails now and then is found, with its rounds', async () => {
    const count = join(folder.path, 'count');
    write('one', 'touch a', `echo >> ${count}; test $(wc -l < ${count}) -ne 3 && touch b`);
    const all = await run('one.md', '--repeat', '5');
    expect(all.code).toBe(1);
    expect(all.stdout).toMatch(/1 of 5 rounds did not pass:\n {2}one-2\.1: in round 3\n$/);
  });

  test('until the first failure', async () => {
    const count = join(folder.path, 'count');
    write('one', `echo >> ${count}; test $(wc -l < ${count}) -ne 2 && touch b`);
    const { code, stdout } = await run('one.md', '--repeat', '1000', '--until-failure');
    expect([code, stdout.match(/^Pupitre/gm)?.length]).toEqual([1, 2]);
    expect(stdout).toMatch(/1 of 2 rounds did not pass/);
  });

  test('each has a node of its own', async () => {
    write('one', 'mkdir ~/made');
    const config = {
      targets: { fresh: { type: 'local', home: 'temporary' } },
      defaultTarget: 'fresh',
      decks: { one: 'one.md' },
    };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
    const { code, stdout } = await pupitre(['run', 'one', '--repeat', '3', '--lang', 'en'], folder.path);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/All 3 rounds passed\.\n$/)]);
  });
});

describe('a part of the decks', () => {
  test('all parts together are all of them', async () => {
    for (const name of ['one', 'two', 'three']) write(name, `touch ${name}`);
    const decks = ['one.md', 'two.md', 'three.md'];
    const seen: string[] = [];
    for (const shard of ['1/2', '2/2']) {
      const { code, stdout } = await run(...decks, '--shard', shard);
      expect(code).toBe(0);
      seen.push(...[...stdout.matchAll(/^Pupitre · (\w+)/gm)].map(([, name = '']) => name));
    }
    expect(seen).toEqual(['one', 'two', 'three']);
    expect(await run('one.md', '--shard', '2/3')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/part 2\/3|one/) as string,
    });
  });
});

test('expected outputs are brought up to date after a diff, and the run has passed then', async () => {
  const deck = '# A\n\n.exercise[\n```bash\necho new | tee out\n```\n]\n\nWe should see:\n\n```\nold\n```\n';
  writeFileSync(join(folder.path, 'one.md'), deck);
  write('two', 'mkdir /proc/none');
  const asked = await run('one.md', '--update');
  expect([asked.code, readFileSync(join(folder.path, 'one.md'), 'utf8')]).toEqual([1, deck]);
  expect(asked.stdout).toMatch(/^-old\n\+new$/m);
  expect(asked.stdout).toMatch(/Nothing was written\. `--yes` writes without a question\./);
  const bad = await run('one.md', 'two.md', '--update', '--yes', '--jobs', '2');
  expect(bad.code).toBe(1);
  expect(readFileSync(join(folder.path, 'one.md'), 'utf8')).toBe(deck.replace('old', 'new'));
  writeFileSync(join(folder.path, 'one.md'), deck);
  expect((await run('one.md', '--update', '--yes')).code).toBe(0);
  expect((await run('one.md')).code).toBe(0);
});

test.each([
  [['--jobs', '0'], /from 1 to 64/],
  [['--repeat', 'x'], /from 1 to/],
  [['--shard', '3/2'], /1\/3, 2\/3/],
  [['--until-failure'], /only goes with --repeat/],
  [['--yes'], /only goes with --update/],
  [['--jobs', '2', '--resume'], /--jobs does not go with --resume/],
  [['--repeat', '2', '--resume'], /--repeat does not go with --resume/],
  [['--update', '--repeat', '2'], /--update does not go with --repeat/],
])('%j cannot be', async (options, said) => {
  write('one', 'true');
  const { code, stderr } = await run('one.md', ...options);
  expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
});
