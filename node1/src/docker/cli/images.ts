import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ImageError } from '../../images.ts';
import { word } from '../../messages/message.ts';
import { type Reference, withTag } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { imageList } from './image-list.ts';
import { parseArgument, withLatest } from './names.ts';
import { createProgress } from './progress.ts';
import { removeImage } from './remove-image.ts';

/** Pulls, and prints what docker prints of it. Throws ExitError. */
export async function pullAndPrint(call: DockerCall, text: string): Promise<StoredImage> {
  const { engine, invocation } = call;
  const progress = createProgress(invocation.stdout);
  try {
    const { image, reference, newer } = await engine.images.pullAloud(text, invocation.signal, progress.show);
    await progress.finish();
    const name = withTag(reference);
    engine.events.tell({ type: 'image', action: 'pull', id: name, attributes: { name: reference.name } });
    await call.out(`Digest: ${image.digest}\n`);
    await call.out(`Status: ${newer ? 'Downloaded newer image' : 'Image is up to date'} for ${name}\n`);
    return image;
  } catch (error) {
    await progress.finish();
    if (error instanceof ImageError) throw daemonError(error.message);
    throw error;
  }
}

const pull: DockerCommand = {
  name: 'pull',
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  summary: 'Pull an image or a repository from a registry',
  flags: [flag.bool('quiet', 'q'), ...flag.absent('a:all-tags', 'platform=', 'disable-content-trust')],
  least: 1,
  most: 1,
  async run(call) {
    const [text = ''] = call.args;
    const reference = parseArgument(text);
    const full = `${reference.domain}/${reference.path}${withTag(reference).slice(reference.name.length)}`;
    if (call.flags.on('quiet')) {
      const quiet = { ...call, out: () => Promise.resolve(), invocation: { ...call.invocation, stdout: silent } };
      await pullAndPrint(quiet, text);
    } else {
      if (reference.tag === undefined && reference.digest === undefined) await call.out('Using default tag: latest\n');
      await pullAndPrint(call, text);
    }
    await call.out(`${full}\n`);
    return 0;
  },
};

const silent = { write: () => Promise.resolve(), isTTY: false, columns: 80 };

const push: DockerCommand = {
  name: 'push',
  usage: '[OPTIONS] NAME[:TAG]',
  summary: 'Push an image or a repository to a registry',
  flags: [flag.bool('quiet', 'q'), flag.bool('all-tags', 'a'), ...flag.absent('disable-content-trust')],
  least: 1,
  most: 1,
  async run(call) {
    const [text = ''] = call.args;
    const reference = parseArgument(text);
    if (call.flags.on('all-tags')) return pushAllTags(call, text, reference);
    if (call.flags.on('quiet')) {
      const quiet = { ...call, out: () => Promise.resolve(), invocation: { ...call.invocation, stdout: silent } };
      const tagged = { ...reference, tag: reference.tag ?? 'latest' };
      await pushAndPrint(quiet, tagged, true);
      await call.out(`${reference.domain}/${reference.path}:${tagged.tag}\n`);
      return 0;
    }
    if (reference.tag === undefined) await call.out('Using default tag: latest\n');
    await pushAndPrint(call, { ...reference, tag: reference.tag ?? 'latest' }, true);
    return 0;
  },
};

async function pushAllTags(call: DockerCall, text: string, reference: Reference): Promise<number> {
  if (reference.tag !== undefined) throw new ExitError("tag can't be used with --all-tags/-a");
  const tags = [...call.engine.images.tags().keys()].filter((name) => name.startsWith(`${reference.name}:`)).sort();
  if (tags.length === 0) {
    await call.out(`The push refers to repository [${reference.domain}/${reference.path}]\n`);
    throw new ExitError(`An image does not exist locally with the tag: ${text}`);
  }
  for (const name of tags) await pushAndPrint(call, { ...reference, tag: name.slice(reference.name.length + 1) }, true);
  return 0;
}

/** Pushes, and prints what docker prints of it. Throws ExitError. */
export async function pushAndPrint(call: DockerCall, reference: Reference, hasLayers: boolean): Promise<void> {
  const { engine, invocation } = call;
  await call.out(`The push refers to repository [${reference.domain}/${reference.path}]\n`);
  const image = engine.images.find(withTag(reference));
  if (image === undefined) {
    const known = [...engine.images.tags().keys()].some((name) => name.startsWith(`${reference.name}:`));
    throw new ExitError(
      known
        ? `tag does not exist: ${withTag(reference)}`
        : `An image does not exist locally with the tag: ${reference.name}`,
    );
  }
  const progress = createProgress(invocation.stdout, hasLayers);
  try {
    const { digest, size } = await engine.images.push(image, reference, invocation.signal, progress.show);
    await progress.finish();
    await call.out(`${reference.tag ?? 'latest'}: digest: ${digest} size: ${size}\n`);
  } catch (error) {
    await progress.finish();
    if (error instanceof ImageError) throw new ExitError(error.message);
    throw error;
  }
}

const tag: DockerCommand = {
  name: 'tag',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  summary: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  stopsAtArgument: true,
  flags: [],
  least: 2,
  most: 2,
  run({ engine, args: [source = '', target = ''] }) {
    const reference = parseArgument(target, `Error parsing reference: "${target}" is not a valid repository/tag: `);
    const image = engine.images.find(source);
    if (image === undefined) throw daemonError(`No such image: ${withLatest(source)}`);
    engine.images.tag(reference, image.id);
    engine.events.tell({ type: 'image', action: 'tag', id: image.id, attributes: { name: withTag(reference) } });
    return Promise.resolve(0);
  },
};

const remove: DockerCommand = {
  name: 'rmi',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  summary: 'Remove one or more images',
  flags: [flag.bool('force', 'f'), flag.bool('no-prune')],
  least: 1,
  most: Infinity,
  async run(call) {
    let code = 0;
    const problems: string[] = [];
    for (const name of call.args) {
      try {
        await call.out(
          (await removeImage(call.engine, name, call.flags.on('force'))).map((line) => `${line}\n`).join(''),
        );
      } catch (error) {
        if (!(error instanceof ExitError)) throw error;
        // What is in use stops this image only; docker goes on with the next one.
        problems.push(`${word(error.text, call.invocation.lang)}\n`);
        // What is not there need not be removed by force.
        const isGone = typeof error.text === 'string' && error.text.startsWith('Error: No such image');
        if (!isGone || !call.flags.on('force')) code = 1;
      }
    }
    if (problems.length > 0) await call.err(problems.join(''));
    return code;
  },
};

/** The commands about images. */
export const imageCommands: readonly DockerCommand[] = [pull, push, tag, imageList, remove];
