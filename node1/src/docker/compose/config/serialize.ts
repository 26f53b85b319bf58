import { notSimulated } from '../../../cli-kit/exit-error.ts';
import type { Config, ServiceConfig } from './load.ts';
import { isPort } from './merge.ts';
import { type AnyMount, mountMapping, volumeText } from './mounts.ts';
import { portMapping, portText } from './ports.ts';
import { isMapping, listOf, type Mapping, mappingOf, str } from './python.ts';
import { showNanoseconds } from './quantities.ts';
import type { Version } from './schema-errors.ts';
import type { VolumesFrom } from './volumes-from.ts';
import { dumpYaml } from './yaml-dump.ts';

/** What `docker-compose config` prints: all files in one, with everything in place. */
export function formatConfig(config: Config, escapesDollar: boolean, digests?: ReadonlyMap<string, string>): string {
  const { version, shownVersion, services } = config;
  const shown: Record<string, unknown> = {
    version: shownVersion,
    services: Object.fromEntries(
      services.map((service) => [service.name, showService(service, version, digests?.get(service.name))]),
    ),
  };
  for (const key of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    const section = config[key];
    if (Object.keys(section).length === 0) continue;
    shown[key] = Object.fromEntries(
      Object.entries(section).map(([name, value]) => {
        const entry = mappingOf(value);
        return [name, 'name' in entry && 'external' in entry ? { ...entry, external: isOn(entry['external']) } : entry];
      }),
    );
  }
  return dumpYaml(shown, escapesDollar);
}

function isOn(value: unknown): boolean {
  return isMapping(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function showService(service: ServiceConfig, version: Version, digest: string | undefined): Mapping {
  const draft: Record<string, unknown> = { ...service };
  delete draft['name'];
  if (digest !== undefined) draft['image'] = digest;
  if ('restart' in draft) draft['restart'] = restartText(draft['restart']);
  if (version === 'v1' && !('network_mode' in draft)) draft['network_mode'] = 'bridge';
  if (isMapping(draft['healthcheck'])) {
    const check: Record<string, unknown> = { ...draft['healthcheck'] };
    for (const key of ['interval', 'timeout', 'start_period']) {
      if (typeof check[key] === 'number') check[key] = showNanoseconds(check[key]);
      // 1.29.2 shows a traceback of its code.
      else if (check[key] === null) throw notSimulated(`docker-compose config: healthcheck.${key}`);
    }
    draft['healthcheck'] = check;
  }
  if ('ports' in draft) {
    draft['ports'] = listOf(draft['ports'])
      .filter(isPort)
      .map((port) => (port.externalIp !== undefined || version === 'v1' ? portText(port) : portMapping(port)));
  }
  if ('volumes' in draft) {
    draft['volumes'] = (listOf(draft['volumes']) as readonly AnyMount[]).map((mount) =>
      mount.kind === 'mount-spec' && version !== 'v1' ? mountMapping(mount) : volumeText(mount),
    );
  }
  if ('volumes_from' in draft) {
    draft['volumes_from'] = (listOf(draft['volumes_from']) as readonly VolumesFrom[]).map(
      ({ type, source, mode }) => `${type}:${source}:${mode}`,
    );
  }
  return draft;
}

function restartText(restart: unknown): string {
  if (!isMapping(restart)) return '';
  const { Name, MaximumRetryCount: count } = restart;
  return count === 0 || count === undefined ? str(Name) : `${str(Name)}:${str(count)}`;
}
