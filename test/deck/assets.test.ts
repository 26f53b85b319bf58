import { expect, test } from 'vitest';
import { filesOf, readAssets } from '../../src/deck/formats/assets.ts';

const listed = ['conf.yaml', 'run.sh', 'a1/readme.md', 'a1/etc/x/app.json', 'a2/b.json', 'a2/b.yaml', 'a+b/c.json'];

/** Where files of an asset go, as `from → to chmod`. */
function placed(asset: object): readonly string[] {
  const { own } = readAssets({ host01: [asset] });
  return own
    .flatMap((each) => filesOf(each, listed))
    .map(({ from, to, chmod }) => [from.replace('assets/', ''), to, ...(chmod === undefined ? [] : [chmod])].join(' '));
}

test.each([
  [{ file: 'conf.yaml', target: '~/', chmod: '+w' }, ['conf.yaml ~/conf.yaml +w']],
  [{ file: '/run.sh', target: '/usr/local/bin', chmod: '+rww' }, ['run.sh /usr/local/bin/run.sh +rw']],
  [{ file: './run.sh', target: '$HOME', chmod: '0755' }, ['run.sh ~/run.sh 0755']],
  [{ file: 'run.sh', target: 'lab', chmod: 'u+s;x' }, ['run.sh ~/lab/run.sh']],
  [{ file: 'run.sh', chmod: 'u+x' }, ['run.sh ~/run.sh u+x']],
  [{ file: 'a1/readme.md', target: '/my' }, ['a1/readme.md /my/readme.md']],
  [{ file: '*', target: '/all' }, ['conf.yaml /all/conf.yaml', 'run.sh /all/run.sh']],
  [{ file: '**', target: '/all' }, listed.map((path) => `${path} /all/${path}`)],
  [
    { file: '**/*.json', target: '/j' },
    ['a1/etc/x/app.json', 'a2/b.json', 'a+b/c.json'].map((path) => `${path} /j/${path}`),
  ],
  [{ file: 'a1/**/*.json', target: '/j' }, ['a1/etc/x/app.json /j/etc/x/app.json']],
  [{ file: 'a?/*.*', target: '/j' }, ['a1/readme.md', 'a2/b.json', 'a2/b.yaml'].map((path) => `${path} /j/${path}`)],
  [{ file: 'a+b/c.json', target: '/j' }, ['a+b/c.json /j/c.json']],
  [{ file: '../secret', target: '/j' }, []],
  [{ file: 'run.sh', target: '/a/../../etc' }, []],
  [{ file: '*'.repeat(300), target: '/j' }, []],
  [{ file: 3, target: '/j' }, []],
])('%j', (asset, expected) => {
  expect(placed(asset)).toEqual(expected);
});

test('files for the machine that learners type on, whatever it is called; the others are told', () => {
  const asset = (file: string): object => ({ file, target: '~/' });
  const names = (assets: object): object => {
    const { own, others } = readAssets(assets);
    return { own: own.map(({ file }) => file), others };
  };
  expect(names({ node01: [asset('n')], master: [asset('m')] })).toEqual({
    own: ['m'],
    others: [{ host: 'node01', file: 'n' }],
  });
  expect(names({ client: [asset('c'), null], node: 'x' })).toEqual({ own: ['c'], others: [] });
  expect(names([])).toEqual({ own: [], others: [] });
});
