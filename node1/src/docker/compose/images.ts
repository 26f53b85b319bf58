import { ExitError } from '../../cli-kit/exit-error.ts';
import { parseFlags } from '../../cli-kit/flags.ts';
import { ImageError } from '../../images.ts';
import { build as dockerBuild } from '../cli/build.ts';
import { type DockerCall } from '../cli/command.ts';
import { runCommand } from '../cli/dispatch.ts';
import { pushAndPrint } from '../cli/images.ts';
import { parseReference, type Reference, ReferenceSyntaxError } from '../image/reference.ts';
import type { ComposeCall } from './call.ts';
import { type Service } from './project.ts';

/** `docker-compose build`: every service that has a build context, by `docker build`. */
export async function build(call: ComposeCall): Promise<void> {
  if (!call.isNamed) {
    for (const { name } of call.services.filter((service) => service.build === undefined)) {
      await call.remark(`${name} uses an image, skipping\n`);
    }
  }
  for (const service of call.services) {
    if (service.build !== undefined) await buildService(call, service);
  }
}

/** Builds one service. Throws ExitError. */
export async function buildService(call: ComposeCall, service: Service): Promise<void> {
  const { engine, invocation, flags } = call;
  if (service.build === undefined) return;
  await call.remark(`Building ${service.name}\n`);
  const { context, dockerfile, args } = service.build;
  const words = [
    ...['-t', service.image],
    ...(dockerfile === 'Dockerfile' ? [] : ['-f', `${context}/${dockerfile}`]),
    ...(flags.given('no-cache') ? ['--no-cache'] : []),
    ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    context,
  ];
  const code = await runCommand(engine, dockerBuild, invocation, words);
  if (code !== 0) throw new ExitError(`Service '${service.name}' failed to build : Build failed`);
}

/** `docker-compose push`: every service that is built and has an image name. */
export async function push(call: ComposeCall): Promise<void> {
  const { engine, invocation } = call;
  for (const { name, image } of call.services.filter((service) => service.build !== undefined && service.hasImage)) {
    await call.remark(`Pushing ${name} (${image})...\n`);
    const reference = toReference(image);
    const docker: DockerCall = {
      engine,
      invocation,
      ...parseFlags([], []),
      out: call.out,
      err: call.remark,
    };
    await pushAndPrint(docker, { ...reference, tag: reference.tag ?? 'latest' }, invocation.stdout.isTTY);
  }
}

/** `docker-compose pull`: every service that is not built. */
export async function pull(call: ComposeCall): Promise<void> {
  const failed: string[] = [];
  for (const service of call.services) {
    const problem = await pullService(call, service);
    await call.remark(`Pulling ${service.name} ... ${problem === undefined ? 'done' : 'error'}\n`);
    if (problem !== undefined) failed.push(`for ${service.name}  ${problem}`);
  }
  if (failed.length > 0) throw new ExitError(failed.join('\nERROR: '));
}

/** Pulls the image of one service; gives docker's message where that fails. */
export async function pullService({ engine, invocation }: ComposeCall, service: Service): Promise<string | undefined> {
  try {
    await engine.images.pullAloud(service.image, invocation.signal, () => undefined);
    return undefined;
  } catch (error) {
    if (error instanceof ImageError) return error.message;
    throw error;
  }
}

function toReference(image: string): Reference {
  try {
    return parseReference(image);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) throw new ExitError(error.message);
    throw error;
  }
}
