import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Files smaller than this, in bytes, are sent as they are. */
const compressFrom = 1024;

/** Writes `.br` and `.gz` beside every file, so that the server compresses nothing. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    writeBundle: ({ dir = '' }, bundle) => {
      for (const { fileName } of Object.values(bundle)) {
        const bytes = readFileSync(join(dir, fileName));
        if (bytes.length < compressFrom || fileName === 'manifest.json') continue;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(join(dir, `${fileName}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/**
 * The page, for the server's `/assets/`. The server finds the hashed names in `dist/browser/manifest.json`, under
 * the entries' paths (`src/browser/main.tsx`): `file` and `css`.
 */
export default defineConfig({
  base: '/assets/',
  publicDir: false,
  plugins: [precompress()],
  build: {
    outDir: 'dist/browser',
    assetsDir: '',
    manifest: 'manifest.json',
    // Older targets make vim freeze: a minifier drops a variable of xterm.js (xterm.js#5800).
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Fonts and pictures are files: the page's policy allows no data: URLs for scripts and styles.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: { page: 'src/browser/main.tsx' } },
  },
});
