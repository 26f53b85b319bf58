import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ofJson } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { listContainers, type ListedContainer } from '../engine/listing.ts';
import { chainIds, type StoredImage } from '../image/store.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { inspector } from './template.ts';

/** `docker inspect`: the main facts of containers and images, in docker's shape. */
export const inspect: DockerCommand = {
  name: 'inspect',
  usage: '[OPTIONS] NAME|ID [NAME|ID...]',
  summary: 'Return low-level information on Docker objects',
  flags: [flag.text('format', 'f'), flag.text('type')],
  least: 1,
  most: Infinity,
  run(call) {
    const type = call.flags.value('type');
    const container = (name: string) => (type === 'image' ? undefined : containerFacts(call.engine, name));
    const image = (name: string) => (type === 'container' ? undefined : imageFacts(call.engine, name));
    return inspectAll(call, (name) => container(name) ?? image(name), type ?? 'object');
  },
};

/** `docker image inspect` */
export const inspectImage: DockerCommand = {
  ...inspect,
  name: 'image inspect',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  summary: 'Display detailed information on one or more images',
  run: (call) => inspectAll(call, (name) => imageFacts(call.engine, name), 'image'),
};

/** `docker container inspect` */
export const inspectContainer: DockerCommand = {
  ...inspect,
  name: 'container inspect',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  summary: 'Display detailed information on one or more containers',
  run: (call) => inspectAll(call, (name) => containerFacts(call.engine, name), 'container'),
};

async function inspectAll(call: DockerCall, find: (name: string) => object | undefined, kind: string): Promise<number> {
  const found = call.args.map((name) => ({ name, facts: find(name) }));
  const known = found.flatMap(({ facts }) => facts ?? []);
  const format = call.flags.value('format');
  if (format === undefined) await call.out(`${known.length === 0 ? '[]' : JSON.stringify(known, undefined, 4)}\n`);
  else {
    const filled = inspector(format);
    for (const facts of known) {
      const value = ofJson(facts);
      if (value !== undefined) filled.add(value);
    }
    await call.out(filled.text());
  }
  const missing = found.find(({ facts }) => facts === undefined);
  if (missing === undefined) return 0;
  throw new ExitError(`Error: No such ${kind}: ${missing.name}`);
}

function imageFacts({ images }: Engine, name: string): object | undefined {
  const image = images.find(name);
  if (image === undefined) return undefined;
  const { tags, digests } = images.names(image.id);
  return {
    Id: image.id,
    RepoTags: tags,
    RepoDigests: digests,
    Parent: image.parent ?? '',
    Comment: '',
    Created: image.created,
    DockerVersion: image.json.docker_version,
    Author: '',
    Config: configFacts(image),
    Architecture: image.json.architecture,
    Os: image.json.os,
    Size: image.size,
    VirtualSize: image.size,
    RootFS: { Type: 'layers', Layers: image.json.rootfs.diff_ids },
  };
}

function configFacts({ json }: StoredImage): object {
  const { Env, Cmd, Entrypoint, WorkingDir, ExposedPorts, Labels } = json.config;
  return { ...(ExposedPorts && { ExposedPorts }), Env, Cmd, WorkingDir, Entrypoint, Labels };
}

function containerFacts(engine: Engine, name: string): object | undefined {
  const listed = listContainers(engine).find(
    (container) => container.name === name || (name.length >= 2 && container.id.startsWith(name)),
  );
  if (listed === undefined) return undefined;
  const { own } = listed;
  const [path = '', ...args] = listed.command;
  const address = own?.address ?? '';
  return {
    Id: listed.id,
    Created: new Date(listed.created).toISOString(),
    Path: path,
    Args: args,
    State: {
      Status: listed.isRunning ? 'running' : (own?.state ?? 'exited'),
      Running: listed.isRunning,
      Pid: own?.process?.pid ?? 0,
      ExitCode: own?.exitCode ?? 0,
      StartedAt: new Date(own?.started ?? listed.created).toISOString(),
    },
    Image: listed.imageId ?? '',
    Name: `/${listed.name}`,
    RestartCount: 0,
    Config: containerConfig(listed),
    NetworkSettings: { IPAddress: address, Networks: { [own?.options.network ?? 'none']: { IPAddress: address } } },
    GraphDriver: { Name: 'overlay2', Data: { Layers: own === undefined ? [] : chainIds(own.image) } },
  };
}

function containerConfig({ own, image }: ListedContainer): object {
  return {
    Image: image,
    ...(own !== undefined && { ...configFacts(own.image), Labels: own.options.labels, Tty: own.options.tty }),
  };
}
