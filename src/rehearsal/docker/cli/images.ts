import { ImageError } from '../../images.ts';
import { matchesGlob } from '../image/glob.ts';
import { shortDigest } from '../image/pull.ts';
import { withTag, type Reference } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import { CommandError, daemonError, type Call, type Command } from './command.ts';
import { parseArgument, withLatest } from './names.ts';
import { createProgress } from './progress.ts';
import { removeImage } from './remove-image.ts';
import { formatTable } from './table.ts';
import { fillTemplates } from './template.ts';
import { humanDuration, humanSize } from './units.ts';

/** Pulls, and prints what docker prints of it. Throws CommandError. */
export async function pullAndPrint(call: Call, text: string): Promise<StoredImage> {
  const { engine, invocation } = call;
  const progress = createProgress(invocation.stdout);
  try {
    const { image, reference, newer } = await engine.images.pullAloud(text, invocation.signal, progress.show);
    await progress.finish();
    const name = withTag(reference);
    await call.out(`Digest: ${image.digest}\n`);
    await call.out(`Status: ${newer ? 'Downloaded newer image' : 'Image is up to date'} for ${name}\n`);
    return image;
  } catch (error) {
    await progress.finish();
    if (error instanceof ImageError) throw daemonError(error.message);
    throw error;
  }
}

const pull: Command = {
  name: 'pull',
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  summary: 'Pull an image or a repository from a registry',
  flags: { quiet: { letter: 'q', kind: 'boolean' } },
  least: 1,
  most: 1,
  async run(call) {
    const [text = ''] = call.args;
    const reference = parseArgument(text);
    const full = `${reference.domain}/${reference.path}${withTag(reference).slice(reference.name.length)}`;
    if (call.flags.has('quiet')) {
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

const push: Command = {
  name: 'push',
  usage: '[OPTIONS] NAME[:TAG]',
  summary: 'Push an image or a repository to a registry',
  flags: { quiet: { letter: 'q', kind: 'boolean' } },
  least: 1,
  most: 1,
  async run(call) {
    const [text = ''] = call.args;
    const reference = parseArgument(text);
    if (reference.tag === undefined) await call.out('Using default tag: latest\n');
    await pushAndPrint(call, { ...reference, tag: reference.tag ?? 'latest' }, true);
    return 0;
  },
};

/** Pushes, and prints what docker prints of it. Throws CommandError. */
export async function pushAndPrint(call: Call, reference: Reference, hasLayers: boolean): Promise<void> {
  const { engine, invocation } = call;
  await call.out(`The push refers to repository [${reference.domain}/${reference.path}]\n`);
  const image = engine.images.find(withTag(reference));
  if (image === undefined) {
    const known = [...engine.images.tags().keys()].some((name) => name.startsWith(`${reference.name}:`));
    throw new CommandError(
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
    if (error instanceof ImageError) throw new CommandError(error.message);
    throw error;
  }
}

const tag: Command = {
  name: 'tag',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  summary: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  flags: {},
  least: 2,
  most: 2,
  run({ engine, args: [source = '', target = ''] }) {
    const reference = parseArgument(target, `Error parsing reference: "${target}" is not a valid repository/tag: `);
    const image = engine.images.find(source);
    if (image === undefined) throw daemonError(`No such image: ${withLatest(source)}`);
    engine.images.tag(reference, image.id);
    return Promise.resolve(0);
  },
};

const list: Command = {
  name: 'images',
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  summary: 'List images',
  flags: {
    all: { letter: 'a', kind: 'boolean' },
    quiet: { letter: 'q', kind: 'boolean' },
    digests: { kind: 'boolean' },
    'no-trunc': { kind: 'boolean' },
    format: { kind: 'value' },
  },
  least: 0,
  most: 1,
  async run(call) {
    const { flags } = call;
    const rows = imageRows(call);
    const format = flags.value('format');
    if (format !== undefined) await call.out(fillTemplates(format, rows));
    else if (flags.has('quiet')) await call.out(rows.map(({ ID }) => `${ID}\n`).join(''));
    else {
      const heads = ['REPOSITORY', 'TAG', ...(flags.has('digests') ? ['DIGEST'] : []), 'IMAGE ID', 'CREATED', 'SIZE'];
      const cells = rows.map((row) => [
        row.Repository,
        row.Tag,
        ...(flags.has('digests') ? [row.Digest] : []),
        row.ID,
        row.CreatedSince,
        row.Size,
      ]);
      await call.out(formatTable(heads, cells));
    }
    return 0;
  },
};

type ImageRow = Readonly<
  Record<'Repository' | 'Tag' | 'Digest' | 'ID' | 'CreatedSince' | 'CreatedAt' | 'Size', string>
>;

function imageRows({ engine, flags, args: [pattern] }: Call): readonly ImageRow[] {
  const images = [...engine.images.all()].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
  const isParent = new Set(images.map(({ parent }) => parent));
  return images.flatMap((image) => {
    const { tags } = engine.images.names(image.id);
    const named = tags
      .filter((name) => pattern === undefined || fits(pattern, name))
      .map((name) => row(image, name, flags));
    const isShown = tags.length === 0 && pattern === undefined && (flags.has('all') || !isParent.has(image.id));
    return isShown ? [row(image, undefined, flags)] : named;
  });
}

function fits(pattern: string, name: string): boolean {
  const colon = name.lastIndexOf(':');
  return matchesGlob(pattern, name) || matchesGlob(pattern, name.slice(0, colon));
}

function row(image: StoredImage, name: string | undefined, flags: Call['flags']): ImageRow {
  const colon = name?.lastIndexOf(':') ?? 0;
  return {
    Repository: name?.slice(0, colon) ?? '<none>',
    Tag: name?.slice(colon + 1) ?? '<none>',
    Digest: image.digest,
    ID: flags.has('no-trunc') ? image.id : shortDigest(image.id),
    CreatedSince: `${humanDuration(Date.now() - Date.parse(image.created))} ago`,
    CreatedAt: image.created,
    Size: humanSize(image.size),
  };
}

const remove: Command = {
  name: 'rmi',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  summary: 'Remove one or more images',
  flags: { force: { letter: 'f', kind: 'boolean' }, 'no-prune': { kind: 'boolean' } },
  least: 1,
  most: Infinity,
  async run(call) {
    let code = 0;
    for (const name of call.args) {
      try {
        await call.out(
          (await removeImage(call.engine, name, call.flags.has('force'))).map((line) => `${line}\n`).join(''),
        );
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        // What is in use stops this image only; docker goes on with the next one.
        await call.err(`${error.message}\n`);
        code = 1;
      }
    }
    return code;
  },
};

const history: Command = {
  name: 'history',
  usage: '[OPTIONS] IMAGE',
  summary: 'Show the history of an image',
  flags: {},
  least: 1,
  most: 1,
  async run(call) {
    const [name = ''] = call.args;
    const image = call.engine.images.find(name);
    if (image === undefined) throw daemonError(`No such image: ${withLatest(name)}`);
    const rows = [...image.json.history]
      .reverse()
      .map(({ created, created_by: by, empty_layer: isEmpty }, index) => [
        index === 0 ? shortDigest(image.id) : '<missing>',
        `${humanDuration(Date.now() - Date.parse(created))} ago`,
        by.length > 45 ? `${by.slice(0, 44)}…` : by,
        isEmpty === true ? '0B' : humanSize(index === image.json.history.length - 1 ? image.size : 0),
        '',
      ]);
    await call.out(formatTable(['IMAGE', 'CREATED', 'CREATED BY', 'SIZE', 'COMMENT'], rows));
    return 0;
  },
};

/** The commands about images. */
export const imageCommands: readonly Command[] = [pull, push, tag, list, remove, history];
