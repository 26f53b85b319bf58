import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
import { matchesGlob } from '../image/glob.ts';
import { shortDigest } from '../image/pull.ts';
import type { StoredImage } from '../image/store.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { type Filter, hasLabel, parseFilters, passes } from './filters.ts';
import { withLatest } from './names.ts';
import { imageRows as rowKind, imageRowsWithDigests } from './rows.ts';
import { formatRows } from './template.ts';
import { fullTime, humanSize } from './units.ts';

/** `docker images`. */
export const imageList: DockerCommand = {
  name: 'images',
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  summary: 'List images',
  flags: [
    flag.bool('all', 'a'),
    flag.bool('quiet', 'q'),
    flag.bool('digests'),
    flag.bool('no-trunc'),
    flag.text('format'),
    flag.list('filter', 'f'),
  ],
  least: 0,
  most: 1,
  async run(call) {
    const { flags } = call;
    const rows = imageRows(call);
    const format = flags.value('format') ?? '';
    const isPlain = format === '' || format === 'table';
    if (flags.on('quiet') && isPlain) await call.out(rows.map(({ ID }) => `${ID}\n`).join(''));
    else {
      const kind = flags.on('digests') ? imageRowsWithDigests : rowKind;
      await call.out(
        formatRows(
          kind,
          isPlain ? 'table' : format,
          rows.map((fields) => ({ fields })),
        ),
      );
    }
    return 0;
  },
};

type ImageRow = Readonly<
  Record<
    | 'Containers'
    | 'CreatedAt'
    | 'CreatedSince'
    | 'Digest'
    | 'ID'
    | 'Repository'
    | 'SharedSize'
    | 'Size'
    | 'Tag'
    | 'UniqueSize'
    | 'VirtualSize',
    string
  >
>;

function imageRows({ engine, flags, args: [pattern] }: DockerCall): readonly ImageRow[] {
  const filters = parseFilters(
    'images',
    flags.list('filter'),
    ['before', 'dangling', 'label', 'reference', 'since'],
    [],
  );
  const wrong = filters.find(({ name, value }) => name === 'dangling' && !/^(true|false|1|0)$/.test(value));
  if (wrong !== undefined) throw daemonError(`Invalid filter 'dangling=[${wrong.value}]'`);
  const times = new Map(
    filters
      .filter(({ name }) => name === 'before' || name === 'since')
      .map(({ value }) => [value, timeOf(engine, value)]),
  );
  const references = filters.filter(({ name }) => name === 'reference').map(({ value }) => value);
  const images = [...engine.images.all()].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
  const isParent = new Set(images.map(({ parent }) => parent));
  return images.flatMap((image) => {
    const { tags, digests } = engine.images.names(image.id);
    if (!suits(image, tags.length === 0, filters, times)) return [];
    const named = tags
      .filter((name) => pattern === undefined || fits(pattern, name))
      .filter((name) => references.length === 0 || references.some((reference) => fits(reference, name)))
      .map((name) => row(image, name, digests, flags));
    const isWanted = pattern === undefined && references.length === 0;
    const isShown = tags.length === 0 && isWanted && (flags.on('all') || !isParent.has(image.id));
    return isShown ? [row(image, undefined, digests, flags)] : named;
  });
}

/** When an image was made that a filter names. Throws ExitError. */
function timeOf({ images }: DockerCall['engine'], name: string): string {
  const found = images.find(name);
  if (found === undefined) throw daemonError(`No such image: ${withLatest(name)}`);
  return found.created;
}

function suits(
  { config, created }: StoredImage,
  isDangling: boolean,
  filters: readonly Filter[],
  times: ReadonlyMap<string, string>,
): boolean {
  return passes(filters, {
    before: (value) => created < (times.get(value) ?? ''),
    since: (value) => created > (times.get(value) ?? ''),
    dangling: (value) => (value === 'true' || value === '1') === isDangling,
    label: (value) => hasLabel(config.labels, value),
  });
}

function fits(pattern: string, name: string): boolean {
  const colon = name.lastIndexOf(':');
  return matchesGlob(pattern, name) || matchesGlob(pattern, name.slice(0, colon));
}

function row(
  image: StoredImage,
  name: string | undefined,
  digests: readonly string[],
  flags: DockerCall['flags'],
): ImageRow {
  const colon = name?.lastIndexOf(':') ?? 0;
  const repository = name?.slice(0, colon) ?? '<none>';
  // Only what came from a registry or went to one has a digest.
  const digest = digests.find((each) => each.startsWith(`${repository}@`));
  return {
    Containers: 'N/A',
    CreatedAt: fullTime(Date.parse(image.created)),
    CreatedSince: `${dockerAge(Date.now() - Date.parse(image.created))} ago`,
    Digest: digest?.slice(repository.length + 1) ?? '<none>',
    ID: flags.on('no-trunc') ? image.id : shortDigest(image.id),
    Repository: repository,
    SharedSize: 'N/A',
    Size: humanSize(image.size),
    Tag: name?.slice(colon + 1) ?? '<none>',
    UniqueSize: 'N/A',
    VirtualSize: humanSize(image.size, 4),
  };
}
