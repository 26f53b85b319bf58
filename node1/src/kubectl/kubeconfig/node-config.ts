import { mkdirSync, writeFileSync } from 'node:fs';
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
export function writeNodeConfig(home: string): void {
  const path = join(home, '.kube', 'config');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, toYaml(externalConfig(initial)), { mode: 0o600 });
}
