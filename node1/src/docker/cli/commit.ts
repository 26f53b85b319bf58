import { flag } from '../../cli-kit/flags.ts';
import { changesOf } from '../engine/changes.ts';
import type { DockerContainer } from '../engine/container.ts';
import type { ImageJson } from '../image/image-json.ts';
import { createLayer, unpackedSize } from '../image/layers.ts';
import { withTag } from '../image/reference.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { changedConfig } from './config-change.ts';
import { daemonsContainer } from './find-container.ts';
import { parseArgument } from './names.ts';

/** `docker commit`: an image of what a container has changed. */
export const commit: DockerCommand = {
  name: 'commit',
  usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  summary: "Create a new image from a container's changes",
  flags: [
    flag.text('author', 'a'),
    flag.list('change', 'c'),
    flag.text('message', 'm'),
    { ...flag.bool('pause', 'p'), initial: 'true' },
  ],
  least: 1,
  most: 2,
  async run(call) {
    const [name = '', target] = call.args;
    const reference = target === undefined ? undefined : parseArgument(target);
    const container = daemonsContainer(call, name);
    const { images, events } = call.engine;
    const { json, layers } = await make(call, container);
    const image = await images.add(json, layers, container.image.id);
    if (reference !== undefined) images.tag(reference, image.id);
    events.tell({
      type: 'container',
      action: 'commit',
      id: container.id,
      attributes: {
        comment: call.flags.given('message') ? call.flags.text('message') : '',
        image: container.imageName,
        imageID: image.id,
        ...(reference && { imageRef: withTag(reference) }),
        name: container.name,
      },
    });
    await call.out(`${image.id}\n`);
    return 0;
  },
};

async function make(call: DockerCall, container: DockerContainer) {
  const { engine, flags } = call;
  const { image, options } = container;
  const root = await engine.containers.files(container);
  const changes = await changesOf(container, root, engine.cluster.folder);
  const entries = changes.flatMap(({ entry }) => entry ?? []);
  const layer = await createLayer(engine.images.blobs, entries);
  const created = new Date().toISOString().replace('Z', '000000Z');
  const names = new Set(Object.keys(options.env));
  const env = [
    ...Object.entries(options.env).map(([key, value]) => `${key}=${value}`),
    ...(image.json.config.Env ?? []).filter((line) => !names.has(line.split('=')[0] ?? '')),
  ];
  const base: ImageJson['config'] = {
    ...image.json.config,
    Env: env.length > 0 ? env : null,
    Cmd: options.args ?? (options.entrypoint === undefined ? image.json.config.Cmd : null),
    Entrypoint: options.entrypoint ?? image.json.config.Entrypoint,
    WorkingDir: options.workingDir ?? image.json.config.WorkingDir,
    Labels: { ...image.json.config.Labels, ...options.labels },
  };
  const config = flags.list('change').reduce(changedConfig, base);
  const json: ImageJson = {
    ...image.json,
    ...(flags.given('author') && { author: flags.text('author') }),
    config,
    created,
    history: [
      ...image.json.history,
      {
        created,
        created_by: (base.Cmd ?? []).join(' '),
        ...(flags.given('author') && { author: flags.text('author') }),
        ...(flags.given('message') && { comment: flags.text('message') }),
      },
    ],
    rehearsal: { runtime: image.runtime, size: image.size + unpackedSize(entries) },
    rootfs: { type: 'layers', diff_ids: [...image.json.rootfs.diff_ids, layer.diffId] },
  };
  return { json, layers: [...image.layers, layer] };
}
