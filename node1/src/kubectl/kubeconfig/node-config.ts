import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the node's API server is said to be. */
export const apiServer = 'https://172.17.0.1:6443';

/** What the node's administrator shows to the API server: nobody outside the node's shell can talk to that. */
export const adminToken = '6b1f0c7d2a9e4835b8d64f91c0e7a352';

/** As kubectl writes it; a text, since what makes YAML is not loaded at the start of a node. */
const initial = `apiVersion: v1
clusters:
- cluster:
    server: ${apiServer}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    token: ${adminToken}
`;

/** Writes `~/.kube/config` as the installer of a cluster leaves it to its administrator. */
export function writeNodeConfig(home: string): void {
  const path = join(home, '.kube', 'config');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, initial, { mode: 0o600 });
}
