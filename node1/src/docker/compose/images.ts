import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { parseFlags } from '../../cli-kit/flags.ts';
import { ImageError } from '../../images.ts';
import { message } from '../../messages/message.ts';
import { build as dockerBuild } from '../cli/build.ts';
import type { DockerCall } from '../cli/command.ts';
import { runCommand } from '../cli/dispatch.ts';
import { pushAndPrint } from '../cli/images.ts';
import { createProgress } from '../cli/progress.ts';
import { parseReference, type Reference, ReferenceSyntaxError, withTag } from '../image/reference.ts';
import { listOf, mappingOf, str } from './config/python.ts';
import { parseBytes } from './config/quantities.ts';
import { isUrl } from './config/service.ts';
import { ComposeError, ImageNotFound } from './errors.ts';
import type { Compose, Service } from './project.ts';

/** What is wanted of a service's image before containers are made. */
export interface ImageWish {
  /** `force`: built anew; `skip`: never built. */
  readonly build?: 'force' | 'skip';
  /** A pull shows nothing. */
  readonly isQuiet?: boolean;
  /** Built by `docker build`, not by docker-compose's own client. */
  readonly isNative: boolean;
}

/** Whether a service has a build context. */
export function canBeBuilt({ options }: Service): boolean {
  return 'build' in options;
}

/** Builds or pulls a service's image where it is missing. Throws ComposeError. */
export async function ensureImage(compose: Compose, service: Service, wish: ImageWish): Promise<void> {
  if (canBeBuilt(service) && wish.build === 'force') {
    await buildService(compose, service, { isNative: wish.isNative });
    return;
  }
  if (compose.engine.images.find(service.imageName) !== undefined) return;
  if (!canBeBuilt(service)) {
    await pullService(compose, service, wish.isQuiet === true);
    return;
  }
  if (wish.build === 'skip') {
    throw new ComposeError(`Service '${service.name}' needs to be built, but --no-build was passed.`);
  }
  await buildService(compose, service, { isNative: wish.isNative });
  await compose.output.warn(
    `Image for service ${service.name} was built because it did not already exist. To rebuild this image you must use \`docker-compose build\` or \`docker-compose up --build\`.`,
  );
}

/** How a service is built. */
export interface BuildWish {
  readonly isNative: boolean;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly forceRemove?: boolean;
  readonly memory?: string | undefined;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly isQuiet?: boolean;
  readonly progress?: string | undefined;
}

/** Builds one service, by `docker build`. Throws ComposeError. */
export async function buildService(compose: Compose, service: Service, wish: BuildWish): Promise<void> {
  const { output, engine, invocation } = compose;
  if (wish.isQuiet !== true) await output.info(`Building ${service.name}`);
  const options = mappingOf(service.options['build']);
  const context = str(options['context'] ?? '');
  if (isUrl(context)) throw notSimulated(message('subject/build-from', { path: context }));
  const pairs = (value: unknown): readonly (readonly [string, string])[] => {
    if (Array.isArray(value)) return value.map((line) => [str(line), ''] as const);
    return Object.entries(mappingOf(value)).map(([key, inner]) => [key, inner === null ? 'None' : str(inner)] as const);
  };
  const args = { ...mappingOf(options['args']), ...wish.args };
  const text = (key: string) => (options[key] === undefined || options[key] === null ? undefined : str(options[key]));
  const [dockerfile, target, network, isolation] = ['dockerfile', 'target', 'network', 'isolation'].map(text);
  const words = [
    ...pairs(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...listOf(options['cache_from']).flatMap((name) => ['--cache-from', str(name)]),
    ...(dockerfile === undefined
      ? []
      : ['--file', dockerfile.startsWith('/') ? dockerfile : `${context}/${dockerfile}`]),
    ...(wish.forceRemove === true ? ['--force-rm'] : []),
    ...pairs(options['labels']).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    ...(wish.memory === undefined ? [] : ['--memory', String(parseBytes(wish.memory) ?? wish.memory)]),
    ...(network === undefined ? [] : ['--network', network]),
    ...(wish.noCache === true ? ['--no-cache'] : []),
    ...(wish.progress === undefined ? [] : ['--progress', wish.progress]),
    ...(wish.pull === true ? ['--pull'] : []),
    ...['--tag', service.imageName],
    ...(target === undefined ? [] : ['--target', target]),
    ...(isolation === undefined ? [] : ['--isolation', isolation]),
    ...hosts(options['extra_hosts']).flatMap((host) => ['--add-host', host]),
    context,
  ];
  let isFirst = true;
  let problem = '';
  const nothing = () => Promise.resolve();
  const stdout = {
    ...invocation.stdout,
    write: (data: string | Uint8Array) => {
      // docker-compose's own client does not say that it sends the context.
      const isSending = isFirst && !wish.isNative;
      isFirst = false;
      return isSending || wish.isQuiet === true ? nothing() : output.printNow(Buffer.from(data as string).toString());
    },
  };
  const stderr = {
    ...invocation.stderr,
    write: (data: string | Uint8Array) => {
      const text = Buffer.from(data as string).toString();
      problem += text;
      return wish.isNative ? output.raw(text) : nothing();
    },
  };
  const code = await runCommand(engine, dockerBuild, { ...invocation, stdout, stderr }, words);
  if (code === 0) return;
  const reason = wish.isNative ? 'Build failed' : problem.replace(/^Error response from daemon: /, '').trimEnd();
  throw new ComposeError(`Service '${service.name}' failed to build : ${reason}`);
}

function hosts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(str);
  return Object.entries(mappingOf(value)).map(([host, address]) => `${host}:${str(address)}`);
}

/** Pulls the image of one service, and shows it. Throws ImageNotFound and ComposeError. */
export async function pullService(compose: Compose, service: Service, isQuiet: boolean): Promise<void> {
  const { output, engine, invocation } = compose;
  const { image } = service.options;
  if (typeof image !== 'string') return;
  const { repository, tag, separator } = splitImage(image);
  await output.info(`Pulling ${service.name} (${repository}${separator}${tag})...`);
  const progress = createProgress(
    { ...invocation.stdout, write: (data) => output.printNow(Buffer.from(data as string).toString()) },
    false,
  );
  try {
    const pulled = await engine.images.pullAloud(image, invocation.signal, isQuiet ? () => undefined : progress.show);
    await progress.finish();
    if (isQuiet) return;
    const status = pulled.newer ? 'Downloaded newer image for' : 'Image is up to date for';
    await output.printNow(`Digest: ${pulled.image.digest}\nStatus: ${status} ${withTag(pulled.reference)}\n`);
  } catch (error) {
    await progress.finish();
    throw pullError(error);
  }
}

/** What a pull that fails says. */
export function pullError(error: unknown): unknown {
  if (!(error instanceof ImageError)) return error;
  return error.kind === 'notFound' ? new ImageNotFound(error.message) : new ComposeError(error.message);
}

/** As docker-compose takes the name of an image apart. */
function splitImage(image: string): { readonly repository: string; readonly tag: string; readonly separator: string } {
  const at = image.lastIndexOf('@');
  if (at >= 0) return { repository: image.slice(0, at), tag: image.slice(at + 1), separator: '@' };
  const colon = image.lastIndexOf(':');
  const tag = colon < 0 ? '' : image.slice(colon + 1);
  if (colon < 0 || tag.includes('/')) return { repository: image, tag: '', separator: ':' };
  return { repository: image.slice(0, colon), tag, separator: ':' };
}

/** Pushes the image of a service that is built and has a name for it. Throws ComposeError. */
export async function pushService(compose: Compose, service: Service): Promise<void> {
  const { output, engine, invocation } = compose;
  const { image } = service.options;
  if (typeof image !== 'string' || !canBeBuilt(service)) return;
  const { repository, tag, separator } = splitImage(image);
  await output.info(`Pushing ${service.name} (${repository}${separator}${tag === '' ? 'latest' : tag})...`);
  const reference = toReference(image);
  const docker: DockerCall = {
    ...{ engine, invocation, out: output.printNow, err: output.raw },
    ...parseFlags([], []),
  };
  try {
    await pushAndPrint(docker, { ...reference, tag: reference.tag ?? 'latest' }, invocation.stdout.isTTY);
  } catch (error) {
    if (error instanceof ExitError && typeof error.text === 'string') throw new ComposeError(error.text);
    throw error;
  }
}

/** The name by which `push` knows that it has pushed an image already. */
export function pushName({ imageName }: Service): string {
  const { repository, tag, separator } = splitImage(imageName);
  return `${repository}${separator}${tag === '' ? 'latest' : tag}`;
}

function toReference(image: string): Reference {
  try {
    return parseReference(image);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) throw new ComposeError(error.message);
    throw error;
  }
}
