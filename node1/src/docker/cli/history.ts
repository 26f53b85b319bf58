import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
import { dockerTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { shortDigest } from '../image/pull.ts';
import type { StoredImage } from '../image/store.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { withLatest } from './names.ts';
import { humanSize } from './units.ts';

/** `docker history`: an image's steps, newest first; those made on this machine with their own id and size. */
export const history: DockerCommand = {
  name: 'history',
  usage: '[OPTIONS] IMAGE',
  summary: 'Show the history of an image',
  flags: [flag.bool('no-trunc'), flag.bool('quiet', 'q'), flag.bool('human', 'H'), ...flag.absent('format=')],
  least: 1,
  most: 1,
  async run(call) {
    const [name = ''] = call.args;
    const image = call.engine.images.find(name);
    if (image === undefined) throw daemonError(`No such image: ${withLatest(name)}`);
    const isWhole = call.flags.on('no-trunc');
    const made = chain(call, image);
    const rows = [...image.json.history].reverse().map(({ created, created_by: by, empty_layer: isEmpty }, index) => {
      const own = made[index];
      const below = made[index + 1]?.size ?? 0;
      const isLast = own !== undefined && made[index + 1] === undefined;
      const size = own === undefined ? 0 : isLast ? own.size : own.size - below;
      return {
        id: own === undefined ? '<missing>' : isWhole ? own.id : shortDigest(own.id),
        cells: [
          `${dockerAge(Date.now() - Date.parse(created))} ago`,
          by.length > 45 && !isWhole ? `${by.slice(0, 44)}…` : by,
          isEmpty === true ? '0B' : humanSize(size),
          '',
        ],
      };
    });
    if (call.flags.on('quiet')) await call.out(rows.map(({ id }) => `${id}\n`).join(''));
    else
      await call.out(
        tableWriter(dockerTable)([
          ['IMAGE', 'CREATED', 'CREATED BY', 'SIZE', 'COMMENT'],
          ...rows.map(({ id, cells }) => [id, ...cells]),
        ]),
      );
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
