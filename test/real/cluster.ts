import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** It works on whatever cluster kubectl knows, and on the machine's Docker: only who says so gets that. */
export const wanted = process.env['PUPITRE_REAL_CLUSTER'] === '1';

/** What kubectl says. Throws what it complains about. */
export function kubectl(args: readonly string[], input?: string): string {
  return execFileSync('kubectl', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], ...(input && { input }) });
}

/** Makes a namespace of this test's own; its name. */
export function makeNamespace(): string {
  const name = `pupitre-test-${randomBytes(4).toString('hex')}`;
  kubectl(['create', 'namespace', name]);
  return name;
}

/** Begins to remove it, with all that is in it. */
export function removeNamespace(name: string): void {
  spawnSync('kubectl', ['delete', 'namespace', name, '--wait=false'], { stdio: 'ignore' });
}

export function namesOf(namespace: string, kind: string): readonly string[] {
  return kubectl(['get', kind, '-n', namespace, '-o', 'name']).split('\n').filter(Boolean);
}

/** A kubeconfig of a service account of a namespace, in a file of `folder`. */
export function kubeconfigOf(namespace: string, account: string, folder: string): string {
  const view = JSON.parse(kubectl(['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'])) as {
    clusters: readonly { name: string; cluster: object }[];
  };
  const [cluster] = view.clusters;
  const file = join(folder, `${account}.json`);
  const name = cluster?.name ?? '';
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', clusters: view.clusters, 'current-context': 'test' },
    users: [{ name: account, user: { token: tokenOf(namespace, account) } }],
    contexts: [{ name: 'test', context: { cluster: name, user: account, namespace } }],
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

/** Newer ones make a token when asked, older ones have one in a Secret. */
function tokenOf(namespace: string, account: string): string {
  const made = spawnSync('kubectl', ['create', 'token', account, '-n', namespace], { encoding: 'utf8' });
  if (made.status === 0) return made.stdout.trim();
  const path = `jsonpath={range .items[?(@.metadata.annotations.kubernetes\\.io/service-account\\.name=="${account}")]}{.data.token}{end}`;
  return Buffer.from(kubectl(['get', 'secrets', '-n', namespace, '-o', path]), 'base64').toString();
}
