import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Layer } from '../../images.ts';
import type { LayerEntry } from '../image/layers.ts';
import type { Build } from './builder.ts';

/** Whether a path of an image is a folder. `path` has no leading slash. */
export async function isFolderIn(layers: readonly Layer[], path: string): Promise<boolean> {
  if (path === '') return true;
  let found = false;
  await readLayers(layers, (name, type) => {
    if (name === path) found = type === 'directory';
    else if (name.startsWith(`${path}/`)) found = true;
    else if (name === whiteOut(path)) found = false;
  });
  return found;
}

/** `user`, `user:group` or numbers, as COPY --chown has them, by the image's own files. Throws ExitError. */
export async function ownerIn({ stage }: Build, chown: string): Promise<NonNullable<LayerEntry['owner']>> {
  const [user = '', group = user] = chown.split(':');
  const [users, groups] = await textsOf(stage.image?.layers ?? [], ['etc/passwd', 'etc/group']);
  const idOf = (name: string, table: string, kind: 'user' | 'group', letter: 'u' | 'g') => {
    const line = table.split('\n').find((each) => each.startsWith(`${name}:`));
    const id = line?.split(':')[2];
    if (id !== undefined) return Number(id);
    if (/^\d+$/.test(name)) return Number(name);
    throw new ExitError(
      `unable to convert uid/gid chown string to host mapping: can't find ${letter}id for ${kind} ${name}: no such ${kind}: ${name}`,
    );
  };
  return { uid: idOf(user, users ?? '', 'user', 'u'), gid: idOf(group, groups ?? '', 'group', 'g') };
}

/** The contents of small files of an image; empty where it has none such. */
async function textsOf(layers: readonly Layer[], paths: readonly string[]): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  await readLayers(layers, (name, _type, text) => {
    if (paths.includes(name)) texts.set(name, text);
  });
  return paths.map((path) => texts.get(path) ?? '');
}

const smallFile = 65_536;

async function readLayers(
  layers: readonly Layer[],
  onEntry: (name: string, type: string, text: string) => void,
): Promise<void> {
  for (const layer of layers) {
    const tar = extract();
    const read = async () => {
      for await (const entry of tar) {
        const { name, type, size } = entry.header;
        const chunks: Buffer[] = [];
        if (type === 'file' && size <= smallFile) for await (const chunk of entry) chunks.push(chunk as Buffer);
        else entry.resume();
        onEntry(posix.normalize(name).replace(/\/$/, ''), type, Buffer.concat(chunks).toString());
      }
    };
    await Promise.all([pipeline(createReadStream(layer.path), createGunzip(), tar), read()]);
  }
}

function whiteOut(path: string): string {
  return posix.join(posix.dirname(path), `.wh.${posix.basename(path)}`);
}
