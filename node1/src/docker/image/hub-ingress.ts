import { base, folder, systemPath, text } from './hub-files.ts';
import { nginxImages } from './hub-images.ts';
import type { Recipe } from './recipe.ts';

function traefik(size: number, tags: readonly string[], isNew: boolean): Recipe {
  return {
    ...{ tags, size, runtime: 'traefik', env: [systemPath], ports: ['80/tcp'], files: isNew ? base : [] },
    ...(isNew ? { entrypoint: ['/entrypoint.sh'], cmd: ['traefik'] } : { entrypoint: ['/traefik'], cmd: [] }),
  };
}

function haproxy(size: number, version: string, tags: readonly string[]): Recipe {
  return {
    ...{ tags: [...tags, version], size, runtime: 'haproxy', stopSignal: 'SIGUSR1' },
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
    env: [systemPath, `HAPROXY_VERSION=${version}`],
    files: [...base, ...['usr/local/', 'usr/local/etc/', 'usr/local/etc/haproxy/'].map(folder)],
  };
}

/** nginx with a page about a cheese: one of ours, without the picture. */
function cheese(name: string): Recipe {
  const nginx = nginxImages.at(-1);
  if (nginx === undefined) throw new Error('no nginx');
  const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const page = text(
    'usr/share/nginx/html/index.html',
    `<html>\n  <head>\n    <style>\n      h1 { font-family: Arial, Helvetica, sans-serif; }\n    </style>\n  </head>\n` +
      `  <body>\n    <h1>${title}</h1>\n  </body>\n</html>\n`,
  );
  return { ...nginx, tags: [name], files: [...nginx.files.slice(0, -1), page] };
}

/** What stands in front of services: ingress controllers, load balancers, and what courses put behind them. */
export const ingressImages: readonly (readonly [string, readonly Recipe[]])[] = [
  [
    'traefik',
    [
      traefik(72_900_000, ['1.7', 'v1.7', '1', 'maroilles', '1.7.34'], false),
      traefik(102_000_000, ['latest', '2.5', 'v2.5', 'v2', '2', 'v2.5.6', '2.5.6'], true),
    ],
  ],
  [
    'haproxy',
    [
      haproxy(87_200_000, '1.9.16', ['1', '1.9']),
      haproxy(102_000_000, '2.4.24', ['2', '2.4', 'lts']),
      haproxy(104_000_000, '2.5.14', ['latest', '2.5']),
    ],
  ],
  ['errm/cheese', ['cheddar', 'stilton', 'wensleydale'].map(cheese)],
];
