import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Image } from '../../images.ts';
import type { ImageJson } from '../image/image-json.ts';
import { ArchiveError, layerOf, plainTar } from '../image/load.ts';
import { lookInto } from '../image/look-into.ts';
import { fileOf } from './archives.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { changedConfig } from './config-change.ts';
import { parseArgument } from './names.ts';

const noConfig: ImageJson['config'] = { Env: null, Cmd: null, Entrypoint: null, WorkingDir: '', Labels: null };

/** `docker import`: an image of one layer, out of a tar of files. */
export const importCommand: DockerCommand = {
  name: 'import',
  usage: '[OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
  summary: 'Import the contents from a tarball to create a filesystem image',
  flags: [flag.list('change', 'c'), flag.text('message', 'm'), flag.text('platform')],
  least: 1,
  // What comes after two words is not looked at.
  most: Infinity,
  async run(call) {
    const { engine, flags, args, out } = call;
    const [from = '', name = ''] = args;
    const platform = flags.value('platform') ?? '';
    if (!['', 'linux', 'linux/amd64'].includes(platform)) throw notSimulated(`docker import --platform ${platform}`);
    const reference = name === '' ? undefined : parseArgument(name);
    if (/^https?:\/\//.test(from)) throw notSimulated('docker import URL');
    const source = from === '-' ? call.invocation.stdin : await fileOf(call, from);
    const config = flags.list('change').reduce(changedConfig, noConfig);
    const { json, layer } = await make(call, source, config);
    const image = await engine.images.add(json, [layer]);
    if (reference !== undefined) engine.images.tag(reference, image.id);
    engine.events.tell({ type: 'image', action: 'import', id: image.id, attributes: { name: image.id } });
    await out(`${image.id}\n`);
    return 0;
  },
};

async function make({ engine, flags }: DockerCall, source: AsyncIterable<Uint8Array>, config: ImageJson['config']) {
  const tar = await plainTar(source);
  if (typeof tar === 'string') throw notSimulated(`docker import of ${tar}`);
  const layer = await layerOf(engine.images.blobs, tar).catch((error: unknown) => {
    throw error instanceof ArchiveError ? daemonError(error.message) : error;
  });
  const { size, runtime } = await lookInto(layer).catch(() => {
    throw new ExitError('Error response from daemon: Error processing tar file(exit status 1): unexpected EOF');
  });
  const created = new Date().toISOString().replace('Z', '000000Z');
  const json: ImageJson = {
    architecture: 'amd64',
    config,
    created,
    docker_version: '20.10.24+dfsg1',
    history: [{ created, comment: flags.given('message') ? flags.text('message') : 'Imported from -' }],
    os: 'linux',
    rehearsal: { runtime: runtime as Image['runtime'], size },
    rootfs: { type: 'layers', diff_ids: [layer.diffId] },
  };
  return { json, layer };
}
