import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { folderWith, load, mistakes } from './files.ts';

/** What nobody asked for of a target. */
const plain = {
  isolation: undefined,
  compose: undefined,
  bashrc: false,
  temporaryHome: false,
  hosts: [],
  sshConfig: undefined,
};

test('without a file there are defaults', (context) => {
  const folder = folderWith({});
  if (existsSync(join(folder, '../runner.config.json'))) context.skip('somebody left a runner.config.json in TMPDIR');
  expect(loadConfig(undefined, folder)).toEqual({
    file: undefined,
    decks: new Map(),
    defaultDeck: undefined,
    targets: new Map([
      ['rehearsal', { type: 'rehearsal', shell: 'bash', env: {}, passEnv: [], ...plain }],
      ['local', { type: 'local', shell: 'bash', env: {}, passEnv: [], ...plain }],
    ]),
    defaultTarget: 'rehearsal',
    files: [],
    timeouts: {
      startMs: 10_000,
      commandMs: 300_000,
      waitMs: 60_000,
      longwaitMs: 600_000,
      openMs: 60_000,
      verifyMs: 60_000,
      setupMs: 300_000,
      settleMs: 2000,
    },
    limits: { processes: 512, memoryMb: 2048, files: 4096, fileMb: 1024 },
    retry: { forMs: 60_000, pauseMs: 1000, tryMs: 10_000 },
    exercises: 'marks',
    provides: [],
    exerciseClasses: ['exercise', 'lab'],
    excludedClasses: [],
    variables: {},
    strict: false,
    overrides: new Map(),
    lintRules: new Map(),
    secrets: { variables: [], patterns: [] },
    frameHosts: [],
    classroom: { initial: 8, reserved: 4, max: undefined, expiresMs: 86_400_000, orphanedMs: 7_200_000, lobby: false },
    lang: undefined,
  });
});

test('a full configuration: paths are absolute, durations in milliseconds', () => {
  const folder = folderWith({
    'runner.config.json': JSON.stringify({
      $schema: './public/schemas/runner.config.schema.json',
      decks: { kube: 'slides/kube.md', docker: { path: '/decks/docker.md', title: 'Docker' } },
      defaultDeck: 'kube',
      targets: { bash5: { type: 'local', shell: './bin/bash', env: { A: 'b' }, passEnv: ['DOCKER_HOST'] } },
      defaultTarget: 'bash5',
      files: [{ from: 'slides/stacks', to: '~/stacks' }],
      timeouts: { command: '1m30s', open: 2.5 },
      limits: { memoryMb: 700 },
      retry: { for: '2m', pause: '500ms' },
      exerciseClasses: ['lab'],
      excludedClasses: ['pic'],
      variables: { REGISTRY: '127.0.0.1:5000' },
      strict: true,
      overrides: {
        'kube.1': { timeout: '1h', retry: { try: 5 }, policy: 'once', exit: 'nonzero', allowEmpty: true },
        'kube.2': { expect: [{ matcher: 'json', source: '{"a":1}' }], skip: 'not here' },
      },
      lint: { rules: { mojibake: 'off' } },
      secrets: ['TOKEN', '/ghp_\\w+/i'],
      lang: 'fr',
    }),
  });
  expect(loadConfig(undefined, folder)).toEqual({
    file: join(folder, 'runner.config.json'),
    decks: new Map([
      ['kube', { path: join(folder, 'slides/kube.md'), title: undefined }],
      ['docker', { path: '/decks/docker.md', title: 'Docker' }],
    ]),
    defaultDeck: 'kube',
    targets: new Map([
      ['rehearsal', { type: 'rehearsal', shell: 'bash', env: {}, passEnv: [], ...plain }],
      ['local', { type: 'local', shell: 'bash', env: {}, passEnv: [], ...plain }],
      [
        'bash5',
        { type: 'local', shell: join(folder, 'bin/bash'), env: { A: 'b' }, passEnv: ['DOCKER_HOST'], ...plain },
      ],
    ]),
    defaultTarget: 'bash5',
    files: [{ from: join(folder, 'slides/stacks'), to: '~/stacks' }],
    timeouts: {
      startMs: 10_000,
      commandMs: 90_000,
      waitMs: 60_000,
      longwaitMs: 600_000,
      openMs: 2500,
      verifyMs: 60_000,
      setupMs: 300_000,
      settleMs: 2000,
    },
    limits: { processes: 512, memoryMb: 700, files: 4096, fileMb: 1024 },
    retry: { forMs: 120_000, pauseMs: 500, tryMs: 10_000 },
    exercises: 'marks',
    provides: [],
    exerciseClasses: ['lab'],
    excludedClasses: ['pic'],
    variables: { REGISTRY: '127.0.0.1:5000' },
    strict: true,
    overrides: new Map<string, unknown>([
      ['kube.1', { timeoutMs: 3_600_000, retry: { tryMs: 5000 }, policy: 'once', exit: 'nonzero', allowEmpty: true }],
      ['kube.2', { retry: {}, expect: [{ matcher: 'json', source: '{"a":1}' }], skip: 'not here', allowEmpty: false }],
    ]),
    lintRules: new Map([['mojibake', 'off']]),
    secrets: { variables: ['TOKEN'], patterns: [/ghp_\w+/gi] },
    frameHosts: [],
    classroom: { initial: 8, reserved: 4, max: undefined, expiresMs: 86_400_000, orphanedMs: 7_200_000, lobby: false },
    lang: 'fr',
  });
});

test('the only deck is the default one', () => {
  expect(load({ decks: { kube: 'kube.md' } }).defaultDeck).toBe('kube');
  expect(load({ decks: { kube: 'kube.md', docker: 'docker.md' } }).defaultDeck).toBeUndefined();
});

test('targets of other machines, and a local one with the user’s own start-up file', () => {
  const ssh = { type: 'ssh', hosts: ['one', 'ana@two'], config: 'ssh/config', shell: '/opt/bash' };
  const { targets } = load({ targets: { ssh, own: { type: 'local', bashrc: true } } });
  expect(targets.get('own')).toMatchObject({ bashrc: true });
  expect(targets.get('ssh')).toMatchObject({
    hosts: ssh.hosts,
    sshConfig: expect.stringMatching(/^\/.*\/ssh\/config$/) as string,
    shell: '/opt/bash',
  });
});

test('containers of Docker', () => {
  const { targets } = load({ targets: { lab: { type: 'docker', image: 'course:2', shell: '/opt/bash', cpus: 0.5 } } });
  expect(targets.get('lab')).toMatchObject({
    ...{ type: 'docker', shell: '/opt/bash', passEnv: [] },
    containers: { image: 'course:2', network: 'internet', cpus: 0.5 },
  });
});

test('a configuration may change what `local` is', () => {
  expect(load({ targets: { local: { type: 'local', shell: '/opt/bash' } } }).targets.get('local')).toMatchObject({
    shell: '/opt/bash',
  });
});

describe('finding the file', () => {
  test('the nearest one above is taken', () => {
    const folder = folderWith({
      'runner.config.json': '{"lang": "en"}',
      'a/runner.config.json': '{"lang": "fr"}',
      'a/b/c/deck.md': '',
    });
    expect(loadConfig(undefined, join(folder, 'a/b/c')).file).toBe(join(folder, 'a/runner.config.json'));
    expect(loadConfig(undefined, folder).lang).toBe('en');
  });

  test('a path is taken as it is, relative to the current folder', () => {
    const folder = folderWith({ 'runner.config.json': '{', 'ci/other.json': '{"decks": {"kube": "kube.md"}}' });
    const config = loadConfig('ci/other.json', folder);
    expect(config.decks.get('kube')?.path).toBe(join(folder, 'ci/kube.md'));
  });

  test('messages name the file as seen from the current folder', () => {
    const folder = folderWith({ 'runner.config.json': '[]', 'a/deck.md': '' });
    expect(mistakes(() => loadConfig(undefined, join(folder, 'a')))).toEqual([
      '../runner.config.json: expected object, got array',
    ]);
  });
});

describe('a file that is no configuration', () => {
  const utf16 = Buffer.from('\ufeff{}', 'utf16le');
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'the file is empty; the least that it may hold is {}'],
    ['blanks', ' \n', 'the file is empty; the least that it may hold is {}'],
    ['UTF-16', utf16, 'this is UTF-16; save it as UTF-8'],
    ['not UTF-8', Buffer.from([0x7b, 0xe9, 0x7d]), 'this is not UTF-8; save it as UTF-8'],
    ['too large', ' '.repeat((1 << 20) + 1), 'larger than 1 MiB: this is not a configuration'],
    ['null', 'null', 'expected object, got null'],
    ['a string', '"x"', 'expected object, got "x"'],
  ])('%s', (_, content, message) => {
    const folder = folderWith({ 'runner.config.json': content });
    expect(mistakes(() => loadConfig(undefined, folder))).toEqual([`runner.config.json: ${message}`]);
  });

  test('a byte order mark does not matter', () => {
    const folder = folderWith({ 'runner.config.json': '\ufeff{"lang": "fr"}\r\n' });
    expect(loadConfig(undefined, folder).lang).toBe('fr');
  });

  test('a folder, a device, nothing', () => {
    const folder = folderWith({ 'a/deck.md': '' });
    expect(mistakes(() => loadConfig('a', folder))).toEqual(['a: this is a folder; name the configuration file in it']);
    expect(mistakes(() => loadConfig('/dev/null', folder))).toEqual(['/dev/null: this is not a regular file']);
    expect(mistakes(() => loadConfig('no.json', folder))).toEqual(['no.json: there is no such file']);
    expect(mistakes(() => loadConfig('a/deck.md/x', folder))).toEqual(['a/deck.md/x: there is no such file']);
  });
});
