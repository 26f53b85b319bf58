import { flag } from '../../cli-kit/flags.ts';
import { kubernetesVersion } from '../../kubernetes-version.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { toYaml } from '../print/serialise.ts';
import { clusterDump } from './cluster-dump.ts';

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
  const server = call.connection?.server ?? '';
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
  commands: [clusterDump],
  run: showClusterInfo,
};
