import { notSimulated } from '../../../cli-kit/exit-error.ts';
import type { ComposeCall } from '../command.ts';
import { mappingOf } from '../config/python.ts';
import { commandVariables } from '../container-options.ts';
import { ComposeError } from '../errors.ts';
import { buildService, type BuildWish, canBeBuilt, pullError, pullService, pushName, pushService } from '../images.ts';
import { parallel } from '../parallel.ts';
import { chooseServices, type Service } from '../project.ts';

/** `docker-compose build` */
export async function build(call: ComposeCall): Promise<number> {
  const { args, output, project, invocation } = call;
  const wish: BuildWish = {
    isNative: isNative(call, true),
    noCache: args.has('--no-cache'),
    pull: args.has('--pull'),
    forceRemove: args.has('--force-rm'),
    memory: args.value('--memory'),
    args: mappingOf(commandVariables(args.list('--build-arg'), invocation.env)),
    isQuiet: args.has('--quiet'),
    progress: args.value('--progress'),
  };
  const services: Service[] = [];
  for (const service of chooseServices(project, args.words)) {
    if (canBeBuilt(service)) services.push(service);
    else if (wish.isQuiet !== true) await output.info(`${service.name} uses an image, skipping`);
  }
  for (const flag of ['--parallel', '--compress']) {
    if (args.has(flag)) {
      await output.warn(`Flag '${flag}' is ignored when building with COMPOSE_DOCKER_CLI_BUILD=1`);
    }
  }
  if (!args.has('--parallel')) {
    for (const service of services) await buildService(call, service, wish);
    return 0;
  }
  await parallel(output, {
    items: services,
    nameOf: ({ name }) => name,
    message: 'Building',
    run: (service) => buildService(call, service, wish),
  });
  return 0;
}

/** Whether images are built by `docker build`. Throws ExitError where the other way is asked for. */
export function isNative({ isOn, env }: ComposeCall, otherwise: boolean): boolean {
  if (env('COMPOSE_DOCKER_CLI_BUILD') !== undefined && !isOn('COMPOSE_DOCKER_CLI_BUILD', otherwise)) {
    throw notSimulated('COMPOSE_DOCKER_CLI_BUILD=0');
  }
  return isOn('COMPOSE_DOCKER_CLI_BUILD', otherwise);
}

const longestStatus = 35;

/** `docker-compose pull` */
export async function pull(call: ComposeCall): Promise<number> {
  const { args, output, engine, invocation } = call;
  if (args.has('--parallel')) {
    await output.warn('--parallel option is deprecated and will be removed in future versions.');
  }
  const services = chooseServices(call.project, args.words, args.has('--include-deps'));
  const ignores = args.has('--ignore-pull-failures');
  const mustBuild: string[] = [];
  const orBuild = async (service: Service, run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      if (error instanceof ComposeError && error.name === 'ImageNotFound' && canBeBuilt(service))
        mustBuild.push(service.name);
      else throw error;
    }
  };
  const message = args.has('--quiet') ? undefined : 'Pulling';
  if (args.has('--no-parallel')) {
    for (const service of services) {
      await orBuild(service, async () => {
        try {
          await pullService(call, service, args.has('--quiet'));
        } catch (error) {
          if (!ignores || !(error instanceof ComposeError)) throw error;
          await output.error(error.message);
        }
      });
    }
  } else {
    const { errors } = await parallel(output, {
      items: services,
      nameOf: ({ name }) => name,
      message,
      run: (service) =>
        orBuild(service, async () => {
          const { image } = service.options;
          if (typeof image !== 'string') return;
          const show = (status: string) => {
            const text = status.toLowerCase();
            const short = text.length > longestStatus ? `${text.slice(0, longestStatus - 2)}...` : text;
            if (message !== undefined) void output.parallel.write(message, service.name, short);
          };
          try {
            const {
              image: pulled,
              reference,
              newer,
            } = await engine.images.pullAloud(image, invocation.signal, (_id, status) => {
              show(status.replace(/ \[.*$/, ''));
            });
            show(`Digest: ${pulled.digest}`);
            show(
              `Status: ${newer ? 'Downloaded newer image for' : 'Image is up to date for'} ${reference.name}:${reference.tag ?? 'latest'}`,
            );
          } catch (error) {
            throw pullError(error);
          }
        }),
    });
    if (errors.size > 0) throw new ComposeError([...errors.values()].join('\n'));
  }
  if (mustBuild.length > 0) {
    await output.warn(
      `Some service image(s) must be built from source by running:\n    docker-compose build ${mustBuild.join(' ')}`,
    );
  }
  return 0;
}

/** `docker-compose push` */
export async function push(call: ComposeCall): Promise<number> {
  const pushed = new Set<string>();
  for (const service of chooseServices(call.project, call.args.words)) {
    if (pushed.has(pushName(service))) continue;
    try {
      await pushService(call, service);
    } catch (error) {
      if (!call.args.has('--ignore-push-failures') || !(error instanceof ComposeError)) throw error;
      await call.output.error(error.message);
    }
    pushed.add(pushName(service));
  }
  return 0;
}
