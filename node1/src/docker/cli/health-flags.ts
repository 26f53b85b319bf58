import type { Flags } from '../../cli-kit/flags.ts';
import type { Healthcheck } from '../image/image-json.ts';
import { OptionError } from './option-error.ts';

const nano = 1e6;

/** What `--health-*` and `--no-healthcheck` say; undefined without any of them. Throws OptionError. */
export function healthFlags(flags: Flags): Healthcheck | undefined {
  const command = flags.value('health-cmd') ?? '';
  const [interval, timeout, startPeriod] = [
    flags.duration('health-interval'),
    flags.duration('health-timeout'),
    flags.duration('health-start-period'),
  ];
  const retries = flags.number('health-retries');
  const isGiven = command !== '' || [interval, timeout, startPeriod, retries].some((value) => value !== 0);
  if (flags.on('no-healthcheck')) {
    if (isGiven) throw new OptionError('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!isGiven) return undefined;
  for (const [name, value] of [
    ['interval', interval],
    ['timeout', timeout],
    ['retries', retries],
    ['start-period', startPeriod],
  ] as const) {
    if (value < 0) throw new OptionError(`--health-${name} cannot be negative`);
  }
  for (const [name, value] of [
    ['Interval', interval],
    ['Timeout', timeout],
    ['StartPeriod', startPeriod],
  ] as const) {
    if (value !== 0 && value < 1) {
      throw new OptionError(`Error response from daemon: ${name} in Healthcheck cannot be less than 1ms`);
    }
  }
  return {
    Test: command === '' ? [] : ['CMD-SHELL', command],
    ...(interval > 0 && { Interval: interval * nano }),
    ...(timeout > 0 && { Timeout: timeout * nano }),
    ...(startPeriod > 0 && { StartPeriod: startPeriod * nano }),
    ...(retries > 0 && { Retries: retries }),
  };
}
