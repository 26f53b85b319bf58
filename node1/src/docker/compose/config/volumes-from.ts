import { ConfigError } from './python.ts';
import type { Version } from './schema-errors.ts';

/** One entry of `volumes_from`. */
export interface VolumesFrom {
  readonly type: string;
  readonly source: string;
  readonly mode: string;
}

/** `SERVICE[:MODE]`, `container:NAME[:MODE]`. Throws ConfigError. */
export function parseVolumesFrom(text: string, services: readonly string[], version: Version): VolumesFrom {
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (version === 'v1') {
    if (parts.length > 2) {
      throw new ConfigError(`volume_from ${text} has incorrect format, should be service[:mode]`);
    }
    return { source: first, mode: second ?? 'rw', type: services.includes(first) ? 'service' : 'container' };
  }
  if (parts.length > 3) {
    throw new ConfigError(
      `volume_from ${text} has incorrect format, should be one of '<service name>[:<mode>]' or 'container:<container name>[:<mode>]'`,
    );
  }
  if (second === undefined) return { source: first, mode: 'rw', type: 'service' };
  if (third === undefined) {
    return first === 'container'
      ? { source: second, mode: 'rw', type: 'container' }
      : { source: first, mode: second, type: 'service' };
  }
  if (first !== 'service' && first !== 'container') {
    throw new ConfigError(`Unknown volumes_from type '${first}' in '${text}'`);
  }
  return { source: second, mode: third, type: first };
}
