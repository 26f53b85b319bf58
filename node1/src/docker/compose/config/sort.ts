import { ConfigError, listOf, type Mapping, mappingOf, str } from './python.ts';
import type { VolumesFrom } from './volumes-from.ts';

type Named = Mapping & { readonly name: string };

/** What others depend on comes before them; otherwise the order stays. Throws ConfigError for a circle. */
export function sortServices<T extends Named>(services: readonly T[]): readonly T[] {
  const unmarked = [...services];
  const open = new Set<string>();
  const sorted: T[] = [];
  function visit(service: T): void {
    const { name } = service;
    if (open.has(name)) {
      if (linkNames(service).includes(name)) throw new ConfigError(`A service can not link to itself: ${name}`);
      if (name in mappingOf(service['depends_on'])) {
        throw new ConfigError(`A service can not depend on itself: ${name}`);
      }
      throw new ConfigError(`Circular dependency between ${[...open].join(' and ')}`);
    }
    if (!unmarked.includes(service)) return;
    open.add(name);
    for (const other of services) if (needs(other, name)) visit(other);
    open.delete(name);
    unmarked.splice(unmarked.indexOf(service), 1);
    sorted.unshift(service);
  }
  for (let last = unmarked.at(-1); last !== undefined; last = unmarked.at(-1)) visit(last);
  return sorted;
}

function linkNames(service: Mapping): readonly string[] {
  return listOf(service['links']).map((link) => str(link).split(':')[0] ?? '');
}

function needs(service: Mapping, name: string): boolean {
  const mounts = listOf(service['volumes_from']) as readonly VolumesFrom[];
  return (
    linkNames(service).includes(name) ||
    mounts.some(({ source }) => source === name) ||
    ['network_mode', 'pid', 'ipc'].some((key) => service[key] === `service:${name}`) ||
    Object.hasOwn(mappingOf(service['depends_on']), name)
  );
}
