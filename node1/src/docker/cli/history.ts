import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
import { lookInto } from '../image/look-into.ts';
import { shortDigest } from '../image/pull.ts';
import type { StoredImage } from '../image/store.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { withLatest } from './names.ts';
import { formatRows, type RowKind } from './template.ts';
import { humanSize } from './units.ts';

const rows: RowKind = {
  type: '*image.historyContext',
  heads: {
    ...{ Comment: 'COMMENT', CreatedAt: 'CREATED AT', CreatedBy: 'CREATED BY', CreatedSince: 'CREATED' },
    ...{ ID: 'IMAGE', Size: 'SIZE' },
  },
  table: 'table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}',
};
const plainRows: RowKind = { ...rows, table: rows.table.replace('CreatedSince', 'CreatedAt') };

/** `docker history`: an image's steps, newest first; those made on this machine with their own id and size. */
export const history: DockerCommand = {
  name: 'history',
  usage: '[OPTIONS] IMAGE',
  summary: 'Show the history of an image',
  flags: [
    flag.bool('no-trunc'),
    flag.bool('quiet', 'q'),
    { ...flag.bool('human', 'H'), initial: 'true' },
    flag.text('format'),
  ],
  least: 1,
  most: 1,
  async run(call) {
    const { flags, out } = call;
    const [name = ''] = call.args;
    const image = call.engine.images.find(name);
    if (image === undefined) throw daemonError(`No such image: ${withLatest(name)}`);
    const isWhole = flags.on('no-trunc');
    const isHuman = flags.on('human');
    const made = chain(call, image);
    const base = await baseSizes(made, image);
    const shown = [...image.json.history].reverse().map((entry, index) => {
      const { created, created_by: createdBy = '', comment = '', empty_layer: isEmpty } = entry;
      const own = made[index];
      const below = made[index + 1];
      const size =
        isEmpty === true
          ? 0
          : below !== undefined && own !== undefined
            ? own.size - below.size
            : (base.get(index) ?? 0);
      const by = createdBy.replaceAll('\t', ' ');
      return {
        fields: {
          Comment: comment,
          CreatedAt: created.replace(/\.\d+/, ''),
          CreatedBy: by.length > 45 && !isWhole ? `${by.slice(0, 44)}…` : by,
          CreatedSince: isHuman ? `${dockerAge(Date.now() - Date.parse(created))} ago` : created.replace(/\.\d+/, ''),
          ID: own === undefined ? '<missing>' : isWhole ? own.id : shortDigest(own.id),
          Size: isHuman ? humanSize(size) : String(size),
        },
      };
    });
    const format = flags.value('format') ?? '';
    const isTable = format === '' || format === 'table';
    if (isTable && flags.on('quiet')) await out(shown.map(({ fields }) => `${fields.ID}\n`).join(''));
    else await out(formatRows(isHuman ? rows : plainRows, isTable ? 'table' : format, shown));
    return 0;
  },
};

/** Bytes of the steps that were not made here, by their place from the top: all of the lowest image, of whose layers only the lowest is not looked into. */
async function baseSizes(made: readonly StoredImage[], image: StoredImage): Promise<ReadonlyMap<number, number>> {
  const lowest = made.at(-1);
  const steps = [...image.json.history].reverse();
  const full = steps.flatMap(({ empty_layer: isEmpty }, at) => (at >= made.length - 1 && isEmpty !== true ? [at] : []));
  const sizes = new Map<number, number>();
  let left = lowest?.size ?? 0;
  for (const [above, at] of full.entries()) {
    const layer = lowest?.layers.at(-1 - above);
    const isLast = above === full.length - 1;
    const size = isLast || layer === undefined ? left : (await lookInto(layer)).size;
    sizes.set(at, size);
    left -= size;
  }
  return sizes;
}

/** The image and those that it was built on, as far as they are on this machine. */
function chain({ engine }: DockerCall, image: StoredImage): readonly StoredImage[] {
  const found: StoredImage[] = [];
  for (let each: StoredImage | undefined = image; each !== undefined;) {
    found.push(each);
    const { parent }: StoredImage = each;
    each = parent === undefined ? undefined : engine.images.find(parent);
  }
  return found;
}
