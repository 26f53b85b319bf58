import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
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
    const shown = [...image.json.history].reverse().map((entry, index) => {
      const { created, created_by: createdBy = '', comment = '', empty_layer: isEmpty } = entry;
      const own = made[index];
      const below = made[index + 1]?.size ?? 0;
      const isLast = own !== undefined && made[index + 1] === undefined;
      const size = isEmpty === true || own === undefined ? 0 : isLast ? own.size : own.size - below;
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
