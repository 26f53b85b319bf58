import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { DaemonError, type DockerContainer, type RunOptions } from '../engine/containers.ts';
import type { StoredImage } from '../image/store.ts';
import { type AnyMount, volumeName } from './config/mounts.ts';
import { listOf, type Mapping, str } from './config/python.ts';
import { ComposeError } from './errors.ts';
import { numberOf } from './labels.ts';
import { type Compose, containersOf, type Service } from './project.ts';

/** What a container of a service mounts; anonymous volumes are those of the one in whose place it comes. Throws ExitError. */
export function mountsOf(
  compose: Compose,
  service: Service,
  image: StoredImage,
  previous: DockerContainer | undefined,
  options: Mapping,
): NonNullable<RunOptions['mounts']> {
  const mounts = new Map<string, NonNullable<RunOptions['mounts']>[number]>();
  const nameOf = (mount: AnyMount) => {
    const key = volumeName(mount);
    const known = compose.project.volumes.find((volume) => volume.key === key);
    return known?.name ?? key;
  };
  const old = (target: string) => previous?.mounts.find((mount) => mount.target === target)?.name;
  for (const mount of listOf(options['volumes']) as readonly AnyMount[]) {
    const name = nameOf(mount);
    if (mount.kind === 'volume-spec') {
      const { internal: target, external, mode } = mount;
      const isReadOnly = mode.split(',').includes('ro');
      const source = external === undefined ? old(target) : (name ?? external);
      const isVolume = external === undefined || name !== undefined;
      if (external !== undefined) requireSpecification(`${source ?? ''}:${target}:${mode}`, isVolume, target, mode);
      mounts.set(target, {
        type: isVolume ? 'volume' : 'bind',
        ...(source !== undefined && { source }),
        target,
        readOnly: isReadOnly,
        mode,
      });
      continue;
    }
    const { target = '', readOnly } = mount;
    if (mount.type !== 'bind' && mount.type !== 'volume' && mount.type !== 'tmpfs') {
      throw notSimulated(message('subject/compose-key', { key: `services.${service.name}.volumes: ${mount.type}` }));
    }
    const source = mount.type === 'volume' ? (old(target) ?? name) : mount.source;
    mounts.set(target, {
      ...{ type: mount.type, ...(source !== undefined && { source }), target, readOnly, isStrict: true },
      ...(mount.options?.['nocopy'] === true && { isEmpty: true }),
    });
  }
  for (const target of Object.keys(image.json.config.Volumes ?? {})) {
    const source = old(target);
    if (!mounts.has(target) && source !== undefined) mounts.set(target, { type: 'volume', source, target });
  }
  for (const target of listOf(options['tmpfs']).map((text) => str(text).split(':')[0] ?? '')) {
    mounts.set(target, { type: 'tmpfs', target });
  }
  for (const { target, file } of service.secrets) {
    mounts.set(target, { type: 'bind', source: file, target, readOnly: true, isStrict: true });
  }
  return [...mounts.values()];
}

const modes = ['ro', 'rw', 'z', 'Z', 'nocopy', 'delegated', 'cached', 'consistent'];
const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** Refuses what docker's engine does not take for `SOURCE:TARGET:MODE`. Throws DaemonError. */
function requireSpecification(text: string, isVolume: boolean, target: string, mode: string): void {
  const words = mode === '' ? [] : mode.split(',');
  if (words.some((word) => !modes.includes(word) && !propagations.includes(word))) {
    throw new DaemonError(`invalid mode: ${mode}`);
  }
  const fail = (problem: string) =>
    new DaemonError(
      `invalid volume specification: '${text}': invalid mount config for type "${isVolume ? 'volume' : 'bind'}": ${problem}`,
    );
  if (!target.startsWith('/')) throw fail(`invalid mount path: '${target}' mount path must be absolute`);
  if (target === '/') throw fail("invalid specification: destination can't be '/'");
}

/** A container, or that of a service, whose mounts others get. Throws ComposeError. */
export function volumesFrom(compose: Compose, { type, source, mode }: Service['volumesFrom'][number]): string {
  if (type === 'container') return `${source}:${mode}`;
  const [container] = [...containersOf(compose, { services: [source], stopped: true })].sort(
    (a, b) => numberOf(a) - numberOf(b),
  );
  if (container === undefined) {
    throw new ComposeError(`Service mounts volumes from "${source}", which is not the name of a service or container.`);
  }
  return `${container.id}:${mode}`;
}
