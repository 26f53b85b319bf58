import { flag } from '../../cli-kit/flags.ts';
import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failAll, failUsage } from '../errors.ts';
import { helpFor } from '../help.ts';
import { textOf } from '../kubeconfig/connection.ts';
import {
  defaultFile,
  type Entry,
  externalConfig,
  filesOf,
  type KubeConfig,
  loadConfig,
  saveConfig,
  type Section,
} from '../kubeconfig/kubeconfig.ts';
import { objectPrinter } from '../print/object-printer.ts';
import { printFlags } from '../print/print-flags.ts';
import { without } from '../without.ts';
import { setCluster, setContext, setCredentials } from './config-entries.ts';
import { setProperty, unsetProperty } from './config-property.ts';

/** The kubeconfig of a call; kubectl warns where no file is there. */
async function load(call: KubectlCall): Promise<KubeConfig> {
  const files = filesOf(call.flags.text('kubeconfig'), call.invocation.env, call.invocation.cwd);
  // What is changed need not be there before.
  const making = call.command.startsWith('config set');
  const { missing, ...config } = loadConfig(call.configs, { ...files, explicit: files.explicit && !making });
  if (missing && !files.explicit && call.invocation.env['KUBECONFIG']) await call.err(missingWarning(files.typed));
  return config;
}

/** What client-go logs where $KUBECONFIG leads nowhere. */
export function missingWarning(paths: readonly string[]): string {
  const [day = '', clock = ''] = new Date().toISOString().split('T');
  const time = `${day.slice(5).replace('-', '')} ${clock.replace('Z', '000')}`;
  return `W${time}       1 loader.go:223] Config not found: ${paths.join(', ')}\n`;
}

/** Changes the kubeconfig. */
async function modify(call: KubectlCall, change: (config: KubeConfig) => KubeConfig): Promise<void> {
  const files = filesOf(call.flags.text('kubeconfig'), call.invocation.env, call.invocation.cwd);
  const before = without(loadConfig(call.configs, { ...files, explicit: false }), 'missing');
  saveConfig(call.configs, files, before, change(before));
  return Promise.resolve();
}

/** The file that messages name. */
function fileName(call: KubectlCall): string {
  const given = call.flags.text('kubeconfig');
  const { cwd, env } = call.invocation;
  return given || defaultFile(call.configs, filesOf('', env, cwd));
}

async function helpError(call: KubectlCall): Promise<never> {
  await call.out(helpFor(call.command));
  return fail(`Unexpected args: [${call.args.join(' ')}]`);
}

/** A config without what the current context does not use. Throws ExitError. */
function minified(config: KubeConfig, wanted: string): KubeConfig {
  const currentContext = wanted || config.currentContext;
  if (currentContext === '') fail('current-context must exist in order to minify');
  const context = config.contexts[currentContext];
  if (context === undefined) return fail(`cannot locate context ${currentContext}`);
  const only = (section: Section, name: string, noun: string): Readonly<Record<string, Entry>> => {
    if (name === '') return {};
    const entry = config[section][name];
    return entry === undefined ? fail(`cannot locate ${noun} ${name}`) : { [name]: entry };
  };
  const users = only('users', textOf(context, 'user'), 'user');
  const clusters = only('clusters', textOf(context, 'cluster'), 'cluster');
  return { currentContext, contexts: { [currentContext]: context }, clusters, users };
}

const secrets: Readonly<Record<string, string>> = {
  token: 'REDACTED',
  password: 'REDACTED',
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'REDACTED',
  'client-key-data': 'REDACTED',
};

function shortened(entries: Readonly<Record<string, Entry>>): Readonly<Record<string, Entry>> {
  const short = (entry: Entry): Entry =>
    Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, value ? (secrets[key] ?? value) : value]));
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, short(entry)]));
}

async function view(call: KubectlCall): Promise<number> {
  const { flags } = call;
  if (call.args.length > 0) failUsage('config view', `unexpected arguments: [${call.args.join(' ')}]`);
  const loaded = await load(call);
  const config = flags.on('minify') ? minified(loaded, flags.text('context')) : loaded;
  const open = flags.on('raw') || flags.on('flatten');
  const shown = open ? config : { ...config, clusters: shortened(config.clusters), users: shortened(config.users) };
  const print = await objectPrinter(call);
  await call.out(print?.(externalConfig(shown), 'config/<unknown>') ?? '');
  return 0;
}

async function getContexts(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const output = flags.text('output');
  if (output !== '' && output !== 'name')
    fail(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
  const config = await load(call);
  const asked = call.args.length > 0 ? call.args : Object.keys(config.contexts).sort();
  const missing = asked.filter((name) => config.contexts[name] === undefined);
  const names = [...new Set(asked)].filter((name) => !missing.includes(name));
  if (output === 'name') await call.out(names.map((name) => `${name}\n`).join(''));
  else {
    const rows = names.map((name) => {
      const context = config.contexts[name];
      const mark = name === config.currentContext ? '*' : '';
      return [mark, name, ...['cluster', 'user', 'namespace'].map((key) => textOf(context, key))];
    });
    const heads = flags.on('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
    await call.out(tableWriter(kubectlTable)([...heads, ...rows]));
  }
  failAll(missing.map((name) => new Error(`context ${name} not found`)));
  return 0;
}

function names(section: 'clusters' | 'users') {
  return async (call: KubectlCall): Promise<number> => {
    const config = await load(call);
    const list = Object.keys(config[section]);
    await call.out(`NAME\n${(section === 'users' ? list.sort() : list).map((name) => `${name}\n`).join('')}`);
    return 0;
  };
}

async function currentContext(call: KubectlCall): Promise<number> {
  const { currentContext: name } = await load(call);
  if (name === '') fail('current-context is not set');
  await call.out(`${name}\n`);
  return 0;
}

async function useContext(call: KubectlCall): Promise<number> {
  const [name = '', ...more] = call.args;
  if (call.args.length !== 1 || more.length > 0) return helpError(call);
  const config = await load(call);
  if (name === '') fail('empty context names are not allowed');
  if (config.contexts[name] === undefined) fail(`no context exists with the name: ${JSON.stringify(name)}`);
  await modify(call, (before) => ({ ...before, currentContext: name }));
  await call.out(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}

function remove(section: Section, noun: string) {
  return async (call: KubectlCall): Promise<number> => {
    const [name = ''] = call.args;
    if (call.args.length !== 1) {
      await call.out(helpFor(call.command));
      return 0;
    }
    const config = await load(call);
    const file = fileName(call);
    if (config[section][name] === undefined) fail(`cannot delete ${noun} ${name}, not in ${file}`);
    if (section === 'contexts' && config.currentContext === name)
      await call.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      );
    await modify(call, (before) => {
      return { ...before, [section]: without(before[section], name) };
    });
    await call.out(`deleted ${noun} ${name} from ${file}\n`);
    return 0;
  };
}

async function renameContext(call: KubectlCall): Promise<number> {
  const [from = '', to = ''] = call.args;
  if (call.args.length !== 2) return helpError(call);
  if (to === '') fail('You must specify a new non-empty context name');
  const config = await load(call);
  const context = config.contexts[from];
  const about = `cannot rename the context ${JSON.stringify(from)}`;
  if (context === undefined) return fail(`${about}, it's not in ${fileName(call)}`);
  if (config.contexts[to] !== undefined)
    fail(`${about}, the context ${JSON.stringify(to)} already exists in ${fileName(call)}`);
  await modify(call, (before) => {
    const others = without(before.contexts, from);
    const current = before.currentContext === from ? to : before.currentContext;
    return { ...before, contexts: { ...others, [to]: context }, currentContext: current };
  });
  await call.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  return 0;
}

/** Runs an edit of the kubeconfig that says what it did. */
function editing(
  least: number,
  most: number,
  edit: (call: KubectlCall, config: KubeConfig) => { readonly config: KubeConfig; readonly said: string },
) {
  return async (call: KubectlCall): Promise<number> => {
    if (call.args.length < least || call.args.length > most) return helpError(call);
    const { config, said } = edit(call, await load(call));
    await modify(call, () => config);
    await call.out(said);
    return 0;
  };
}

const embed = flag.bool('embed-certs');

/** `kubectl config`. */
export const config: KubectlCommand = {
  name: 'config',
  flags: [],
  commands: [
    { name: 'current-context', flags: [], run: currentContext },
    { name: 'delete-cluster', flags: [], run: remove('clusters', 'cluster') },
    { name: 'delete-context', flags: [], run: remove('contexts', 'context') },
    { name: 'delete-user', flags: [], run: remove('users', 'user') },
    { name: 'get-clusters', flags: [], run: names('clusters') },
    { name: 'get-contexts', flags: [flag.text('output', 'o'), flag.bool('no-headers')], run: getContexts },
    { name: 'get-users', flags: [], run: names('users') },
    { name: 'rename-context', flags: [], run: renameContext },
    { name: 'set', flags: [flag.bool('set-raw-bytes')], run: editing(2, 2, setProperty) },
    {
      name: 'set-cluster',
      flags: [
        ...['server', 'tls-server-name', 'certificate-authority'].map((name) => flag.text(name)),
        flag.bool('insecure-skip-tls-verify'),
        embed,
      ],
      run: editing(1, 1, setCluster),
    },
    {
      name: 'set-context',
      flags: [flag.bool('current'), ...['cluster', 'user', 'namespace'].map((name) => flag.text(name))],
      run: editing(0, 1, setContext),
    },
    {
      name: 'set-credentials',
      flags: [
        ...['client-certificate', 'client-key', 'token', 'username', 'password'].map((name) => flag.text(name)),
        ...['auth-provider', 'exec-command', 'exec-api-version'].map((name) => flag.text(name)),
        ...['auth-provider-arg', 'exec-arg', 'exec-env'].map((name) => flag.list(name)),
        embed,
      ],
      run: editing(1, 1, setCredentials),
    },
    { name: 'unset', flags: [], run: editing(1, 1, unsetProperty) },
    { name: 'use-context', aliases: ['use'], flags: [], run: useContext },
    {
      name: 'view',
      flags: [
        ...printFlags.filter(({ name }) => name !== 'output'),
        flag.text('output', 'o', 'yaml'),
        ...['minify', 'flatten', 'raw'].map((name) => flag.bool(name)),
        flag.ignored('merge')[0] ?? embed,
      ],
      run: view,
    },
  ].map((each): KubectlCommand => ({ ...each, local: true })),
};
