import childProcess from 'node:child_process';
import fs from 'node:fs';
import nodeModule from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ShimSetup } from './protocol.ts';

/** Functions of `fs` whose first argument is a path; of some, the second is one, too. */
const ofOnePath = (
  'access appendFile chmod chown cp createReadStream createWriteStream exists lchown link lstat lutimes mkdir mkdtemp open opendir readFile ' +
  'readdir readlink realpath rename rm rmdir stat statfs symlink truncate unlink unwatchFile utimes watch watchFile writeFile copyFile'
).split(' ');
const ofTwoPaths: ReadonlySet<string> = new Set(['copyFile', 'cp', 'link', 'rename', 'symlink']);
/** Those that give paths, as the container sees them. */
const givingPaths: ReadonlySet<string> = new Set(['realpath', 'readlink', 'mkdtemp']);
/** What the machine's own kernel has. */
const ofKernel = /^\/(?:proc|dev|sys)(?:\/|$)/;

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** Paths of a container, and where they are on this machine. */
interface Paths {
  /** Of this machine, for a path as the program has it: in the container, or one that Node made of its own file. */
  real(path: string): string;
  /** In the container, for one of this machine. */
  shown(path: string): string;
}

function pathsOf({ root, mounts }: ShimSetup): Paths {
  const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
  return {
    real: (path) => {
      const full = posix.resolve(process.cwd(), path);
      if (inside(full, root) || ofKernel.test(full) || mounts.some(([, source]) => inside(full, source)))
        return path.startsWith('/') ? path : full;
      return posix.join(root, full);
    },
    shown: (path) => {
      if (inside(path, root)) return path.slice(root.length) || '/';
      const mount = mounts.find(([, source]) => inside(path, source));
      return mount === undefined ? path : posix.join(mount[0], path.slice(mount[1].length));
    },
  };
}

/** Gives a program the files of its container: absolute paths lead there, and its folder is shown as it is there. */
export function patchFiles(setup: ShimSetup): void {
  const paths = pathsOf(setup);
  const cwd = process.cwd.bind(process);
  process.cwd = () => paths.shown(cwd());
  const chdir = process.chdir.bind(process);
  process.chdir = (folder) => {
    chdir(paths.real(folder));
  };
  const promises = fs.promises as unknown as Record<string, unknown>;
  const all = fs as unknown as Record<string, unknown>;
  for (const name of ofOnePath) {
    wrap(all, name, name, paths);
    wrap(all, `${name}Sync`, name, paths);
    wrap(promises, name, name, paths);
  }
  patchRequire(paths);
  patchChildren(paths);
}

/** A path among the arguments of `fs`, in the form in which it was given. */
function realPath(value: unknown, paths: Paths): unknown {
  if (typeof value === 'string') return value === '' ? value : paths.real(value);
  if (value instanceof URL && value.protocol === 'file:') return paths.real(fileURLToPath(value));
  return value;
}

function wrap(owner: Record<string, unknown>, key: string, name: string, paths: Paths): void {
  const original = owner[key];
  if (typeof original !== 'function') return;
  const gives = givingPaths.has(name);
  const shown = (value: unknown): unknown => (typeof value === 'string' ? paths.shown(value) : value);
  const call = original as Callable;
  function wrapped(this: unknown, ...args: unknown[]): unknown {
    args[0] = realPath(args[0], paths);
    if (ofTwoPaths.has(name)) args[1] = realPath(args[1], paths);
    // Node asks for the real path of what it loads, which it has from its own file.
    const isOwn = typeof args[1] === 'object' && args[1] !== null && Object.getOwnPropertySymbols(args[1]).length > 0;
    if (!gives || isOwn) return call.apply(this, args);
    const last = args.at(-1);
    if (typeof last === 'function')
      args[args.length - 1] = (error: unknown, value: unknown) => (last as Callable)(error, shown(value));
    const result = call.apply(this, args);
    return result instanceof Promise ? result.then(shown) : shown(result);
  }
  owner[key] = like(call, wrapped);
}

/** `require` of absolute paths, and of what lies beside a program that was given as text. */
function patchRequire(paths: Paths): void {
  const loader = nodeModule as unknown as {
    _findPath: (request: string, folders: readonly string[] | null, isMain: boolean) => unknown;
  };
  const find = loader._findPath.bind(nodeModule);
  loader._findPath = (request, folders, isMain) =>
    find(
      request.startsWith('/') ? paths.real(request) : request,
      folders?.map((folder) => (folder.startsWith('/') ? paths.real(folder) : folder)) ?? folders,
      isMain,
    );
}

/** Programs that it starts begin in the folder that it means. */
function patchChildren(paths: Paths): void {
  const change = (options: unknown): void => {
    if (typeof options !== 'object' || options === null || !('cwd' in options)) return;
    const { cwd } = options;
    if (typeof cwd === 'string' || cwd instanceof URL) Object.assign(options, { cwd: realPath(cwd, paths) });
  };
  const children = childProcess as unknown as Record<string, unknown>;
  for (const name of ['spawnSync', 'execSync', 'execFileSync', 'spawn', 'exec', 'execFile', 'fork']) {
    const original = children[name] as Callable;
    function wrapped(this: unknown, ...args: unknown[]): unknown {
      const own = args.map((arg) =>
        typeof arg === 'object' && arg !== null && !Array.isArray(arg) ? { ...arg } : arg,
      );
      own.forEach(change);
      return original.apply(this, own);
    }
    children[name] = like(original, wrapped);
  }
}

/** A function with what another one has besides its code: `promisify.custom`, `native`. */
function like(original: Callable, made: Callable): Callable {
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    if (property !== undefined && !Object.hasOwn(made, key)) Object.defineProperty(made, key, property);
  }
  return made;
}
