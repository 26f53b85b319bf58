import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { jq } from '../../src/gateway/jq.ts';
import { call } from './call.ts';

const folder = mkdtempSync(join(tmpdir(), 'pupitre-jq-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const service = '{"spec":{"ports":[{"nodePort":31396}]}}';

test.each<[string, string[], string, number, string]>([
  ['a value', ['.spec.ports[0].nodePort'], service, 0, '31396\n'],
  ['no input: no output', ['.spec'], '', 0, ''],
  ['nothing there', ['.nothing'], service, 0, 'null\n'],
  ['several flags in one', ['-rc', '.a[]'], '{"a":["x",{"b":1}]}', 0, 'x\n{"b":1}\n'],
  ['joined', ['-j', '.[]'], '["a","b"]', 0, 'ab'],
  ['a value by name', ['-n', '--arg', 'x', 'y', '$x'], '', 0, '"y"\n'],
  ['-e of something', ['-e', '.spec|length'], service, 0, '1\n'],
  ['-e of nothing', ['-e', '.nothing'], service, 1, 'null\n'],
])('%s', async (_name, args, stdin, code, stdout) => {
  expect(await call(jq, args, { stdin })).toEqual({ code, stdout, stderr: '' });
});

test('files', async () => {
  writeFileSync(join(folder, 'a.json'), '{"a":1}');
  writeFileSync(join(folder, 'filter'), '.a');
  expect(await call(jq, ['.a', 'a.json', 'a.json'], { cwd: folder })).toMatchObject({ code: 0, stdout: '1\n1\n' });
  expect(await call(jq, ['-f', 'filter', 'a.json'], { cwd: folder })).toMatchObject({ code: 0, stdout: '1\n' });
  expect(await call(jq, ['.', 'b.json'], { cwd: folder })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'jq: error: Could not open b.json: No such file or directory\n',
  });
});

test('mistakes have jq’s exit codes and messages', async () => {
  expect(await call(jq, ['.a|'], { stdin: '{}' })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('1 compile error') as unknown,
  });
  expect(await call(jq, ['.[]+1'], { stdin: '["a"]' })).toMatchObject({
    code: 5,
    stderr: 'jq: error (at <stdin>:0): string ("a") and number (1) cannot be added\n',
  });
  expect(await call(jq, ['--slurpfile', 'x', 'y', '.'], { stdin: '{}' })).toMatchObject({
    code: 1,
    stderr: 'rehearsal: jq --slurpfile is not simulated; install jq\n',
  });
});
