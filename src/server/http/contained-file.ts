import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.m4v': 'video/mp4',
  '.ogv': 'video/ogg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.vtt': 'text/vtt; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const code = new Set(['.js', '.css']);

export interface ContainedFile {
  readonly path: string;
  readonly type: string;
}

/**
 * The regular file inside `root` that a URL's path names, decoded once; undefined for everything else: dotfiles,
 * other types, links that lead out. `kind` says whether scripts and style sheets are among the types.
 */
export async function containedFile(
  root: string,
  urlPath: string,
  kind: 'media' | 'code',
): Promise<ContainedFile | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(urlPath).replace(/^\//, '');
  } catch {
    return undefined;
  }
  if (/[\\\0%]/.test(name) || name.split('/').some((part) => part === '' || part.startsWith('.'))) return undefined;
  try {
    const base = await realpath(root);
    const path = await realpath(join(base, name));
    const inside = path.slice(base.length + 1);
    if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) return undefined;
    if (inside.split(sep).some((part) => part.startsWith('.')) || !(await stat(path)).isFile()) return undefined;
    const extension = extname(path).toLowerCase();
    const type = types[extension];
    return type === undefined || (kind === 'media' && code.has(extension)) ? undefined : { path, type };
  } catch {
    return undefined;
  }
}
