import type { GoValue } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { dockerRoot } from '../engine/volumes.ts';
import { chainIds, type StoredImage } from '../image/store.ts';
import { imageType } from './inspect-types.ts';

/** An image as `docker image inspect` has it. */
export function imageValue({ images }: Engine, name: string): GoValue | undefined {
  const image = images.find(name);
  if (image === undefined) return undefined;
  const { tags, digests } = images.names(image.id);
  const { json } = image;
  return {
    type: imageType,
    value: {
      ID: image.id,
      RepoTags: tags,
      RepoDigests: digests,
      Parent: image.parent ?? '',
      Comment: json.history.at(-1)?.comment ?? '',
      Created: image.created,
      Container: '',
      ContainerConfig: { ...configOf(image), Cmd: null, Env: null, Entrypoint: null },
      DockerVersion: json.docker_version,
      Author: json.author ?? '',
      Config: configOf(image),
      Architecture: json.architecture,
      Os: json.os,
      Size: image.size,
      VirtualSize: image.size,
      GraphDriver: graphDriver(image),
      RootFS: { Type: 'layers', Layers: json.rootfs.diff_ids },
      Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
    },
  };
}

/** The fields of Config that an image gives. */
export function configOf({ json }: StoredImage): Readonly<Record<string, unknown>> {
  const config = json.config as StoredImage['json']['config'] & Readonly<Record<string, unknown>>;
  const { Env, Cmd, Entrypoint, WorkingDir, ExposedPorts, Labels } = config;
  const more = ['User', 'Volumes', 'OnBuild', 'StopSignal', 'Shell', 'Healthcheck'].map((key) => [key, config[key]]);
  return {
    ...(Object.fromEntries(more.filter(([, value]) => value !== undefined)) as object),
    ExposedPorts,
    Env,
    Cmd,
    WorkingDir,
    Entrypoint,
    Labels,
  };
}

/** Where docker says that it keeps the layers. */
export function graphDriver(image: StoredImage, own?: string): object {
  const folder = (id: string) => `${dockerRoot}/overlay2/${id.replace('sha256:', '')}`;
  const layers = [...chainIds(image)].reverse();
  const top = own ?? layers[0] ?? '';
  const below = own === undefined ? layers.slice(1) : [`${own}-init`, ...layers];
  return {
    Data: {
      ...(below.length > 0 && { LowerDir: below.map((id) => `${folder(id)}/diff`).join(':') }),
      MergedDir: `${folder(top)}/merged`,
      UpperDir: `${folder(top)}/diff`,
      WorkDir: `${folder(top)}/work`,
    },
    Name: 'overlay2',
  };
}
