import { describe, expect, test } from 'vitest';
import { type Flag, flag, type FlagRules, parseFlags } from '../../src/cli-kit/flags.ts';

const flagSpecs: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'text' },
  { name: 'stdin', short: 'i', type: 'bool' },
  { name: 'tty', short: 't', type: 'bool' },
  { name: 'wait', type: 'bool', initial: 'true' },
  { name: 'env', type: 'list' },
  { name: 'replicas', short: 'r', type: 'number', initial: '1' },
  { name: 'timeout', type: 'duration', initial: '30s' },
  { name: 'dry-run', type: 'text', initial: 'none', alone: 'unchanged' },
  { name: 'since', short: 's', type: 'duration' },
  ...flag.absent('v:volume=', 'privileged'),
];
function parse(line: string, rules: FlagRules = {}) {
  return parseFlags(flagSpecs, line.split(' ').filter(Boolean), rules);
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

// As pflag's own tests have them: what is a flag, what is its value, what is left.
test.each<
  [line: string, given: Readonly<Record<string, readonly string[]>>, args: readonly string[], rules?: FlagRules]
>([
  ['-it', { stdin: ['true'], tty: ['true'] }, []],
  ['-itnx', { stdin: ['true'], tty: ['true'], namespace: ['x'] }, []],
  ['-n=', { namespace: ['='] }, []],
  ['--namespace=', { namespace: [''] }, []],
  ['-n -i', { namespace: ['-i'] }, []],
  ['-n --', { namespace: ['--'] }, []],
  ['-i=false', { stdin: ['false'] }, []],
  ['-i false', { stdin: ['true'] }, ['false']],
  ['--env=A=b', { env: ['A=b'] }, []],
  ['-', {}, ['-']],
  ['a - b', {}, ['a', '-', 'b']],
  ['--dry-run=client', { 'dry-run': ['client'] }, []],
  ['a -i b', { stdin: ['true'] }, ['a', 'b']],
  ['-t a -i b', { tty: ['true'] }, ['a', '-i', 'b'], { interspersed: false }],
  ['-t -- -i b', { tty: ['true'] }, ['-i', 'b'], { interspersed: false }],
  ['--dry_run=client', { 'dry-run': ['client'] }, [], { underscores: true }],
  ['-s 5s -s 7s', { since: ['7s'] }, []],
])('%s', (line, given, args, rules) => {
  const { flags, args: rest } = parse(line, rules);
  expect(rest).toEqual(args);
  expect(
    flagSpecs
      .filter(({ name }) => flags.given(name))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(given).sort());
  for (const [name, values] of Object.entries(given)) {
    const { type } = flagSpecs.find((spec) => spec.name === name) ?? { type: 'text' };
    const value = {
      bool: () => [String(flags.on(name))],
      list: () => flags.list(name),
      text: () => [flags.text(name)],
    };
    if (type === 'duration') expect(flags.duration(name)).toBe(7000);
    else if (type !== 'number') expect(value[type]()).toEqual(values);
  }
});

// pflag has no `--no-x`; underscores are dashes only for kubectl.
test.each([
  ['--no-stdin', 'unknown flag: --no-stdin'],
  ['--dry_run', 'unknown flag: --dry_run'],
  ['--', undefined],
  ['--=x', 'bad flag syntax: --=x'],
  ['-=x', "unknown shorthand flag: '=' in -=x"],
  ['-in', "flag needs an argument: 'n' in -n"],
  ['-i=maybe', 'invalid argument "maybe" for "-i, --stdin" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
  ['--replicas=3000000000', 'strconv.ParseInt: parsing "3000000000": value out of range'],
])('%s is %s', (line, message) => {
  if (message === undefined) expect(parse(line).args).toEqual([]);
  else expect(() => parse(line)).toThrow(message);
});

test('what the real program has and the rehearsal has not is told, not refused by the parser', () => {
  expect(parse('-v /a:/b --privileged').notable.map(({ name }) => name)).toEqual(['volume', 'privileged']);
});

test('asking for a flag as another type than its own is a mistake of ours', () => {
  expect(() => parse('').flags.text('stdin')).toThrow('no flag --stdin of type text');
  expect(parse('').flags.value('nosuch')).toBeUndefined();
  expect(parse('').flags.given('nosuch')).toBe(false);
});
