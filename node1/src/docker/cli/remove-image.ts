import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Engine } from '../engine.ts';
import { imageUsers } from '../engine/listing.ts';
import { shortDigest } from '../image/pull.ts';
import { chainIds, type StoredImage } from '../image/store.ts';
import { daemonError } from './command.ts';
import { withLatest } from './names.ts';

/** Takes a name from an image, and the image away with its last one; gives the lines that docker prints. Throws ExitError. */
export async function removeImage(engine: Engine, text: string, force: boolean): Promise<readonly string[]> {
  const { images } = engine;
  const image = images.find(text);
  if (image === undefined) throw new ExitError(`Error: No such image: ${text}`);
  const name = withLatest(text);
  const { tags } = images.names(image.id);
  const isById = !tags.includes(name) && !text.includes('@');
  if (isById && tags.length > 1 && !force) {
    throw conflict(
      `unable to delete ${shortDigest(image.id)} (must be forced) - image is referenced in multiple repositories`,
    );
  }
  const leaving = isById ? tags : [name];
  const isLast = tags.every((tag) => leaving.includes(tag));
  if (isLast) refuseWhereUsed(engine, image, text, isById, force);

  const lines: string[] = [];
  for (const tag of leaving) lines.push(...untag(engine, image, tag));
  return isLast ? [...lines, ...(await deleteWithParents(engine, image))] : lines;
}

function refuseWhereUsed(engine: Engine, image: StoredImage, name: string, isById: boolean, force: boolean): void {
  const users = imageUsers(engine, image.id);
  const running = users.find(({ isRunning }) => isRunning);
  const [user = running] = users;
  if (user === undefined || (force && running === undefined)) return;
  const id = (running ?? user).id.slice(0, 12);
  const short = shortDigest(image.id);
  if (isById) {
    throw conflict(
      running === undefined
        ? `unable to delete ${short} (must be forced) - image is being used by stopped container ${id}`
        : `unable to delete ${short} (cannot be forced) - image is being used by running container ${id}`,
    );
  }
  if (force)
    throw conflict(`unable to delete ${short} (cannot be forced) - image is being used by running container ${id}`);
  throw conflict(
    `unable to remove repository reference "${name}" (must force) - container ${id} is using its referenced image ${short}`,
  );
}

/** A tag goes; with the last one of its repository, the repository's digest goes too. */
function untag({ images }: Engine, image: StoredImage, tag: string): readonly string[] {
  images.untag(tag);
  const lines = [`Untagged: ${tag}`];
  const repository = tag.slice(0, tag.lastIndexOf(':'));
  const { tags, digests } = images.names(image.id);
  if (tags.some((other) => other.startsWith(`${repository}:`))) return lines;
  for (const digest of digests.filter((name) => name.startsWith(`${repository}@`))) {
    images.untag(digest);
    lines.push(`Untagged: ${digest}`);
  }
  return lines;
}

/** The image, then the unnamed ones that it was built on, as long as nothing else stands on them. */
async function deleteWithParents({ images }: Engine, image: StoredImage): Promise<readonly string[]> {
  const lines: string[] = [];
  let current: StoredImage | undefined = image;
  while (current !== undefined) {
    const { id }: StoredImage = current;
    const isBase = images.all().some(({ parent }) => parent === id);
    const { tags } = images.names(id);
    if (isBase || tags.length > 0) break;
    for (const digest of images.names(id).digests) images.untag(digest);
    await images.remove(id);
    lines.push(`Deleted: ${id}`);
    const kept = new Set(images.all().flatMap(chainIds));
    lines.push(
      ...[...chainIds(current)]
        .reverse()
        .filter((chain) => !kept.has(chain))
        .map((chain) => `Deleted: ${chain}`),
    );
    current = current.parent === undefined ? undefined : images.find(current.parent);
  }
  return lines;
}

function conflict(message: string): ExitError {
  return daemonError(`conflict: ${message}`);
}
