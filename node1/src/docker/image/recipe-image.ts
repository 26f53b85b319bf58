import { createLayer } from './layers.ts';
import type { Recipe } from './recipe.ts';
import type { ImageStore, StoredImage } from './store.ts';

// The local hub's images are as old as this, so that they are the same images in every rehearsal.
const hubCreated = '2026-01-15T09:30:00.000000000Z';

/** Makes one of the local hub's images and keeps it. `created` is for one that is made on the node itself. */
export async function imageOfRecipe(store: ImageStore, recipe: Recipe, created = hubCreated): Promise<StoredImage> {
  const own = { name: 'etc/rehearsal', mode: 0o644, content: { kind: 'text', text: `${recipe.runtime}\n` } } as const;
  const layer = await createLayer(store.blobs, [...recipe.files, own]);
  return store.add(
    {
      architecture: 'amd64',
      config: {
        Env: recipe.env ?? null,
        Cmd: recipe.cmd.length === 0 ? null : recipe.cmd,
        Entrypoint: recipe.entrypoint ?? null,
        WorkingDir: recipe.workingDir ?? '',
        ...(recipe.ports && { ExposedPorts: Object.fromEntries(recipe.ports.map((port) => [port, {}])) }),
        ...(recipe.volumes && { Volumes: Object.fromEntries(recipe.volumes.map((path) => [path, {}])) }),
        Labels: null,
        ...(recipe.stopSignal !== undefined && { StopSignal: recipe.stopSignal }),
      },
      created,
      docker_version: '20.10.24+dfsg1',
      history: [{ created, created_by: '/bin/sh -c #(nop) COPY dir:rehearsal in / ' }, ...stepsOf(recipe, created)],
      os: 'linux',
      rehearsal: { runtime: recipe.runtime, size: recipe.size },
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
    },
    [layer],
  );
}

/** What a Dockerfile of this image says besides its files. */
function stepsOf({ env = [], volumes, workingDir, ports, stopSignal, entrypoint, cmd }: Recipe, created: string) {
  const list = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
  const steps = [
    ...env.filter((line) => !line.startsWith('PATH=')).map((line) => `ENV ${line}`),
    ...(volumes ? [`VOLUME [${volumes.join(' ')}]`] : []),
    ...(workingDir === undefined ? [] : [`WORKDIR ${workingDir}`]),
    ...(entrypoint ? [`ENTRYPOINT ${list(entrypoint)}`] : []),
    ...(ports ? [`EXPOSE ${ports.map((port) => port.replace('/tcp', '')).join(' ')}`] : []),
    ...(stopSignal === undefined ? [] : [`STOPSIGNAL ${stopSignal}`]),
    ...(cmd.length === 0 ? [] : [`CMD ${list(cmd)}`]),
  ];
  return steps.map((step) => ({ created, created_by: `/bin/sh -c #(nop)  ${step}`, empty_layer: true as const }));
}
