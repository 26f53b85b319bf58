import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { Entry, KubeConfig } from '../kubeconfig/kubeconfig.ts';

/** A changed kubeconfig, and what is said of it. */
interface Edited {
  readonly config: KubeConfig;
  readonly said: string;
}

/** An entry without the fields that are empty. */
function clean(entry: Record<string, unknown>, kept: readonly string[] = []): Entry {
  const empty = (value: unknown): boolean => value === undefined || value === '' || value === false;
  return Object.fromEntries(Object.entries(entry).filter(([key, value]) => kept.includes(key) || !empty(value)));
}

/** The path of a file flag, whose contents stand in the entry with `--embed-certs`. Throws ExitError. */
function fileFields(call: KubectlCall, name: string): Record<string, unknown> {
  if (!call.flags.given(name)) return {};
  const given = call.flags.text(name);
  const path = given === '' ? '' : resolve(call.invocation.cwd, given);
  if (!call.flags.on('embed-certs')) return { [name]: path, ...(path === '' ? {} : { [`${name}-data`]: undefined }) };
  return { [name]: undefined, [`${name}-data`]: readFileSync(path).toString('base64') };
}

/** Whether the files to be embedded are there. Throws ExitError. */
function checkEmbedded(call: KubectlCall, names: readonly string[]): void {
  if (!call.flags.on('embed-certs')) return;
  const given = names.filter((name) => call.flags.text(name) !== '');
  if (given.length === 0) fail(`you must specify a --${names.join(' or --')} to embed`);
  for (const name of given) {
    const path = call.flags.text(name);
    if (statSync(resolve(call.invocation.cwd, path), { throwIfNoEntry: false }) === undefined)
      fail(
        names.length === 1
          ? `could not stat ${name} file ${path}: stat ${path}: no such file or directory`
          : `could not stat ${name} file ${path}: stat ${path}: no such file or directory`,
      );
  }
}

/** `kubectl config set-cluster`. Throws ExitError. */
export function setCluster(call: KubectlCall, config: KubeConfig): Edited {
  const { flags } = call;
  const [name = ''] = call.args;
  if (name === '') fail('you must specify a non-empty cluster name');
  if (flags.on('insecure-skip-tls-verify') && flags.text('certificate-authority') !== '')
    fail('you cannot specify a certificate authority and insecure mode at the same time');
  checkEmbedded(call, ['certificate-authority']);
  const cluster: Record<string, unknown> = { ...config.clusters[name] };
  if (flags.given('server')) Object.assign(cluster, { server: flags.text('server'), 'tls-server-name': undefined });
  if (flags.given('tls-server-name')) cluster['tls-server-name'] = flags.text('tls-server-name');
  if (flags.given('insecure-skip-tls-verify')) {
    const insecure = flags.on('insecure-skip-tls-verify');
    cluster['insecure-skip-tls-verify'] = insecure;
    if (insecure)
      Object.assign(cluster, { 'certificate-authority': undefined, 'certificate-authority-data': undefined });
  }
  const authority = fileFields(call, 'certificate-authority');
  if (Object.keys(authority).length > 0) Object.assign(cluster, authority, { 'insecure-skip-tls-verify': undefined });
  const entry = clean({ server: '', ...cluster }, ['server']);
  return {
    config: { ...config, clusters: { ...config.clusters, [name]: entry } },
    said: `Cluster ${JSON.stringify(name)} set.\n`,
  };
}

/** `kubectl config set-context`. Throws ExitError. */
export function setContext(call: KubectlCall, config: KubeConfig): Edited {
  const { flags } = call;
  const [given = ''] = call.args;
  if (given === '' && !flags.on('current')) fail('you must specify a non-empty context name or --current');
  if (given !== '' && flags.on('current')) fail('you cannot specify both a context name and --current');
  if (flags.on('current') && config.currentContext === '') fail('no current context is set');
  const name = given || config.currentContext;
  const old = config.contexts[name];
  const context: Record<string, unknown> = { cluster: '', user: '', ...old };
  for (const key of ['cluster', 'user', 'namespace']) if (flags.given(key)) context[key] = flags.text(key);
  const entry = clean(context, ['cluster', 'user']);
  return {
    config: { ...config, contexts: { ...config.contexts, [name]: entry } },
    said: `Context ${JSON.stringify(name)} ${old === undefined ? 'created' : 'modified'}.\n`,
  };
}

/** `kubectl config set-credentials`. Throws ExitError. */
export function setCredentials(call: KubectlCall, config: KubeConfig): Edited {
  const { flags } = call;
  const [name = ''] = call.args;
  if (name === '') fail('you must specify a non-empty user name');
  const methods = [
    ...(flags.text('token') === '' ? [] : ['token']),
    ...(flags.text('username') === '' && flags.text('password') === '' ? [] : ['basicAuth']),
  ];
  if (methods.length > 1)
    fail(`you cannot specify more than one authentication method at the same time: ${methods.join(', ')}`);
  checkEmbedded(call, ['client-certificate', 'client-key']);
  const user: Record<string, unknown> = { ...config.users[name] };
  Object.assign(user, fileFields(call, 'client-certificate'), fileFields(call, 'client-key'));
  for (const key of ['token', 'username', 'password']) if (flags.given(key)) user[key] = flags.text(key);
  // One method takes the place of the other.
  if (flags.text('token') !== '') Object.assign(user, { username: undefined, password: undefined });
  if (methods.includes('basicAuth')) user['token'] = undefined;
  if (flags.given('auth-provider')) {
    const pairs = flags.list('auth-provider-arg').flatMap((list) => list.split(','));
    const settings: Entry = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
    user['auth-provider'] = { config: pairs.length === 0 ? null : settings, name: flags.text('auth-provider') };
  }
  if (flags.given('exec-command')) user['exec'] = execOf(call);
  return {
    config: { ...config, users: { ...config.users, [name]: clean(user) } },
    said: `User ${JSON.stringify(name)} set.\n`,
  };
}

function execOf({ flags }: KubectlCall): Entry {
  const args = flags.list('exec-arg').flatMap((list) => list.split(','));
  const env = flags.list('exec-env').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return { name, value };
  });
  return {
    ...(flags.text('exec-api-version') === '' ? {} : { apiVersion: flags.text('exec-api-version') }),
    args: args.length === 0 ? null : args,
    command: flags.text('exec-command'),
    env: env.length === 0 ? null : env,
    provideClusterInfo: false,
  };
}
