import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackLayers } from '../../container/rootfs.ts';
import type { DockerContainer } from './container.ts';

/** The files of docker's containers, which stay until the container is removed. */
export interface ContainerFiles {
  /** Name of the folder, below that of all containers. */
  name(container: DockerContainer): string;
  /** The folder, with the image's files in it where the container never ran. */
  of(container: DockerContainer): Promise<string>;
  remove(container: DockerContainer): Promise<void>;
}

export function containerFiles(folder: string): ContainerFiles {
  const name = ({ id }: DockerContainer) => id;
  const path = (container: DockerContainer) => join(folder, 'containers', name(container));
  const unpacking = new Map<string, Promise<void>>();
  return {
    name,
    async of(container) {
      const root = path(container);
      const begun = unpacking.get(container.id);
      if (begun !== undefined) await begun;
      else if (!existsSync(root)) {
        const unpacked = unpackLayers(container.image.layers, root);
        unpacking.set(container.id, unpacked);
        try {
          await unpacked;
        } finally {
          unpacking.delete(container.id);
        }
      }
      return root;
    },
    async remove(container) {
      await rm(path(container), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    },
  };
}
