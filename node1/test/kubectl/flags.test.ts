import { describe, expect, test } from 'vitest';
import type { Flag } from '../../src/kubectl/flags.ts';
import { parseFlags } from '../../src/kubectl/flags.ts';

const flagSpecs: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'text' },
  { name: 'stdin', short: 'i', type: 'bool' },
  { name: 'tty', short: 't', type: 'bool' },
  { name: 'wait', type: 'bool', initial: 'true' },
  { name: 'env', type: 'list' },
  { name: 'replicas', short: 'r', type: 'number', initial: '1' },
  { name: 'timeout', type: 'duration', initial: '30s' },
  { name: 'dry-run', type: 'text', initial: 'none', alone: 'unchanged' },
];
function parse(line: string) {
  return parseFlags(flagSpecs, line.split(' ').filter(Boolean));
}

describe('values', () => {
  test.each(['-n x', '-nx', '-n=x', '--namespace x', '--namespace=x'])('%s', (line) => {
    expect(parse(`a ${line} b`).flags.text('namespace')).toBe('x');
    expect(parse(`a ${line} b`).args).toEqual(['a', 'b']);
  });

  test('letters of bool flags go together, the last may take a value', () => {
    const { flags } = parse('-itn x');
    expect([flags.on('stdin'), flags.on('tty'), flags.text('namespace')]).toEqual([true, true, 'x']);
  });

  test('defaults, repeated flags, flags with a value only after =', () => {
    expect(parse('').flags.on('wait')).toBe(true);
    expect(parse('--wait=false').flags.on('wait')).toBe(false);
    expect(parse('--env A=b --env C=d').flags.list('env')).toEqual(['A=b', 'C=d']);
    expect(parse('--dry-run client').flags.text('dry-run')).toBe('unchanged');
    expect(parse('--dry-run client').args).toEqual(['client']);
    expect(parse('--timeout 1m30s').flags.duration('timeout')).toBe(90_000);
    expect(parse('--replicas=-1').flags.number('replicas')).toBe(-1);
  });

  test('what follows -- is no flag', () => {
    const { args, dash, flags } = parse('pod -- ls -n x');
    expect([args, dash, flags.given('namespace')]).toEqual([['pod', 'ls', '-n', 'x'], 1, false]);
  });
});

// Words as kubectl 1.20.2 printed them.
test.each([
  ['--nosuch', 'unknown flag: --nosuch'],
  ['-Zx', "unknown shorthand flag: 'Z' in -Zx"],
  ['-iZ', "unknown shorthand flag: 'Z' in -Z"],
  ['-n', "flag needs an argument: 'n' in -n"],
  ['--namespace', 'flag needs an argument: --namespace'],
  ['---x', 'bad flag syntax: ---x'],
  ['--replicas=x', 'invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  ['--wait=maybe', 'invalid argument "maybe" for "--wait" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
  ['--timeout=8', 'invalid argument "8" for "--timeout" flag: time: invalid duration "8"'],
])('%s is refused', (line, message) => {
  expect(() => parse(line)).toThrow(message);
});
