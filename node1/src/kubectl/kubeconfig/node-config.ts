import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toYaml } from '../print/serialise.ts';
import { externalConfig, type KubeConfig } from './kubeconfig.ts';

/** Where the node's API server is said to be. */
export const apiServer = 'https://172.17.0.1:6443';

/** What the node's administrator shows to the API server: nobody outside the node's shell can talk to that. */
export const adminToken = '6b1f0c7d2a9e4835b8d64f91c0e7a352';

const initial: KubeConfig = {
  clusters: { kubernetes: { server: apiServer } },
  contexts: { 'kubernetes-admin@kubernetes': { cluster: 'kubernetes', user: 'kubernetes-admin' } },
  users: { 'kubernetes-admin': { token: adminToken } },
  currentContext: 'kubernetes-admin@kubernetes',
};

/** Writes `~/.kube/config` as the installer of a cluster leaves it to its administrator. */
export async function writeNodeConfig(home: string): Promise<void> {
  const path = join(home, '.kube', 'config');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, toYaml(externalConfig(initial)), { mode: 0o600 });
}
