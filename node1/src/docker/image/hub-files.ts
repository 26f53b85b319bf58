import type { LayerEntry } from './layers.ts';

/** The PATH of most images. */
export const systemPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A folder of an image. */
export function folder(name: string): LayerEntry {
  return { name, mode: 0o755, content: { kind: 'folder' } };
}
/** A file of an image. */
export function text(name: string, content: string): LayerEntry {
  return {
    name,
    mode: 0o644,
    content: { kind: 'text', text: content },
  };
}

/** What every image has. */
export const base: readonly LayerEntry[] = [
  ...['bin/', 'dev/', 'etc/', 'home/', 'proc/', 'root/', 'sys/', 'tmp/', 'usr/', 'var/'].map(folder),
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n'),
  text('etc/group', 'root:x:0:\nnobody:x:65534:\n'),
  text('etc/hosts', '127.0.0.1\tlocalhost\n'),
];

/** The `/etc/os-release` of an alpine, by its version. */
export function alpineRelease(version: string): LayerEntry {
  return text(
    'etc/os-release',
    `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${version.replace(/\.\d+$/, '')}"\n` +
      'HOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n',
  );
}
