import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Layer } from '../../images.ts';

/** What is told of a layer whose image is not known. */
export interface Looked {
  /** Bytes of its files. */
  readonly size: number;
  /** What runs in it, as a file that every image of the rehearsal's has says; `scratch` without one. */
  readonly runtime: string;
}

/** Goes through a layer. Rejects where it is no tar. */
export async function lookInto({ path }: Layer): Promise<Looked> {
  let size = 0;
  let runtime = 'scratch';
  const tar = extract();
  const read = async (): Promise<void> => {
    for await (const entry of tar) {
      const { name, size: length } = entry.header;
      size += length;
      if (name.replace(/^\.?\//, '') === 'etc/rehearsal' && length < 100)
        runtime = await textOf(entry as unknown as Readable);
      else entry.resume();
    }
  };
  await Promise.all([pipeline(createReadStream(path), createGunzip(), tar), read()]);
  const [, name = runtime, bytes = '0'] = /^(\w+) (\d+)$/.exec(runtime) ?? [];
  return { size: size + Number(bytes), runtime: name };
}

async function textOf(entry: Readable): Promise<string> {
  let text = '';
  for await (const chunk of entry) text += String(chunk);
  return text.trim();
}
