import { goDuration, parseDuration } from '../../cli-kit/duration.ts';
import type { Healthcheck } from '../image/image-json.ts';
import { errorAt } from './dockerfile.ts';

const nano = 1e6;

/** What a HEALTHCHECK says. Throws DockerfileError. */
export function healthcheckOf({
  words,
  flags,
  line,
}: {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  readonly line: number;
}): Healthcheck {
  const duration = (name: string): number => {
    const text = flags.get(name);
    if (text === undefined) return 0;
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) throw errorAt(line, durationProblem(text));
    if (milliseconds !== 0 && milliseconds < 1) {
      throw errorAt(line, `Interval ${JSON.stringify(name)} cannot be less than 1ms`);
    }
    return milliseconds * nano;
  };
  const retries = flags.get('retries');
  if (retries !== undefined && !/^[+-]?\d+$/.test(retries)) {
    throw errorAt(line, `strconv.ParseInt: parsing ${JSON.stringify(retries)}: invalid syntax`);
  }
  if (retries !== undefined && Number(retries) < 1)
    throw errorAt(line, `--retries must be at least 1 (not ${Number(retries)})`);
  const [Interval, Timeout, StartPeriod] = [duration('interval'), duration('timeout'), duration('start-period')];
  return {
    Test: words,
    ...(Interval > 0 && { Interval }),
    ...(Timeout > 0 && { Timeout }),
    ...(StartPeriod > 0 && { StartPeriod }),
    ...(retries !== undefined && { Retries: Number(retries) }),
  };
}

/** Go's words for a duration that is none. */
function durationProblem(text: string): string {
  const shown = JSON.stringify(text);
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)/.exec(text)?.[0];
  const unit = /^[^\d.]*/.exec(text.slice(number?.length ?? 0))?.[0] ?? '';
  if (number === undefined) return `time: invalid duration ${shown}`;
  return unit === ''
    ? `time: missing unit in duration ${shown}`
    : `time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`;
}

/** `&{["CMD-SHELL" "true"] "5s" "0s" "0s" '\x03'}`, as Go's %q writes it into the history. */
export function showHealthcheck({
  Test,
  Interval = 0,
  Timeout = 0,
  StartPeriod = 0,
  Retries = 0,
}: Healthcheck): string {
  const test = `[${Test.map((word) => JSON.stringify(word)).join(' ')}]`;
  const times = [Interval, Timeout, StartPeriod].map((time) => `"${goDuration(time / nano)}"`);
  return `&{${test} ${times.join(' ')} '${rune(Retries)}'}`;
}

function rune(number: number): string {
  const named: Readonly<Record<number, string>> = {
    7: '\\a',
    8: '\\b',
    9: '\\t',
    10: '\\n',
    11: '\\v',
    12: '\\f',
    13: '\\r',
  };
  const known = named[number];
  if (known !== undefined) return known;
  return number < 32 ? `\\x${number.toString(16).padStart(2, '0')}` : String.fromCodePoint(number);
}
