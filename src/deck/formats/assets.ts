import type { CourseFile } from '../model.ts';

/** What `index.json` says of files for a machine. */
interface Asset {
  readonly file: string;
  readonly target: string;
  readonly chmod: string | undefined;
}

/** Files for the machine that learners type on, and names of those for others. */
export interface Assets {
  readonly own: readonly Asset[];
  readonly others: readonly { readonly host: string; readonly file: string }[];
}

/** Names of the machine that learners type on; where there is none of these, it is the first. */
const firstHosts = ['host01', 'controlplane', 'master'];

/** Longest pattern for names of files, and most of its wildcards: a regular expression is made of it. */
const longestPattern = 200;
const mostWildcards = 8;

/** Reads `details.assets`: lists of files by machine. */
export function readAssets(assets: unknown): Assets {
  if (typeof assets !== 'object' || assets === null) return { own: [], others: [] };
  const hosts = Object.entries(assets as Readonly<Record<string, unknown>>);
  const own = firstHosts.find((name) => hosts.some(([host]) => host === name)) ?? hosts[0]?.[0];
  const all = hosts.flatMap(([host, list]) =>
    (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((each) => {
      const asset = readAsset(each);
      return asset ? [{ host, asset }] : [];
    }),
  );
  return {
    own: all.filter(({ host }) => host === own).map(({ asset }) => asset),
    others: all.filter(({ host }) => host !== own).map(({ host, asset }) => ({ host, file: asset.file })),
  };
}

function readAsset(value: unknown): Asset | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { file, target, chmod } = value as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string') return undefined;
  return {
    file: file.replace(/^(?:\.?\/)+/, ''),
    target: typeof target === 'string' ? target.trim() : '~/',
    chmod: typeof chmod === 'string' ? modeOf(chmod.trim()) : undefined,
  };
}

/** As chmod takes it: what is met is `+x`, `+rwx`, `+rww`, `u+x`, `644`. Undefined for anything else. */
function modeOf(chmod: string): string | undefined {
  if (/^0?[0-7]{3}$/.test(chmod)) return chmod;
  const [, who = '', sign = '', rights = ''] = /^([ugoa]{0,4})([+-])([rwx]{1,6})$/.exec(chmod) ?? [];
  return sign === '' ? undefined : `${who}${sign}${[...new Set(rights)].join('')}`;
}

/**
 * The files that an asset is, of those in the folder of assets (paths below it, with `/`), and where they go. Its target is a folder. Below the part of
 * a pattern that has no wildcards, folders stay as they are.
 */
export function filesOf({ file, target, chmod }: Asset, listed: readonly string[]): readonly CourseFile[] {
  const folder = folderOf(target);
  if (folder === undefined) return [];
  const fixed = /[*?]/.test(file) ? (/^(?:[^*?/]*\/)*/.exec(file)?.[0].length ?? 0) : file.lastIndexOf('/') + 1;
  const pattern = patternOf(file);
  return listed
    .filter((path) => pattern?.test(path))
    .map((path) => ({
      from: `assets/${path}`,
      to: `${folder}${path.slice(fixed)}`,
      ...(chmod === undefined ? {} : { chmod }),
    }));
}

/** The folder on the node, with a slash at its end; undefined for one that is nowhere. */
function folderOf(target: string): string | undefined {
  const path = target.replace(/^\$HOME(?=\/|$)/, '~').replace(/\/*$/, '/');
  if (path.split('/').includes('..') || path.includes('\0')) return undefined;
  return path.startsWith('/') || path.startsWith('~/') ? path : `~/${path.replace(/^(?:\.\/)*/, '')}`;
}

function patternOf(file: string): RegExp | undefined {
  const parts = file.split(/(\*\*\/|\*+|\?)/);
  if (file.length > longestPattern || parts.length > 2 * mostWildcards + 1) return undefined;
  const source = parts.map((part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '?') return '[^/]';
    if (part.startsWith('*')) return part === '*' ? '[^/]*' : '.*';
    return part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}
