import type Docker from 'dockerode';
import { message } from '../../messages/message.ts';
import { TargetError } from '../target.ts';
import { answered, isUnknown, refusalOf } from './api.ts';

/**
 * What a node reaches: `internet`, everything but the other nodes. `internal`: nothing but this machine. `none`: nothing, and its pages cannot be opened.
 * One network for all nodes of a kind: an engine has addresses for some thirty networks only.
 */
export type NodeNetwork = 'internet' | 'internal' | 'none';

export function networkName(kind: NodeNetwork): string {
  return kind === 'none' ? 'none' : `pupitre-${kind}`;
}

/** Makes the network of a kind, unless it is there. Throws TargetError where the engine cannot keep nodes apart in it. */
export async function ensureNetwork(docker: Docker, kind: NodeNetwork): Promise<void> {
  if (kind === 'none') return;
  const name = networkName(kind);
  const network = docker.getNetwork(name);
  try {
    await answered(network.inspect());
    return;
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  const { BridgeNfIptables: isFiltered } = (await answered(docker.info())) as { readonly BridgeNfIptables?: boolean };
  if (isFiltered === false) throw new TargetError(message('target/docker-no-filter'));
  const options = { Driver: 'bridge', Internal: kind === 'internal', Labels: { 'pupitre.network': kind } };
  try {
    await answered(
      docker.createNetwork({
        ...options,
        Name: name,
        CheckDuplicate: true,
        // What one node sends to another is dropped by the machine's filter.
        Options: { 'com.docker.network.bridge.enable_icc': 'false' },
      }),
    );
  } catch (error) {
    // Another node has made it.
    if (refusalOf(error)?.status !== 409) throw error;
  }
}

/** Removes the network of a kind when no node is in it any more. */
export async function removeNetwork(docker: Docker, kind: NodeNetwork): Promise<void> {
  if (kind === 'none') return;
  // In use, or gone already.
  await answered(docker.getNetwork(networkName(kind)).remove()).catch(() => undefined);
}
