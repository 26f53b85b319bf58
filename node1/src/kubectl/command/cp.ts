import { createWriteStream, existsSync, statSync } from 'node:fs';
import { lstat, mkdir, open, readdir, readlink } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Pack, pack } from 'tar-stream';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { notFound } from '../../kube/errors.ts';
import { ApiError } from '../../objects.ts';
import { signalCode } from '../../program.ts';
import type { Container, ExecIo } from '../../workload.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';

/** One end of a copy: `[[NAMESPACE/]POD:]PATH`. */
interface Place {
  readonly pod: string;
  /** '' where it names none. */
  readonly namespace: string;
  readonly path: string;
}

async function run(call: KubectlCall): Promise<number> {
  const [first, second] = call.args;
  if (first === undefined || second === undefined) return fail('source and destination are required');
  const [from, to] = [placeOf(first), placeOf(second)];
  if (from.pod !== '' && to.pod !== '') fail('one of src or dest must be a local file specification');
  if (from.pod === '' && to.pod === '') fail('one of src or dest must be a remote file specification');
  if (from.path === '' || to.path === '') fail('filepath can not be empty');
  return from.pod === '' ? await toPod(call, from, to) : await fromPod(call, from, to);
}

function placeOf(text: string): Place {
  const colon = text.indexOf(':');
  if (colon < 0) return { pod: '', namespace: '', path: text };
  const words = text.slice(0, colon).split('/');
  if (colon === 0 || words.length > 2) fail('filespec must match the canonical format: [[namespace/]pod:]file/path');
  return {
    pod: words.at(-1) ?? '',
    namespace: words.length === 2 ? (words[0] ?? '') : '',
    path: text.slice(colon + 1),
  };
}

/** The container that is meant; which one of several is told by `tell`. Throws ExitError, ApiError. */
async function containerOf(
  call: KubectlCall,
  { pod: name, namespace }: Place,
  tell: (text: string) => Promise<void>,
): Promise<Container> {
  const pod = call.cluster.store.get('pods', namespace === '' ? call.namespace : namespace, name);
  if (pod === undefined) throw notFound('pods', name);
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed')
    fail(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const names = (pod.spec?.containers ?? []).map((each) => each.name);
  const given = call.flags.text('container');
  if (given === '') await tell(call.texts.defaulted(pod, false));
  const target = given === '' ? (names[0] ?? '') : given;
  if (!names.includes(target))
    throw new ApiError(400, 'BadRequest', `container ${target} is not valid for pod ${name}`);
  if (pod.spec?.nodeName === undefined)
    throw new ApiError(400, 'BadRequest', `pod ${name} does not have a host assigned`);
  const isRunning = pod.status?.containerStatuses?.find((each) => each.name === target)?.state?.running !== undefined;
  const container = call.cluster.containerOf(pod.metadata.namespace ?? '', name, target);
  if (container === undefined || !isRunning)
    return fail(`unable to upgrade connection: container not found (${JSON.stringify(target)})`);
  return container;
}

async function nothing(): Promise<void> {
  // What a probe says is nobody's business.
}

async function* noInput(): AsyncGenerator<Uint8Array> {
  // A command without input sees its end at once.
}

/** What a container wrote before it failed is shown, and with which code it did. Throws ExitError. */
function endWith(code: number): number {
  if (code !== 0) throw new ExitError(`command terminated with exit code ${code}`, code);
  return 0;
}

async function toPod(call: KubectlCall, { path: typed }: Place, to: Place): Promise<number> {
  const { invocation } = call;
  const source = resolve(invocation.cwd, typed);
  if (!existsSync(source)) fail(`${typed} doesn't exist in local filesystem`);
  let target = to.path !== '/' && to.path.endsWith('/') ? to.path.slice(0, -1) : to.path;
  const quiet: ExecIo = { stdin: noInput(), stdout: nothing, stderr: nothing };
  try {
    const container = await containerOf(call, to, nothing);
    const code = await container.exec(['test', '-d', target], quiet, invocation.signal);
    if (code === 0) target += `/${posix.basename(typed)}`;
  } catch {
    // The next try tells why.
  }
  target = posix.normalize(target).replace(/(.)\/$/, '$1');
  const container = await containerOf(call, to, (text) => call.err(text));
  const archive = pack();
  const packing = addTree(archive, source, posix.basename(target)).then(() => {
    archive.finalize();
  });
  packing.catch((error: unknown) => {
    archive.destroy(error as Error);
  });
  const flags = call.flags.on('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  const code = await container.exec(
    ['tar', ...flags, '-xmf', '-', '-C', posix.dirname(target)],
    {
      stdin: Readable.from(archive),
      stdout: (data) => invocation.stdout.write(data),
      stderr: (data) => invocation.stderr.write(data),
    },
    invocation.signal,
  );
  archive.destroy();
  if (invocation.signal.aborted) return signalCode(invocation.signal);
  return endWith(code);
}

/** Puts a file or all files of a folder into an archive, as kubectl does: a folder has no entry of its own unless it is empty. */
async function addTree(archive: Pack, path: string, name: string): Promise<void> {
  const found = await lstat(path);
  const header = { name, mode: found.mode & 0o7777, mtime: found.mtime, uid: found.uid, gid: found.gid };
  if (found.isDirectory()) {
    const children = (await readdir(path)).sort();
    if (children.length === 0) archive.entry({ ...header, name: `${name}/`, type: 'directory' });
    for (const child of children) await addTree(archive, join(path, child), `${name}/${child}`);
  } else if (found.isSymbolicLink()) {
    archive.entry({ ...header, type: 'symlink', linkname: await readlink(path) });
  } else if (found.isFile()) {
    if (found.size === 0) {
      archive.entry(header, '');
      return;
    }
    const file = await open(path, 'r');
    try {
      const entry = archive.entry({ ...header, size: found.size });
      await pipeline(file.createReadStream({ end: found.size - 1, autoClose: false }), entry);
    } finally {
      await file.close();
    }
  }
}

async function fromPod(call: KubectlCall, from: Place, to: Place): Promise<number> {
  const { invocation } = call;
  const container = await containerOf(call, from, (text) => call.out(text));
  const prefix = stripped(posix.normalize(from.path.replace(/^\/+/, '')));
  const target = resolve(invocation.cwd, to.path);
  const archive = new PassThrough();
  const entries = extract();
  const unpacking = (async () => {
    let isTold = false;
    for await (const entry of entries) {
      const { header } = entry;
      if (!header.name.startsWith(prefix)) fail('tar contents corrupted');
      const below = header.name.slice(prefix.length);
      const path = join(target, below);
      const shown = posix.join(to.path, below);
      if (path !== target.replace(/(.)\/$/, '$1') && !path.startsWith(target.endsWith('/') ? target : `${target}/`)) {
        await call.err(`warning: file ${JSON.stringify(shown)} is outside target destination, skipping\n`);
      } else {
        await mkdir(dirname(path), { recursive: true });
        if (header.type === 'directory') await mkdir(path, { recursive: true });
        else if (header.type === 'symlink') {
          const advice = ` (consider using "kubectl exec -n ${JSON.stringify(from.namespace)} ${JSON.stringify(from.pod)} -- tar cf - ${JSON.stringify(from.path)} | tar xf -")`;
          await call.err(
            `warning: skipping symlink: ${JSON.stringify(shown)} -> ${JSON.stringify(header.linkname)}${isTold ? '' : advice}\n`,
          );
          isTold = true;
        } else if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
          fail(`open ${to.path}: is a directory`);
        else await pipeline(entry, createWriteStream(path));
      }
      entry.resume();
    }
  })();
  const fed = pipeline(archive, entries);
  fed.catch(() => undefined);
  unpacking.catch(() => archive.destroy());
  await container.exec(
    ['tar', 'cf', '-', from.path],
    {
      stdin: noInput(),
      stdout: (data) => written(archive, data),
      stderr: (data) => call.out(Buffer.from(data).toString()),
    },
    invocation.signal,
  );
  archive.end();
  if (invocation.signal.aborted) return signalCode(invocation.signal);
  // How the program in the container ended comes too late for kubectl: the end of an archive is the end of the copy.
  await unpacking;
  return 0;
}

/** Writes, and waits for room; what nobody reads any more is dropped. */
async function written(archive: PassThrough, data: Uint8Array): Promise<void> {
  if (archive.destroyed || archive.write(data)) return;
  await new Promise<void>((done) => archive.once('drain', done).once('close', done));
}

/** A path without what would lead out of where it is. */
function stripped(path: string): string {
  const kept = path.replace(/^(?:\.\.\/)+/, '');
  return kept === '.' || kept === '..' ? '' : kept.replace(/^\//, '').replace(/\/$/, '');
}

/** `kubectl cp`. */
export const cp: KubectlCommand = {
  name: 'cp',
  flags: [flag.text('container', 'c'), flag.bool('no-preserve')],
  run,
};
