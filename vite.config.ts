import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/** Files smaller than this, in bytes, are sent as they are. */
const compressFrom = 1024;

/** Writes `.br` and `.gz` beside every file, so that the server compresses nothing. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle: ({ dir = '' }, bundle) => {
      for (const { fileName } of Object.values(bundle)) {
        const bytes = readFileSync(join(dir, fileName));
        if (bytes.length < compressFrom || /^manifest\.json$|\.woff2$|^report|^site|^asciinema/.test(fileName))
          continue;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(join(dir, `${fileName}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** Of KaTeX's fonts every browser takes the smallest form; the others would double the package. */
function smallFonts(): Plugin {
  return {
    name: 'small-fonts',
    enforce: 'pre',
    transform: {
      filter: { id: /katex\.min\.css/ },
      handler: (code) => ({ code: code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, ''), map: null }),
    },
  };
}

/** The player of reports, for the program to put into them: a script of its own beside the page's. */
function playerOfReports(): Plugin {
  return {
    name: 'player-of-reports',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle() {
      const file = join(import.meta.dirname, 'node_modules/asciinema-player/dist/bundle/asciinema-player.min.js');
      this.emitFile({ type: 'asset', fileName: 'asciinema-player.js', source: readFileSync(file, 'utf8') });
    },
  };
}

/** Mermaid and the player (with Solid in it) are files beside the bundle, and KaTeX's fonts are: their licences are told like those of the others. */
function licencesOfFiles(): Plugin {
  return {
    name: 'licences-of-files',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle: ({ dir = '' }) => {
      for (const name of ['@mermaid-js/tiny', 'katex', 'asciinema-player', 'solid-js']) {
        const text = readFileSync(join(import.meta.dirname, 'node_modules', name, 'LICENSE'), 'utf8');
        appendFileSync(join(dir, 'licenses.md'), `\n## ${name}\n\n${text}\n`);
      }
    },
  };
}

/**
 * Modules find files by `import.meta.url`, as if each were compiled on its own (`src/cli/version.ts` to
 * `dist/cli/version.js`). All chunks are in `dist` itself, so that the way from there to a module's place is known now.
 */
function keepUrls(): Plugin {
  const root = import.meta.dirname;
  return {
    name: 'keep-urls',
    applyToEnvironment: ({ name }) => name === 'program',
    transform: {
      filter: { id: /\/src\/.*\.ts$/, code: 'import.meta.url' },
      handler: (code, id) => {
        const place = relative(join(root, 'dist'), id.replace('/src/', '/dist/').replace(/\.ts$/, '.js'));
        const url = `new URL(${JSON.stringify(place)}, import.meta.url)`;
        // On the same lines: the map stays good enough.
        return { code: code.replaceAll('import.meta.url', `${url}.href`), map: null };
      },
    },
  };
}

/** What dockerode loads for what is not asked of it: ssh to an engine, builds of images. Some of it is native. */
const unusedPackages = /^(?:ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|tar-fs|@balena\/dockerignore)$/;

function leaveOutUnused(): Plugin {
  return {
    name: 'leave-out-unused',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'program',
    resolveId: { filter: { id: unusedPackages }, handler: () => '\0unused' },
    load: { filter: { id: /^\0unused$/ }, handler: () => 'module.exports = {};' },
  };
}

/** What an earlier build left would be packed along. The types and the page in `dist` are others' work. */
function removeOldChunks(): Plugin {
  return {
    name: 'remove-old-chunks',
    applyToEnvironment: ({ config: { consumer } }) => consumer !== 'client',
    renderStart: ({ dir = '' }) => {
      if (!existsSync(dir)) return;
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (/\.js(?:\.map)?$/.test(file) && !file.startsWith('browser/')) rmSync(join(dir, file));
      }
    },
  };
}

/**
 * The page, for the server's `/assets/`. The server finds the hashed names in `dist/browser/manifest.json`, under
 * the entries' paths (`src/browser/main.tsx`): `file` and `css`.
 */
const page: EnvironmentOptions = {
  build: {
    outDir: 'dist/browser',
    assetsDir: '',
    manifest: 'manifest.json',
    license: { fileName: 'licenses.md' },
    // Older targets make vim freeze: a minifier drops a variable of xterm.js (xterm.js#5800).
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Fonts and pictures are files: the page's policy allows no data: URLs for scripts and styles.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        page: 'src/browser/main.tsx',
        math: 'node_modules/katex/dist/katex.min.css',
        report: 'src/browser/report/main.ts',
        site: 'src/browser/site/site.css',
      },
    },
  },
};

/** What draws the diagrams of an exported deck: one classic script, since a page from a disk may load no modules. */
const diagrams: EnvironmentOptions = {
  consumer: 'client',
  build: {
    outDir: 'dist/browser',
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/browser/site/diagrams.ts',
      output: { format: 'iife', entryFileNames: 'site-diagrams.js' },
    },
  },
};

/** JavaScript for Node: entries, and chunks of what they share or load later; `groups` are chunks with all that their modules import at once. */
function forNode(
  outDir: string,
  input: Readonly<Record<string, string>>,
  groups: { name: string; test: RegExp }[] = [],
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: {
      // As Node finds packages.
      conditions: ['node'],
      mainFields: [],
      noExternal: true,
      external: ['node-pty', 'jq-web'],
    },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      license: { fileName: 'licenses.md' },
      // For PUPITRE_DEBUG.
      sourcemap: true,
      rolldownOptions: {
        input,
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          codeSplitting: { groups },
          // Half less to parse at every start, and to keep in memory: V8 takes two bytes for each character of a text with a single one above 255.
          // Names of functions and of what a module declares stay: traces without a map can be read.
          minify: {
            compress: false,
            mangle: { toplevel: false, keepNames: true },
            codegen: { removeWhitespace: true, asciiOnly: true },
          },
          sourcemapExcludeSources: true,
        },
      },
    },
  };
}

export default defineConfig({
  base: '/assets/',
  publicDir: false,
  plugins: [
    smallFonts(),
    playerOfReports(),
    licencesOfFiles(),
    precompress(),
    keepUrls(),
    leaveOutUnused(),
    removeOldChunks(),
  ],
  build: { reportCompressedSize: false },
  environments: {
    client: page,
    diagrams,
    // The host of a node shares its chunks with the program.
    program: forNode('dist', { cli: 'src/cli.ts', index: 'src/index.ts', host: 'node1/src/gateway/host.ts' }, [
      { name: 'node1', test: /node1\/src\/gateway\/node1\.ts$/ },
    ]),
    // Programs that node1 starts as processes of their own.
    node1: forNode('node1/dist', {
      'gateway/client': 'node1/src/gateway/client.ts',
      'gateway/command': 'node1/src/gateway/command.ts',
      'container/shim/main': 'node1/src/container/shim/main.ts',
    }),
  },
});
