import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { readData } from '../../data.ts';
import { message } from '../../messages/message.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { apiVersionOf, listedKinds } from '../kinds.ts';
import { parseTemplate, render } from '../print/jsonpath.ts';
import { toJson, toYaml } from '../print/serialise.ts';

/** The version whose behaviour is imitated; the fields are those of its release. */
const kubernetesVersion = {
  major: '1',
  minor: '20',
  gitVersion: 'v1.20.2',
  gitCommit: 'faecb196815e248d3ecfb03c680a4507229c2a56',
  gitTreeState: 'clean',
  buildDate: '2021-01-13T13:28:09Z',
  goVersion: 'go1.15.5',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const server = 'https://172.17.0.1:6443';

async function showVersion(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const output = flags.text('output');
  const sides = flags.on('client') ? ['Client'] : ['Client', 'Server'];
  if (output === 'json' || output === 'yaml') {
    const value = Object.fromEntries(sides.map((side) => [`${side.toLowerCase()}Version`, kubernetesVersion]));
    await call.out(output === 'yaml' ? toYaml(value) : `${JSON.stringify(value, undefined, 2)}\n`);
    return 0;
  }
  if (output !== '') fail("--output must be 'yaml' or 'json'");
  const fields = Object.entries(kubernetesVersion).map(
    ([key, value]) => `${key.charAt(0).toUpperCase()}${key.slice(1)}:${JSON.stringify(value)}`,
  );
  const text = flags.on('short') ? kubernetesVersion.gitVersion : `version.Info{${fields.join(', ')}}`;
  await call.out(sides.map((side) => `${side} Version: ${text}\n`).join(''));
  return 0;
}

/** `kubectl version`. */
export const version: KubectlCommand = {
  name: 'version',
  flags: [flag.bool('client'), flag.bool('short'), flag.text('output', 'o')],
  run: showVersion,
};

async function showClusterInfo(call: KubectlCall): Promise<number> {
  // kubectl 1.20 colours these lines whether or not a terminal reads them.
  const line = (name: string, url: string): string =>
    `\u001b[0;32m${name}\u001b[0m is running at \u001b[0;33m${url}\u001b[0m\n`;
  const dns = call.cluster.store.get('services', 'kube-system', 'kube-dns');
  await call.out(line('Kubernetes control plane', server));
  if (dns !== undefined)
    await call.out(line('KubeDNS', `${server}/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy`));
  await call.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  return 0;
}

/** `kubectl cluster-info`. */
export const clusterInfo: KubectlCommand = {
  name: 'cluster-info',
  flags: [],
  commands: [
    {
      name: 'dump',
      flags: [],
      absent: true,
    },
  ],
  run: showClusterInfo,
};

async function showResources(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const output = flags.text('output');
  if (output !== '' && output !== 'name' && output !== 'wide') fail(`--output ${output} is not available`);
  const verbs = flags.list('verbs').flatMap((list) => list.split(','));
  const kinds = listedKinds().filter(
    (kind) =>
      (!flags.given('namespaced') || kind.namespaced === flags.on('namespaced')) &&
      (!flags.given('api-group') || kind.group === flags.text('api-group')) &&
      verbs.every((verb) => kind.verbs.includes(verb)),
  );
  if (output === 'name') {
    await call.out(kinds.map(({ name, group }) => `${group === '' ? name : `${name}.${group}`}\n`).join(''));
    return 0;
  }
  const wide = output === 'wide';
  const rows = kinds.map((kind) => [
    kind.name,
    kind.shortNames.join(','),
    apiVersionOf(kind),
    String(kind.namespaced),
    kind.kind,
    ...(wide ? [`[${kind.verbs.join(' ')}]`] : []),
  ]);
  const titles = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS'] : [])];
  const heads = flags.on('no-headers') ? [] : [titles];
  await call.out(tableWriter(kubectlTable)([...heads, ...rows]));
  return 0;
}

/** `kubectl api-resources`. */
export const apiResources: KubectlCommand = {
  name: 'api-resources',
  flags: [
    flag.bool('namespaced'),
    flag.bool('no-headers'),
    flag.text('api-group'),
    flag.text('output', 'o'),
    ...flag.ignored('cached'),
    flag.list('verbs'),
    ...flag.absent('sort-by='),
  ],
  run: showResources,
};

/** `kubectl api-versions`. */
export const apiVersions: KubectlCommand = {
  name: 'api-versions',
  flags: [],
  run: async (call) => {
    await call.out(readData('api-versions.txt'));
    return 0;
  },
};

const context = 'kubernetes-admin@kubernetes';

/** The kubeconfig as `config view` shows it. */
function viewOf({ settings }: KubectlCall): unknown {
  const namespace = settings.namespace === '' ? {} : { namespace: settings.namespace };
  return {
    apiVersion: 'v1',
    clusters: [{ cluster: { server: server }, name: 'kubernetes' }],
    contexts: [{ context: { cluster: 'kubernetes', ...namespace, user: 'kubernetes-admin' }, name: context }],
    'current-context': context,
    kind: 'Config',
    preferences: {},
    users: [{ name: 'kubernetes-admin', user: { token: 'REDACTED' } }],
  };
}

async function view(call: KubectlCall): Promise<number> {
  const [format = '', template = ''] = call.flags.text('output').split(/=(.*)/s);
  if (format === 'jsonpath') await call.out(render(parseTemplate(template), viewOf(call)));
  else if (format === 'json' || format === 'yaml')
    await call.out(format === 'json' ? toJson(viewOf(call), false) : toYaml(viewOf(call)));
  else throw notSimulated(`config view -o ${format}`);
  return 0;
}

async function getContexts(call: KubectlCall): Promise<number> {
  const { flags, settings } = call;
  const row = ['*', context, 'kubernetes', 'kubernetes-admin', settings.namespace];
  const heads = flags.on('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
  await call.out(flags.text('output') === 'name' ? `${context}\n` : tableWriter(kubectlTable)([...heads, row]));
  return 0;
}

/** Changes the namespace of the one context that there is. */
async function setContext(call: KubectlCall): Promise<number> {
  const { flags, args } = call;
  if (!flags.on('current') && args[0] === undefined) fail('unexpected args: []');
  if (args[0] !== undefined && args[0] !== context) throw notSimulated(message('subject/second-context'));
  if (flags.given('namespace')) call.settings.namespace = flags.text('namespace');
  await call.out(`Context ${JSON.stringify(context)} modified.\n`);
  return 0;
}

async function useContext(call: KubectlCall): Promise<number> {
  const [name = ''] = call.args;
  if (name !== context) fail(`no context exists with the name: ${JSON.stringify(name)}`);
  await call.out(`Switched to context ${JSON.stringify(context)}.\n`);
  return 0;
}

/** `kubectl config`: one context, whose namespace can be changed. */
export const config: KubectlCommand = {
  name: 'config',
  flags: [],
  commands: [
    {
      name: 'current-context',
      flags: [],
      run: async (call) => {
        await call.out(`${context}\n`);
        return 0;
      },
    },
    {
      name: 'get-contexts',
      flags: [flag.text('output', 'o'), flag.bool('no-headers')],
      run: getContexts,
    },
    {
      name: 'set-context',
      flags: [flag.bool('current')],
      run: setContext,
    },
    {
      name: 'use-context',
      aliases: ['use'],
      flags: [],
      run: useContext,
    },
    {
      name: 'view',
      flags: [flag.text('output', 'o', 'yaml'), ...flag.ignored('minify', 'flatten', 'raw')],
      run: view,
    },
    ...['set', 'set-cluster', 'set-credentials', 'delete-context'].map((name): KubectlCommand => ({
      name,
      flags: [],
      absent: true,
    })),
  ],
};

/** `kubectl options`. */
export const options: KubectlCommand = {
  name: 'options',
  flags: [],
  run: async (call) => {
    await call.out(
      "The following options can be passed to any command:\n\n  -n, --namespace='': If present, the namespace scope for this CLI request\n",
    );
    return 0;
  },
};
