import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { externalConfig } from '../../src/kubectl/kubeconfig/kubeconfig.ts';
import { adminToken, apiServer, writeNodeConfig } from '../../src/kubectl/kubeconfig/node-config.ts';
import { toYaml } from '../../src/kubectl/print/serialise.ts';

test('the first ~/.kube/config is what kubectl itself would write', () => {
  const home = mkdtempSync(join(tmpdir(), 'pupitre-config-'));
  try {
    writeNodeConfig(home);
    const written = externalConfig({
      clusters: { kubernetes: { server: apiServer } },
      contexts: { 'kubernetes-admin@kubernetes': { cluster: 'kubernetes', user: 'kubernetes-admin' } },
      users: { 'kubernetes-admin': { token: adminToken } },
      currentContext: 'kubernetes-admin@kubernetes',
    });
    expect(readFileSync(join(home, '.kube/config'), 'utf8')).toBe(toYaml(written));
  } finally {
    rmSync(home, { recursive: true });
  }
});
