import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '../messages/message.ts';

/** The name of a configuration. */
export const fileName = 'runner.config.json';

/** The configuration in `cwd` or the nearest folder above it; undefined when there is none. */
export function findUpwards(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, fileName);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * The language that a configuration asks for, whatever mistakes it has besides; undefined when it names none, or cannot be
 * read. `path` and `cwd` as for `loadConfig`.
 */
export function configuredLanguage(path: string | undefined, cwd: string): Language | undefined {
  try {
    const file = path === undefined ? findUpwards(cwd) : resolve(cwd, path);
    if (file === undefined) return undefined;
    const { lang } = JSON.parse(readFileSync(file, 'utf8')) as { readonly lang?: unknown };
    return lang === 'en' || lang === 'fr' ? lang : undefined;
  } catch {
    return undefined;
  }
}
