import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag, type Flags } from '../../cli-kit/flags.ts';
import { buildImage } from '../build/build.ts';
import type { FailedStep } from '../build/builder.ts';
import { openContext } from '../build/open-context.ts';
import type { Workshop } from '../build/run-container.ts';
import { randomName } from '../engine/names.ts';
import { createView } from '../engine/view.ts';
import { parseReference, ReferenceSyntaxError } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { ramInBytes } from './limits.ts';
import { createProgress } from './progress.ts';

/** `docker build`, by docker's own builder. */
export const build: DockerCommand = {
  name: 'build',
  usage: '[OPTIONS] PATH | URL | -',
  summary: 'Build an image from a Dockerfile',
  flags: [
    flag.list('tag', 't'),
    flag.text('file', 'f'),
    flag.list('build-arg'),
    flag.list('label'),
    flag.list('cache-from'),
    flag.text('target'),
    flag.text('iidfile'),
    flag.text('network'),
    flag.text('platform'),
    flag.text('isolation'),
    flag.bool('no-cache'),
    flag.bool('quiet', 'q'),
    flag.bool('pull'),
    { ...flag.bool('rm'), initial: 'true' },
    flag.list('add-host'),
    ...['memory', 'memory-swap', 'shm-size'].map((name) => flag.text(name, name === 'memory' ? 'm' : undefined)),
    // Nothing of a build shows how much of the machine it may have.
    ...[flag.number('cpu-period', '0'), flag.number('cpu-quota', '0'), flag.number('cpu-shares', '0', 'c')],
    ...[flag.text('cpuset-cpus'), flag.text('cpuset-mems'), flag.list('ulimit'), ...flag.ignored('compress')],
    flag.bool('force-rm'),
    flag.bool('squash'),
    // Without BuildKit, docker takes these and does nothing.
    ...flag.ignored('progress=', 'secret=', 'ssh=', 'o:output=', 'disable-content-trust'),
    ...flag.absent('cgroup-parent=', 'security-opt=', 'stream'),
  ],
  least: 1,
  most: 1,
  async run(call) {
    const { engine, flags, args, invocation } = call;
    for (const tag of flags.list('tag')) requireTag(tag);
    requireKnown(call);
    const isQuiet = flags.on('quiet');
    // What a quiet build would have printed is shown when it fails.
    let kept = '';
    const write = async (text: string) => {
      await progress.finish();
      if (isQuiet) kept += text;
      else await call.out(text);
    };
    const progress = createProgress(isQuiet ? { ...invocation.stdout, write: keep } : invocation.stdout);
    function keep(text: string | Uint8Array): Promise<void> {
      kept += Buffer.from(text as string).toString();
      return Promise.resolve();
    }
    const opened = await openContext(call, args[0] ?? '', flags.value('file'));
    try {
      const id = await buildImage({
        ...opened,
        images: engine.images,
        tags: flags.list('tag'),
        labels: flags.list('label').map((label) => pairOf(label)),
        target: flags.value('target') === '' ? undefined : flags.value('target'),
        buildArgs: new Map(
          flags.list('build-arg').map((pair) => {
            const equals = pair.indexOf('=');
            return equals < 0 ? [pair, invocation.env[pair]] : [pair.slice(0, equals), pair.slice(equals + 1)];
          }),
        ),
        workshop: workshopOf(call),
        useCache: !flags.on('no-cache'),
        cacheFrom: cacheFrom(call),
        pull: flags.on('pull'),
        ...{ forceRemove: flags.on('force-rm'), removes: flags.on('rm') || flags.on('force-rm') },
        extraHosts: flags.list('add-host').map(hostOf),
        signal: invocation.signal,
        write,
        progress: progress.show,
        keepFailed: (failed) => void keepFailed(call, failed),
      });
      const file = flags.value('iidfile');
      if (file !== undefined) await writeFile(resolve(invocation.cwd, file), id);
      if (isQuiet) await call.out(`${id}\n`);
      return 0;
    } catch (error) {
      if (isQuiet && error instanceof ExitError && typeof error.text === 'string') await call.err(kept);
      throw error;
    } finally {
      await progress.finish();
      await opened.close();
    }
  },
};

/** The container of a RUN that failed stays, as on the real one. */
function keepFailed({ engine: { containers } }: DockerCall, failed: FailedStep): Promise<void> {
  const { image, command, exitCode, started } = failed;
  const imageName = image.id.slice('sha256:'.length, 'sha256:'.length + 12);
  const name = randomName((candidate) => containers.find(candidate) !== undefined);
  return containers.adopt({
    ...{ id: failed.id + randomBytes(26).toString('hex'), name, image, imageName, command, created: started },
    options: {
      ...{ name, image, imageName, entrypoint: [], args: command, env: {}, ports: [], labels: {} },
      ...{ stdin: false, tty: false, autoRemove: false, network: 'bridge', aliases: [] },
    },
    ...{
      state: exitCode === undefined ? 'created' : 'exited',
      started,
      finished: Date.now(),
      exitCode: exitCode ?? 127,
    },
    ...{ address: undefined, ports: [], process: undefined, error: '', endpoints: [], mounts: [] },
    ...{ restartCount: 0, wasStopped: false },
  });
}

/** Throws ExitError for what the real builder refuses, and for what this one cannot do. */
function requireKnown({ flags, invocation }: DockerCall): void {
  const buildkit = invocation.env['DOCKER_BUILDKIT'] ?? '';
  if (buildkit !== '' && !/^(0|f|F|false|FALSE|False)$/.test(buildkit)) {
    if (/^(1|t|T|true|TRUE|True)$/.test(buildkit)) throw notSimulated('DOCKER_BUILDKIT=1');
    const problem = `strconv.ParseBool: parsing ${JSON.stringify(buildkit)}: invalid syntax`;
    throw new ExitError(`DOCKER_BUILDKIT environment variable expects boolean value: ${problem}`);
  }
  if (flags.on('squash')) {
    throw new ExitError('"--squash" is only supported on a Docker daemon with experimental features enabled');
  }
  const platform = flags.value('platform') ?? '';
  if (platform !== '' && !/^linux(\/(amd64|x86_64))?$/.test(platform)) {
    throw notSimulated(`docker build --platform ${platform}`);
  }
  requireSizes(flags);
  const network = flags.value('network') ?? '';
  if (!['', 'default', 'bridge', 'host', 'none'].includes(network))
    throw notSimulated(`docker build --network ${network}`);
  const isolation = flags.value('isolation') ?? '';
  if (!['', 'default'].includes(isolation)) throw notSimulated(`docker build --isolation ${isolation}`);
}

/** Where commands run: with the network of the machine (`--network host`), without any (`none`), or among containers. */
function workshopOf({ flags, engine: { cluster, containers } }: DockerCall): Workshop {
  const name = flags.value('network') ?? '';
  if (name !== 'host' && name !== 'none') return cluster;
  const { folder, lang, network: base } = cluster;
  const all = (): ReturnType<typeof containers.all> => containers.all();
  const network = createView({ base, all, self: () => undefined, extraHosts: [], isAlone: name === 'none' });
  return { folder, lang, network, hostname: name === 'host' ? 'node1' : undefined };
}

/** The images of `--cache-from`: those that are not there are left out, in silence. */
function cacheFrom({ flags, engine: { images } }: DockerCall): readonly StoredImage[] | undefined {
  const names = flags.list('cache-from').flatMap((each) => each.split(','));
  return names.length === 0 ? undefined : names.flatMap((name) => images.find(name) ?? []);
}

/** `me:10.0.0.1`. Throws ExitError. */
function hostOf(text: string): { readonly address: string; readonly names: readonly string[] } {
  const [, name, address] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (name === undefined || address === undefined)
    throw wrongValue(text, '--add-host', `bad format for add-host: ${JSON.stringify(text)}`);
  if (isIP(address) === 0)
    throw wrongValue(text, '--add-host', `invalid IP address in add-host: ${JSON.stringify(address)}`);
  return { address, names: [name] };
}

function requireSizes(flags: Flags): void {
  for (const name of ['memory', 'memory-swap', 'shm-size']) {
    const text = flags.value(name);
    if (text === undefined || ramInBytes(text) !== undefined || (name === 'memory-swap' && text === '-1')) continue;
    throw wrongValue(text, name === 'memory' ? '-m, --memory' : `--${name}`, `invalid size: '${text}'`);
  }
  const limit = flags.list('ulimit').find((text) => !/^[a-z]+=\d+(:\d+)?$/.test(text));
  if (limit !== undefined) throw wrongValue(limit, '--ulimit', `invalid ulimit argument: ${limit}`);
}

function wrongValue(text: string, shown: string, problem: string): ExitError {
  return new ExitError(
    `invalid argument ${JSON.stringify(text)} for "${shown}" flag: ${problem}\nSee 'docker build --help'.`,
    125,
  );
}

function pairOf(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

function requireTag(tag: string): void {
  try {
    parseReference(tag);
  } catch (error) {
    if (!(error instanceof ReferenceSyntaxError)) throw error;
    throw new ExitError(
      `invalid argument ${JSON.stringify(tag)} for "-t, --tag" flag: ${error.message}\nSee 'docker build --help'.`,
      125,
    );
  }
}
