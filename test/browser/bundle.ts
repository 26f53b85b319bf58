import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export interface Bundle {
  readonly folder: string;
  readonly script: string;
  readonly style: readonly string[];
  readonly remove: () => void;
}

/** Bundles an entry of the tests exactly as `npm run build` does the page. */
export async function bundle(entry: string): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bundle-'));
  const path = `test/browser/${entry}`;
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    environments: { client: { build: { outDir: folder, rolldownOptions: { input: { test: path } } } } },
  });
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<
    string,
    { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }
  >;
  const found = manifest[path];
  if (found === undefined) throw new Error(`vite did not bundle ${path}.`);
  const style = [found, ...(found.imports ?? []).map((name) => manifest[name])].flatMap((part) => part?.css ?? []);
  return {
    folder,
    script: found.file,
    style,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
