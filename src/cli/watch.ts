import { createHash } from 'node:crypto';
import { existsSync, type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Milliseconds of silence after which a file that is being saved is taken to be whole: editors write in several steps. */
const settledMs = 80;

/** Fulfilled with true when the content of the files is another one than `before`, with false by the signal. */
export async function changeOf(files: readonly string[], before: string, signal: AbortSignal): Promise<boolean> {
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(file);
    folders.set(folder, (folders.get(folder) ?? new Set()).add(basename(file)));
  }
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean>((done, fail) => {
      const look = (): void => {
        if (contentOf(files) !== before) done(true);
      };
      // Folders, not files: most editors put a new file in the place of the old one.
      for (const [folder, names] of folders) {
        // What the deck names may not be there: it is looked for again when the deck is saved.
        if (!existsSync(folder)) continue;
        const watcher = watch(folder, (_, name) => {
          if (name !== null && !names.has(name)) return;
          clearTimeout(timer);
          timer = setTimeout(look, settledMs);
        });
        watchers.push(watcher.on('error', fail));
      }
      // What was saved before anybody watched.
      look();
      if (signal.aborted) done(false);
      signal.addEventListener('abort', () => {
        done(false);
      });
    });
  } finally {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}

/** What stands for the content of files. One that is not there, for a moment, has none. */
export function contentOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    try {
      hash.update(readFileSync(file));
    } catch {
      hash.update('\0');
    }
    hash.update(`\0${file}\0`);
  }
  return hash.digest('base64');
}
