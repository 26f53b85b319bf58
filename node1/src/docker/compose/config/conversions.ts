import { ConfigError, Float, str } from './python.ts';
import { parseBytes, parseNanoseconds } from './quantities.ts';

type Conversion = (value: unknown) => unknown;

/** What a text cannot be made. */
class Unfit extends Error {}

function toBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.toLowerCase();
  if (['y', 'yes', 'true', 'on'].includes(text)) return true;
  if (['n', 'no', 'false', 'off'].includes(text)) return false;
  throw new Unfit(`"${text}" is not a valid boolean value`);
}

function toInteger(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim().replaceAll('_', '');
  const octal = /^0[0-9]+$/.test(text) ? `0o${text.slice(1)}` : text;
  if (!/^[+-]?(?:0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d+)$/i.test(octal)) {
    const shown = octal === text ? value : octal;
    throw new Unfit(`"${shown}" is not a valid integer`);
  }
  const sign = octal.startsWith('-') ? -1 : 1;
  return sign * Number(octal.replace(/^[+-]/, ''));
}

function toFloat(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) throw new Unfit(`"${value}" is not a valid float`);
  const number = Number(text);
  return Number.isInteger(number) ? new Float(number) : number;
}

function toText(value: unknown): unknown {
  return typeof value === 'boolean' || typeof value === 'number' || value instanceof Float ? str(value) : value;
}

function toByteCount(value: unknown): unknown {
  const bytes = parseBytes(value);
  if (bytes === undefined) throw new Unfit(`"${str(value)}" is not a valid byte value`);
  return bytes;
}

function toMicroseconds(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return Math.trunc((parseNanoseconds(value) ?? 0) / 1000);
}

const any = '[^/]+';
const rest = '.+';

function path(...parts: readonly string[]): RegExp {
  return new RegExp(`^${parts.join('/')}$`);
}

const conversions: readonly (readonly [RegExp, Conversion])[] = [
  ...(
    [
      [['blkio_config', 'weight'], toInteger],
      [['blkio_config', 'weight_device', 'weight'], toInteger],
      [['build', 'labels', rest], toText],
      [['cpus'], toFloat],
      [['cpu_count'], toInteger],
      [['cpu_quota'], toMicroseconds],
      [['cpu_period'], toMicroseconds],
      [['cpu_rt_period'], toMicroseconds],
      [['cpu_rt_runtime'], toMicroseconds],
      [['configs', 'mode'], toInteger],
      [['secrets', 'mode'], toInteger],
      [['healthcheck', 'retries'], toInteger],
      [['healthcheck', 'disable'], toBoolean],
      [['deploy', 'labels', any], toText],
      [['deploy', 'replicas'], toInteger],
      [['deploy', 'placement', 'max_replicas_per_node'], toInteger],
      [['deploy', 'resources', 'limits', 'cpus'], toFloat],
      [['deploy', 'update_config', 'parallelism'], toInteger],
      [['deploy', 'update_config', 'max_failure_ratio'], toFloat],
      [['deploy', 'rollback_config', 'parallelism'], toInteger],
      [['deploy', 'rollback_config', 'max_failure_ratio'], toFloat],
      [['deploy', 'restart_policy', 'max_attempts'], toInteger],
      [['mem_swappiness'], toInteger],
      [['labels', rest], toText],
      [['oom_kill_disable'], toBoolean],
      [['oom_score_adj'], toInteger],
      [['ports', 'target'], toInteger],
      [['ports', 'published'], toInteger],
      [['scale'], toInteger],
      [['ulimits', any], toInteger],
      [['ulimits', any, 'soft'], toInteger],
      [['ulimits', any, 'hard'], toInteger],
      [['privileged'], toBoolean],
      [['read_only'], toBoolean],
      [['stdin_open'], toBoolean],
      [['tty'], toBoolean],
      [['volumes', 'read_only'], toBoolean],
      [['volumes', 'volume', 'nocopy'], toBoolean],
      [['volumes', 'tmpfs', 'size'], toByteCount],
    ] as const
  ).map(([parts, conversion]) => [path('service', any, ...parts), conversion] as const),
  ...['attachable', 'external', 'internal'].map((key) => [path('network', any, key), toBoolean] as const),
  ...['volume', 'secret', 'config'].map((kind) => [path(kind, any, 'external'), toBoolean] as const),
  ...['network', 'volume', 'secret', 'config'].map((kind) => [path(kind, any, 'labels', rest), toText] as const),
];

/** A value as the option at this path (`service/web/tty`) must be. Throws ConfigError. */
export function convert(at: string, value: unknown): unknown {
  const found = conversions.find(([pattern]) => pattern.test(at));
  if (found === undefined) return value;
  try {
    return found[1](value);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw new ConfigError(
      `Error while attempting to convert ${at.replaceAll('/', '.')} to appropriate type: ${error.message}`,
    );
  }
}
