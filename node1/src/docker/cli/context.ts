import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { goAny, goStruct, type GoType, jsonValue, mapOf, pointerTo } from '../../cli-kit/go-template.ts';
import type { Invocation } from '../../program.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { formatRows, inspector, type RowKind } from './template.ts';

const socket = 'unix:///var/run/docker.sock';
const description = 'Current DOCKER_HOST based configuration';

const contextRows: RowKind = {
  type: '*formatter.clientContextContext',
  heads: {
    ...{ Current: '', Description: 'DESCRIPTION', DockerEndpoint: 'DOCKER ENDPOINT' },
    ...{ KubernetesEndpoint: 'KUBERNETES ENDPOINT', Name: 'NAME', StackOrchestrator: 'ORCHESTRATOR' },
  },
  table:
    'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.KubernetesEndpoint}}\t{{.StackOrchestrator}}',
};

/** Where `~/.kube/config` and its like lead now: a server, and a namespace. */
async function kubernetes({ env, cwd }: Invocation): Promise<{ server: string; namespace: string } | undefined> {
  const { createConfigReader, filesOf, loadConfig } = await import('../../kubectl/kubeconfig/kubeconfig.ts');
  try {
    const config = loadConfig(createConfigReader(), filesOf('', env, cwd));
    const context = config.contexts[config.currentContext];
    const server = config.clusters[String(context?.['cluster'])]?.['server'];
    const namespace = context?.['namespace'];
    if (typeof server !== 'string') return undefined;
    return { server, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default' };
  } catch {
    return undefined;
  }
}

const list: DockerCommand = {
  name: 'context ls',
  usage: '[OPTIONS]',
  summary: 'List contexts',
  flags: [flag.text('format'), flag.bool('quiet', 'q')],
  least: 0,
  most: 0,
  async run({ flags, invocation, out }) {
    const format = flags.value('format') ?? '';
    if (flags.on('quiet') && (format === '' || format === 'table')) {
      await out('default\n');
      return 0;
    }
    const kube = await kubernetes(invocation);
    const fields = {
      Current: 'true',
      Description: description,
      DockerEndpoint: socket,
      KubernetesEndpoint: kube === undefined ? '' : `${kube.server} (${kube.namespace})`,
      Name: 'default',
      StackOrchestrator: 'swarm',
    };
    await out(formatRows(contextRows, format === '' ? 'table' : format, [{ fields }]));
    return 0;
  },
};

const endpoint = mapOf(goAny);
const contextType: GoType = goStruct(
  'context.contextWithTLSListing',
  'Name; Metadata any; Endpoints map[]Endpoint; TLSMaterial map[]Files; Storage Storage',
  {
    Endpoint: endpoint,
    Files: { kind: 'slice', name: 'store.EndpointFiles', elem: { kind: 'string', name: 'string' } },
    Storage: goStruct('context.storage', 'MetadataPath; TLSPath'),
  },
);

const inspect: DockerCommand = {
  name: 'context inspect',
  usage: '[OPTIONS] [CONTEXT] [CONTEXT...]',
  summary: 'Display detailed information on one or more contexts',
  flags: [flag.text('format', 'f')],
  least: 0,
  most: Infinity,
  async run({ args, flags, invocation, out }) {
    const names = args.length === 0 ? ['default'] : args;
    const missing = names.find((name) => name !== 'default');
    const found = names.slice(0, missing === undefined ? undefined : names.indexOf(missing));
    const kube = await kubernetes(invocation);
    const value = {
      Name: 'default',
      Metadata: { StackOrchestrator: 'swarm' },
      Endpoints: {
        docker: { Host: socket, SkipTLSVerify: false },
        ...(kube && {
          kubernetes: { Host: kube.server, SkipTLSVerify: false, DefaultNamespace: kube.namespace },
        }),
      },
      TLSMaterial: {},
      Storage: { MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>' },
    };
    const format = flags.value('format') ?? '';
    if (format === '') {
      const all = found.map(() => jsonValue({ type: contextType, value }));
      const text = all.length === 0 ? '[]' : JSON.stringify(all, undefined, 4);
      await out(`${text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')}\n`);
    } else {
      const filled = inspector(format);
      found.forEach(() => {
        filled.add({ type: pointerTo(contextType), value });
      });
      await out(filled.text());
    }
    if (missing !== undefined) throw new ExitError(`context ${JSON.stringify(missing)} does not exist`);
    return 0;
  },
};

const use: DockerCommand = {
  name: 'context use',
  usage: 'CONTEXT',
  summary: 'Set the current docker context',
  flags: [],
  least: 1,
  most: 1,
  async run({ args: [name = ''], out, err }) {
    if (name !== 'default') throw new ExitError(`context ${JSON.stringify(name)} does not exist`);
    await out('default\n');
    await err('Current context is now "default"\n');
    return 0;
  },
};

const remove: DockerCommand = {
  name: 'context rm',
  usage: 'CONTEXT [CONTEXT...]',
  summary: 'Remove one or more contexts',
  flags: [flag.bool('force', 'f')],
  least: 1,
  most: Infinity,
  run({ args }) {
    const problems = args.map((name) =>
      name === 'default'
        ? 'default: context "default" cannot be removed'
        : `${name}: context ${JSON.stringify(name)} does not exist`,
    );
    throw new ExitError(problems.join('\n'));
  },
};

const create: DockerCommand = {
  name: 'context create',
  usage: '[OPTIONS] CONTEXT',
  summary: 'Create a context',
  flags: [
    ...['default-stack-orchestrator', 'description', 'from'].map((name) => flag.text(name)),
    ...['docker', 'kubernetes'].map((name) => flag.list(name)),
  ],
  least: 1,
  most: 1,
  run({ args: [name = ''] }: DockerCall) {
    if (name === 'default') throw new ExitError('"default" is a reserved context name');
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name)) {
      throw new ExitError(
        `context name ${JSON.stringify(name)} is invalid, names are validated against regexp "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"`,
      );
    }
    throw notSimulated('docker context create');
  },
};

/** The commands of `docker context`: there is one context here. */
export const contextCommands: readonly DockerCommand[] = [list, inspect, use, remove, create];
