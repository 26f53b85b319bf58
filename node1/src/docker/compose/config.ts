import { stringify } from 'yaml';
import type { Project, Service } from './project.ts';

/** What `docker-compose config` prints: the file with everything in place, sorted. */
export function formatConfig({ source, services }: Project): string {
  const complete = {
    ...source,
    services: Object.fromEntries(services.map((service) => [service.name, completeService(service)])),
  };
  return stringify(complete, { indentSeq: false, singleQuote: true, sortMapEntries: true, lineWidth: 0 });
}

function completeService({ source, build, ports, environment }: Service): object {
  const { dockerfile, args, context } = build ?? {};
  return {
    ...source,
    ...(build !== undefined && {
      build: {
        context,
        ...(dockerfile !== 'Dockerfile' && { dockerfile }),
        ...(Object.keys(args ?? {}).length > 0 && { args }),
      },
    }),
    ...(source['environment'] !== undefined && { environment }),
    ...(ports.length > 0 && {
      ports: ports.map(({ hostPort, containerPort }) => ({
        ...(hostPort !== 0 && { published: hostPort }),
        target: containerPort,
      })),
    }),
  };
}
