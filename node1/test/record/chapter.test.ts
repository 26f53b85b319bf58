import { expect, test } from 'vitest';
import { parseChapter, programOf, readChapter, readFacts, recordedNames } from './chapter.ts';
import { normaliseText } from './normalise.ts';
import { scoreOfFacts, verdictOfFact } from './score.ts';

const text = `# a title
! tty
@ docker pull -q busybox
? why not
$ docker run -it busybox
< exit 3
< {> $} ^D
$ cat <<X
> two
> X
`;

test('a chapter is read as it is written', () => {
  expect(parseChapter('name', text)).toEqual({
    ...{ name: 'name', title: 'a title', tty: true },
    lines: [
      { command: 'docker pull -q busybox', isSetup: true },
      {
        ...{ command: 'docker run -it busybox', leftOut: 'why not' },
        typed: [
          { after: '[#$>] $', keys: 'exit 3' },
          { after: '> $', keys: '^D' },
        ],
      },
      { command: 'cat <<X\ntwo\nX' },
    ],
  });
  expect(() => parseChapter('name', '# t\nls')).toThrow('name.txt:2: ls');
});

test.each(recordedNames())('what was recorded of %s is what is typed there now', (name) => {
  const commands = (lines: readonly { readonly command: string }[]) => lines.map(({ command }) => command);
  expect(commands(readFacts(name).commands)).toEqual(commands(readChapter(name).lines));
});

test('more than 650 commands are compared, those of each program', () => {
  const facts = recordedNames().flatMap((name) => {
    const { commands, program } = readFacts(name);
    return commands
      .filter(({ isSetup, leftOut }) => !isSetup && leftOut === undefined)
      .map(({ command }) => programOf(program ? { program } : {}, command));
  });
  const count = (program: string) => facts.filter((each) => each === program).length;
  expect(facts.length).toBeGreaterThan(1_500);
  expect(count('kubectl')).toBeGreaterThan(400);
  expect(count('docker')).toBeGreaterThan(500);
  expect(count('docker-compose')).toBeGreaterThan(60);
});

test.each([
  ['pod/web-5d7b9cf8d4-x7k2p 0/1', 'pod/web-<hash>-<pod> 0/1'],
  ['agent-x7k2p   1/1', 'agent-<pod>  1/1'],
  ['web  1/1  Running  0  3m12s', 'web  1/1  Running  0  <age>'],
  ['Up 5 seconds', 'Up <age>'],
  ['/home/me/x', '~/x'],
  ['\u001b[36mweb_1  |\u001b[0m hello', '<colour 36>web_1  |<colour 0> hello'],
  ['three 3 of 30', 'three 3 of 30'],
])('%j is %j when normalised', (raw, wanted) => {
  expect(normaliseText(raw, '/home/me')).toBe(wanted);
});

const fact = { command: 'x', exit: 0, output: 'a\nb' };
test.each([
  [{ exit: 0, output: 'a\nb', refused: [] }, false, 'same'],
  [{ exit: 1, output: 'a\nb', refused: [] }, false, 'differs'],
  [{ exit: undefined, output: 'a\nb', refused: [] }, false, 'differs'],
  [{ exit: 0, output: 'b\na', refused: [] }, false, 'differs'],
  [{ exit: 0, output: 'b\na', refused: [] }, true, 'same'],
  [{ exit: 1, output: '', refused: ['x'] }, false, 'refused'],
])('%j, any order %s: %s', (said, anyOrder, verdict) => {
  expect(verdictOfFact({ ...fact, anyOrder }, said)).toBe(verdict);
});

test('a score names what is not the same', () => {
  const about = { chapter: 'a', program: 'docker' } as const;
  const { programs, commands } = scoreOfFacts([
    { ...about, index: 0, verdict: 'same' },
    { ...about, index: 1, verdict: 'refused' },
  ]);
  expect(commands).toEqual({ 'a 2': 'refused' });
  expect(programs['docker']).toEqual({ same: 1, differs: 0, refused: 1, percent: 50, goal: 93 });
});
