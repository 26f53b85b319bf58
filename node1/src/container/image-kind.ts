import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerContext } from './container-context.ts';

/** Whether it is the image `busybox`, which has Debian's, not one of those that have a busybox of their own. */
export function isDebianBusybox({ spec, root }: Pick<ContainerContext, 'spec' | 'root'>): boolean {
  if (spec.image.runtime !== 'busybox') return false;
  try {
    return readFileSync(join(root, 'etc/os-release'), 'utf8').includes('NAME="BusyBox"');
  } catch {
    return false;
  }
}
