import { hasSubcommand, type Invocation } from './invocation.ts';
import { cuttingUsages, type Reading, readings, type Usage } from './policy-data.ts';

/** An invocation, and whether its input and output are the terminal. */
export interface Connected extends Invocation {
  readonly fromTerminal: boolean;
  readonly toTerminal: boolean;
}

/** The first of some usages that fits an invocation; asking for help or for the version fits none. */
export function findUsage(invocation: Connected, usages: readonly Usage[]): Usage | undefined {
  if (hasOption(invocation, '--help') || hasOption(invocation, '--version')) return undefined;
  return usages.find((usage) => fits(invocation, usage));
}

/** True for a program that ends before its input does. */
export function isCutter(invocation: Invocation): boolean {
  return findUsage({ ...invocation, fromTerminal: false, toTerminal: false }, cuttingUsages) !== undefined;
}

/** True when the tables know an invocation as one that only reads. */
export function onlyReads(invocation: Invocation): boolean {
  return readings.some((reading) => reading.program === invocation.program && isReading(invocation, reading));
}

/** Program and sub-command as people say them: `kubectl rollout status`. */
export function nameOf(invocation: Invocation): string {
  const { program, operands } = invocation;
  const reading = readings.find((candidate) => candidate.program === program);
  const known = reading?.subcommands?.find((subcommand) => hasSubcommand(invocation, subcommand));
  // Without a shape of its own a program has operands, not sub-commands.
  const subcommand = known ?? (reading?.subcommands ? operands[0] : undefined);
  return subcommand ? `${program} ${subcommand}` : program;
}

function fits(invocation: Connected, usage: Usage): boolean {
  const { program, operands, fromTerminal, toTerminal } = invocation;
  const words = usage.subcommand ? usage.subcommand.split(' ').length : 0;
  return (
    program === usage.program &&
    hasSubcommand(invocation, usage.subcommand ?? '') &&
    (usage.any?.some((option) => hasOption(invocation, option)) ?? true) &&
    (usage.all?.every((options) => options.some((option) => hasOption(invocation, option))) ?? true) &&
    !usage.without?.some((option) => hasOption(invocation, option)) &&
    operands.length - words <= (usage.operandsAtMost ?? Infinity) &&
    (usage.numbers === undefined || operands.filter((operand) => /^\d+$/.test(operand)).length === usage.numbers) &&
    (fromTerminal || !usage.fromTerminal) &&
    (toTerminal || !usage.toTerminal)
  );
}

function hasOption({ options }: Invocation, option: string): boolean {
  const [name = option, value] = option.split('=');
  return options.has(name) && (value === undefined || options.get(name) === value);
}

function isReading(invocation: Invocation, reading: Reading): boolean {
  const { options, operands } = invocation;
  const { subcommands, bareSubcommands, unless = {}, needs, operands: allowed } = reading;
  const bare = operands.length === 1 && (bareSubcommands?.includes(operands[0] ?? '') ?? false);
  const known = subcommands?.some((subcommand) => hasSubcommand(invocation, subcommand)) ?? true;
  if (!known && !bare) return false;
  const writes = Object.entries(unless).some(
    ([option, values]) => options.has(option) && !values.includes(options.get(option) ?? ''),
  );
  const satisfied = ([option, values]: [string, readonly string[]]): boolean =>
    options.has(option) && (values.length === 0 || values.includes(options.get(option) ?? ''));
  return (
    !writes &&
    (needs === undefined || Object.entries(needs).some(satisfied)) &&
    (allowed === undefined || operands.every((operand) => allowed.test(operand)))
  );
}
