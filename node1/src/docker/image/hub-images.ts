import { alpineRelease, base, folder, systemPath, text } from './hub-files.ts';
import type { Recipe } from './recipe.ts';

/** alpine, by version; the sizes are those that docker shows. */
export const alpineImages: readonly Recipe[] = (
  [
    ['3.18.12', 7_360_000, ['3.18']],
    ['3.19.7', 7_400_000, ['3.19']],
    ['3.20.6', 7_790_000, ['latest', '3', '3.20']],
  ] as const
).map(([version, size, tags]) => ({
  tags: [...tags, version],
  runtime: 'busybox',
  size,
  cmd: ['/bin/sh'],
  env: [systemPath],
  files: [...base, text('etc/alpine-release', `${version}\n`), alpineRelease(version)],
}));

const nginxFolders = ['usr/share/', 'usr/share/nginx/', 'usr/share/nginx/html/'].map(folder);

/** nginx, by version: those before 1.19 have no entrypoint, those before 1.21.4 the older page. */
export const nginxImages: readonly Recipe[] = (
  [
    ['1.7.9', 91_700_000, []],
    ['1.14.2', 109_000_000, ['1.14']],
    ['1.15.12', 109_000_000, ['1.15']],
    ['1.16.1', 127_000_000, ['1.16']],
    ['1.17.10', 127_000_000, ['1.17']],
    ['1.18.0', 133_000_000, ['1.18']],
    ['1.19.10', 133_000_000, ['1.19']],
    ['1.20.2', 141_000_000, ['1.20', 'stable', 'stable-alpine']],
    [
      '1.21.6',
      142_000_000,
      ['1.21', '1', 'latest', 'mainline', 'alpine', '1-alpine', '1.21-alpine', 'mainline-alpine'],
    ],
  ] as const
).map(([version, size, tags]) => {
  const minor = Number(version.split('.')[1]);
  return {
    tags: [...tags, version],
    runtime: 'nginx',
    size,
    ...(minor >= 19 && { entrypoint: ['/docker-entrypoint.sh'] }),
    cmd: ['nginx', '-g', 'daemon off;'],
    env: [systemPath, `NGINX_VERSION=${version}`],
    ports: ['80/tcp'],
    stopSignal: minor >= 19 ? 'SIGQUIT' : 'SIGTERM',
    files: [...base, ...nginxFolders, text('usr/share/nginx/html/index.html', minor >= 21 ? nginxPage() : olderPage())],
  };
});

/** Apache's server. */
export const httpdImages: readonly Recipe[] = [
  {
    tags: ['latest', '2', '2.4', '2.4.56'],
    runtime: 'httpd',
    size: 145_000_000,
    cmd: ['httpd-foreground'],
    env: [
      'PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'HTTPD_PREFIX=/usr/local/apache2',
      'HTTPD_VERSION=2.4.56',
    ],
    workingDir: '/usr/local/apache2',
    ports: ['80/tcp'],
    stopSignal: 'SIGWINCH',
    files: [
      ...base,
      ...['usr/local/', 'usr/local/apache2/', 'usr/local/apache2/htdocs/'].map(folder),
      text('usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n'),
    ],
  },
];

function ofDebian(tags: readonly string[], size: number, release: string, version: string): Recipe {
  return {
    ...{ tags, size, runtime: 'debian', cmd: ['bash'], env: [systemPath] },
    files: [
      ...base.filter(({ name }) => name !== 'etc/passwd'),
      text(
        'etc/passwd',
        'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
      ),
      text('etc/os-release', release),
      text('etc/debian_version', `${version}\n`),
    ],
  };
}

function debian(number: string, name: string, size: number, point: string, tags: readonly string[] = []): Recipe {
  const release =
    `PRETTY_NAME="Debian GNU/Linux ${number} (${name})"\nNAME="Debian GNU/Linux"\nVERSION_ID="${number}"\n` +
    `VERSION="${number} (${name})"\nVERSION_CODENAME=${name}\nID=debian\nHOME_URL="https://www.debian.org/"\n` +
    'SUPPORT_URL="https://www.debian.org/support"\nBUG_REPORT_URL="https://bugs.debian.org/"\n';
  return ofDebian([number, name, `${name}-slim`, ...tags], size, release, point);
}

/** debian, by release. */
export const debianImages: readonly Recipe[] = [
  debian('10', 'buster', 114_000_000, '10.13'),
  debian('11', 'bullseye', 124_000_000, '11.11', ['stable', 'stable-slim']),
  debian('12', 'bookworm', 117_000_000, '12.12', ['latest']),
];

function ubuntu(number: string, full: string, [name, title]: readonly [string, string], size: number, of: string) {
  const codename = name;
  const links =
    'HOME_URL="https://www.ubuntu.com/"\nSUPPORT_URL="https://help.ubuntu.com/"\nBUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"\n' +
    'PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"\n';
  const isNew = Number(number) >= 22;
  const release = isNew
    ? `PRETTY_NAME="Ubuntu ${full} LTS"\nNAME="Ubuntu"\nVERSION_ID="${number}"\nVERSION="${full} LTS (${title})"\n` +
      `VERSION_CODENAME=${codename}\nID=ubuntu\nID_LIKE=debian\n${links}UBUNTU_CODENAME=${codename}\n`
    : `NAME="Ubuntu"\nVERSION="${full} LTS (${title})"\nID=ubuntu\nID_LIKE=debian\nPRETTY_NAME="Ubuntu ${full} LTS"\n` +
      `VERSION_ID="${number}"\n${links}VERSION_CODENAME=${codename}\nUBUNTU_CODENAME=${codename}\n`;
  return ofDebian([number, name, ...(number === '22.04' ? ['latest'] : [])], size, release, of);
}

/** ubuntu, by release. */
export const ubuntuImages: readonly Recipe[] = [
  ubuntu('18.04', '18.04.6', ['bionic', 'Bionic Beaver'], 63_200_000, 'buster/sid'),
  ubuntu('20.04', '20.04.6', ['focal', 'Focal Fossa'], 72_800_000, 'bullseye/sid'),
  ubuntu('22.04', '22.04.5', ['jammy', 'Jammy Jellyfish'], 77_900_000, 'bookworm/sid'),
];

function coins(runtime: Recipe['runtime'], size: number, cmd: readonly string[], isServer = true): Recipe {
  return {
    ...{ tags: ['latest', 'v0.1', 'v0.2'], runtime, size, cmd, env: [systemPath], files: base },
    ...(isServer && { ports: ['80/tcp'] }),
  };
}

const color: Recipe = {
  ...{ tags: ['latest'], runtime: 'color', size: 11_500_000, cmd: ['/webcolor'], env: [systemPath] },
  ...{ ports: ['8000/tcp'], files: [...base, alpineRelease('3.13.5')] },
};

/** The images that the course itself has made. */
export const courseImages: readonly (readonly [string, Recipe])[] = [
  ['dockercoins/rng', coins('rng', 83_400_000, ['python', 'rng.py'])],
  ['dockercoins/hasher', coins('hasher', 261_000_000, ['ruby', 'hasher.rb'])],
  ['dockercoins/worker', coins('worker', 80_000_000, ['python', 'worker.py'], false)],
  ['dockercoins/webui', coins('webui', 213_000_000, ['node', 'webui.js'])],
  [
    'jpetazzo/clock',
    {
      tags: ['latest'],
      runtime: 'busybox',
      size: 2_430_000,
      cmd: ['/bin/sh', '-c', 'while date; do sleep 1; done'],
      env: [systemPath],
      files: [...base, text('etc/os-release', 'NAME="BusyBox"\n')],
    },
  ],
  [
    'jpetazzo/ping',
    {
      ...{ tags: ['latest'], runtime: 'busybox', size: 5_610_000, cmd: ['ping', '127.0.0.1'], env: [systemPath] },
      files: [...base, alpineRelease('3.11.6')],
    },
  ],
  ['jpetazzo/color', color],
  ['jpetazzo/webcolor', color],
  [
    'jpetazzo/httpenv',
    {
      ...{ tags: ['latest'], runtime: 'httpenv', size: 12_700_000, cmd: ['/httpenv'], env: [systemPath] },
      ...{ ports: ['8888/tcp'], files: base },
    },
  ],
  [
    'hello-world',
    { tags: ['latest', 'linux'], runtime: 'hello', size: 13_256, cmd: ['/hello'], env: [systemPath], files: [] },
  ],
];

function olderPage(): string {
  return nginxPage().replace(
    /<style>[^]*<\/style>/,
    '<style>\n    body {\n        width: 35em;\n        margin: 0 auto;\n        font-family: Tahoma, Verdana, Arial, sans-serif;\n    }\n</style>',
  );
}

function nginxPage(): string {
  return `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;
}
