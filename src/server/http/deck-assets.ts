import { existsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';

/** Where the files of a deck are. */
export interface DeckFolders {
  /** Nothing outside of it is served; absolute. */
  readonly root: string;
  /** Folder of the deck itself; absolute. */
  readonly folder: string;
  /** The absolute path of a file of the deck by its name in it. */
  readonly pathOf: (file: string) => string;
}

/**
 * Makes the function that gives the address of a file that a slide names by a relative URL: below `/deck/`, which is the root
 * of the deck. A chapter's images are looked for beside the chapter, then beside the manifest, as container.training has them.
 * Undefined for what is outside of the root.
 */
export function deckAssets({ root, folder, pathOf }: DeckFolders): (path: string, file: string) => string | undefined {
  return (url, file) => {
    const path = pathIn(url);
    if (path.startsWith('/')) return undefined;
    const candidates = [...new Set([dirname(pathOf(file)), folder])]
      .map((each) => resolve(each, path))
      .filter((each) => each.startsWith(root.endsWith(sep) ? root : root + sep));
    const found = candidates.find((each) => existsSync(each)) ?? candidates[0];
    if (found === undefined) return undefined;
    const parts = found.slice(root.length).split(sep);
    return `/deck/${parts
      .filter((part) => part !== '')
      .map(encodeURIComponent)
      .join('/')}`;
  };
}

/** The path in a relative URL. Markdown encodes what it holds, as in `d%C3%A9ploiement%201.png`; HTML may have it as it is. */
function pathIn(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
