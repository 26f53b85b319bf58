import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { flag } from '../../../cli-kit/flags.ts';
import { copy } from '../../cli/copy.ts';
import { runCommand } from '../../cli/dispatch.ts';
import { exec as dockerExec } from '../../cli/exec.ts';
import { lifecycleCommands } from '../../cli/lifecycle.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { splitKeyValue, toEntries } from '../config/entries.ts';
import { parseVolume } from '../config/mounts.ts';
import { commandVariables } from '../container-options.ts';
import { createContainer, newSlug } from '../containers.ts';
import { numberOf } from '../labels.ts';
import { findService, type Service } from '../project.ts';
import { shlexSplit } from '../shlex.ts';
import { ownContainers, servicesOf, type V2Call, type V2Command, V2Error, withProgress } from './call.ts';
import { createAll, ensureImages, startAll } from './create.ts';

const commandFlags = [
  ...[flag.bool('detach', 'd'), flag.list('env', 'e'), flag.bool('no-TTY', 'T'), flag.text('user', 'u')],
  ...[flag.text('workdir', 'w'), { ...flag.bool('interactive', 'i'), initial: 'true' }],
  ...flag.absent('dry-run'),
];

/** The container of a service that runs; by number where one is given. Throws V2Error. */
export function runningOf(call: V2Call, name: string, index: number): DockerContainer {
  const running = ownContainers(call, [name], {});
  const found = index > 0 ? running.find((container) => numberOf(container) === index) : running[0];
  if (found !== undefined) return found;
  throw new V2Error(`service ${JSON.stringify(name)} is not running${index > 0 ? ` container #${index}` : ''}`);
}

/** `docker compose exec`: as `docker exec`, with a terminal where there is one. */
const exec: V2Command = {
  name: 'exec',
  flags: [...commandFlags, flag.number('index', '0'), flag.bool('privileged'), ...flag.ignored('t:tty')],
  least: 2,
  most: Infinity,
  stopsAtArgument: true,
  run(call) {
    const { flags, args, engine, invocation } = call;
    const [name = '', ...words] = args;
    const container = runningOf(call, name, flags.number('index'));
    const isDetached = flags.on('detach');
    const hasTerminal = flags.given('no-TTY') ? !flags.on('no-TTY') : invocation.stdout.isTTY;
    const own = [
      ...(isDetached ? ['--detach'] : flags.on('interactive') ? ['--interactive'] : []),
      ...(hasTerminal && !isDetached ? ['--tty'] : []),
      ...(flags.on('privileged') ? ['--privileged'] : []),
      ...flags.list('env').flatMap((pair) => ['--env', pair]),
      ...['user', 'workdir'].flatMap((key) => (flags.given(key) ? [`--${key}`, flags.text(key)] : [])),
    ];
    return runCommand(engine, dockerExec, invocation, [...own, container.id, ...words]);
  },
};

/** `docker compose run`: a container of its own, after what its service needs. */
const run: V2Command = {
  name: 'run',
  flags: [
    ...commandFlags,
    ...[flag.bool('rm'), flag.text('name'), flag.text('entrypoint'), flag.list('label', 'l'), flag.bool('no-deps')],
    ...[flag.list('publish', 'p'), flag.bool('service-ports', 'P'), flag.list('volume', 'v'), flag.bool('use-aliases')],
    ...[flag.bool('quiet-pull'), flag.bool('remove-orphans'), ...flag.ignored('t:tty')],
    ...flag.absent('build', 'cap-add=', 'cap-drop='),
  ],
  least: 1,
  most: Infinity,
  stopsAtArgument: true,
  async run(call) {
    const { flags, args, engine, invocation } = call;
    const [name = '', ...words] = args;
    servicesOf(call, [name], false);
    const service = findService(call.project, name);
    if (flags.list('publish').length > 0 && flags.on('service-ports')) {
      throw new V2Error('--service-ports and --publish are incompatible');
    }
    const needs = flags.on('no-deps') ? [] : servicesOf(call, [name], true).filter((each) => each !== service);
    await withProgress(call, 'Creating', (progress) =>
      createAll({ ...call, args: [] }, needs, plainWish(flags.on('quiet-pull'), flags.on('remove-orphans')), progress),
    );
    if (needs.length > 0) await withProgress(call, 'Running', (progress) => startAll(call, needs, progress));
    await withProgress(call, 'Running', (progress) => ensureImages(call, [service], progress, flags.on('quiet-pull')));
    const slug = newSlug();
    const container = await createContainer(call, service, {
      ...{ number: 1, slug, overrides: overridesOf(call, service, words, slug), usesAliases: flags.on('use-aliases') },
    });
    const start = lifecycleCommands.find((each) => each.name === 'start');
    if (start === undefined) throw notSimulated('docker compose run');
    if (flags.on('detach')) {
      await engine.containers.start(container);
      await invocation.stdout.write(`${container.id}\n`);
      return 0;
    }
    try {
      const input = flags.on('interactive') ? ['--interactive'] : [];
      return await runCommand(engine, start, invocation, ['--attach', ...input, container.id]);
    } finally {
      if (flags.on('rm')) await engine.containers.remove(container, true, true);
    }
  },
};

function plainWish(quietPull: boolean, removesOrphans: boolean) {
  const strategy = 'diverged' as const;
  const scales = new Map<string, number>();
  return {
    strategy,
    needsStrategy: strategy,
    named: [],
    scales,
    renews: false,
    quietPull,
    removesOrphans,
    timeout: undefined,
  };
}

function overridesOf({ flags, invocation, project }: V2Call, service: Service, words: readonly string[], slug: string) {
  const entrypoint = flags.value('entrypoint');
  const command = words.length > 0 ? words : entrypoint !== undefined ? [] : service.options['command'];
  const isTty = flags.given('no-TTY') ? !flags.on('no-TTY') : invocation.stdout.isTTY;
  const volumes = flags.list('volume').map(parseVolume);
  const text = (key: string) => (flags.given(key) ? flags.text(key) : undefined);
  const [user, workdir] = [text('user'), text('workdir')];
  return {
    ...{ command, restart: null, tty: isTty && !flags.on('detach'), stdin_open: flags.on('interactive') },
    name: text('name') ?? `${project.name}-${service.name}-run-${slug.slice(0, 12)}`,
    environment: commandVariables(flags.list('env'), invocation.env),
    labels: toEntries(flags.list('label'), splitKeyValue, 'labels'),
    ...(entrypoint !== undefined && { entrypoint: shlexSplit(entrypoint) }),
    ...(user !== undefined && { user }),
    ...(workdir !== undefined && { working_dir: workdir }),
    ...(!flags.on('service-ports') && { ports: flags.list('publish') }),
    ...(volumes.length > 0 && { volumes: [...((service.options['volumes'] ?? []) as readonly unknown[]), ...volumes] }),
  };
}

/** `docker compose cp`: by `docker cp`, from or to the containers of a service. */
const cp: V2Command = {
  name: 'cp',
  flags: [
    flag.bool('archive', 'a'),
    flag.bool('follow-link', 'L'),
    flag.number('index', '0'),
    ...flag.absent('dry-run', 'all'),
  ],
  least: 2,
  most: 2,
  async run(call) {
    const { flags, args, engine, invocation } = call;
    const [from = '', to = ''] = args;
    const split = (text: string): readonly [string, string] => {
      const colon = text.indexOf(':');
      return colon < 0 || text.startsWith('.') || text.startsWith('/')
        ? ['', text]
        : [text.slice(0, colon), text.slice(colon + 1)];
    };
    const [[source, sourcePath], [target, targetPath]] = [split(from), split(to)];
    if (source !== '' && target !== '') throw new V2Error('copying between services is not supported');
    const name = source === '' ? target : source;
    if (name === '') throw new V2Error('unknown copy direction');
    const all = ownContainers(call, [name], { stopped: true });
    if (all.length === 0) throw new V2Error(`no container found for service ${JSON.stringify(name)}`);
    const index = flags.number('index');
    const chosen =
      index > 0 ? all.filter((container) => numberOf(container) === index) : source === '' ? all : all.slice(0, 1);
    let code = 0;
    await withProgress(call, 'Copying', async (progress) => {
      for (const container of chosen) {
        const inside = (path: string) => `${container.name}:${path}`;
        const [a, b] = source === '' ? [sourcePath, inside(targetPath)] : [inside(sourcePath), targetPath];
        const event = { id: container.name, text: `copy ${a} to ${b}` };
        await progress.event({ ...event, status: 'working', statusText: 'Copying' });
        const options = ['archive', 'follow-link'].filter((key) => flags.on(key)).map((key) => `--${key}`);
        const quiet = { ...invocation, stdout: { ...invocation.stdout, write: () => Promise.resolve() } };
        code = await runCommand(engine, copy, quiet, [...options, a, b]);
        if (code !== 0) return;
        await progress.event({ ...event, status: 'done', statusText: 'Copied' });
      }
    });
    return code;
  },
};

/** Commands in containers. */
export const runCommands: readonly V2Command[] = [exec, run, cp];
