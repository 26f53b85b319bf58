import { ExitError } from '../../cli-kit/exit-error.ts';
import { type Build, commit, emptyImage, envOf, type MadeLayer } from './builder.ts';
import type { Command } from './commands.ts';
import { requiresBuildKit } from './copy.ts';
import { runStep } from './run-container.ts';

/** RUN: really runs, with the programs that containers of the image have here; what it changes becomes a layer. Throws ExitError. */
export async function run(build: Build, { words, isExec, flags }: Command): Promise<void> {
  const [flag] = flags.keys();
  if (flag !== undefined) throw requiresBuildKit(flag);
  const { stage } = build;
  const command = isExec ? words : [...(stage.config.Shell ?? ['/bin/sh', '-c']), ...words];
  const shown = command.join(' ');
  const args = build.args.allowed(envOf(stage.config));
  const cached = [...args]
    .filter(([name]) => build.args.isCached(name))
    .map((pair) => pair.join('='))
    .sort();
  const createdBy = cached.length === 0 ? shown : `|${cached.length} ${cached.join(' ')} ${shown}`;
  await commit(build, { createdBy, layer: (container) => runIn(build, container, command, args) });
}

async function runIn(
  build: Build,
  container: string,
  command: readonly string[],
  args: ReadonlyMap<string, string>,
): Promise<MadeLayer | undefined> {
  const image = build.stage.image ?? emptyImage(build.stage.config);
  const started = Date.now();
  const keep = (exitCode: number | undefined) => {
    if (!build.forceRemove) build.keepFailed({ id: container, image, command, exitCode, started });
  };
  let written = Promise.resolve();
  const write = (data: string | Uint8Array, colour = '', end = ''): void => {
    const text = typeof data === 'string' ? data : Buffer.from(data).toString();
    written = written.then(() => build.write(`${colour}${text}${end}`));
  };
  const { code, made } = await runStep(
    build.workshop,
    build.images.blobs,
    {
      image,
      command,
      args,
      extraHosts: build.extraHosts,
      stdout: (data) => {
        write(data);
      },
      // As docker shows it: in red.
      stderr: (data) => {
        write(data, '\x1b[91m', '\x1b[0m');
      },
    },
    build.signal,
  ).catch((error: unknown) => {
    if (error instanceof ExitError || !(error instanceof Error)) throw error;
    keep(undefined);
    const isRuntime = !error.message.startsWith('unable to find user');
    throw new ExitError(isRuntime ? `failed to create shim task: ${error.message}` : error.message);
  });
  await written;
  if (code === 0) {
    if (!build.removes) keep(0);
    return made;
  }
  keep(code);
  throw new ExitError(`The command '${command.join(' ')}' returned a non-zero code: ${code}`, code);
}
