import type Docker from 'dockerode';
import { message } from '../../messages/message.ts';
import { TargetError } from '../target.ts';
import { answered } from './api.ts';

/**
 * What a node reaches: `internet`, everything but the other nodes. `internal`: nothing but this machine. `none`: nothing, and its pages cannot be opened.
 * One network for all nodes of a kind: an engine has addresses for some thirty networks only.
 */
export type NodeNetwork = 'internet' | 'internal' | 'none';

/** Names the kind on the networks themselves: two that are made at the same moment have the same name. */
const label = 'pupitre.network';

/**
 * What a container of this kind is started in; the network is made unless it is there. Throws TargetError where the engine cannot keep nodes apart in
 * it, and the engine's errors.
 */
export async function networkOf(docker: Docker, kind: NodeNetwork): Promise<string> {
  if (kind === 'none') return kind;
  const [first] = await networks(docker, kind);
  if (first !== undefined) return first;
  const { BridgeNfIptables: isFiltered } = (await answered(docker.info())) as { readonly BridgeNfIptables?: boolean };
  if (isFiltered === false) throw new TargetError(message('target/docker-no-filter'));
  const options = { Driver: 'bridge', Internal: kind === 'internal', Labels: { [label]: kind } };
  const made = await answered(
    docker.createNetwork({
      ...options,
      Name: `pupitre-${kind}`,
      // What one node sends to another is dropped by the machine's filter.
      Options: { 'com.docker.network.bridge.enable_icc': 'false' },
    }),
  );
  // Somebody else's, when that is the older one; ours is empty then.
  const [oldest = made.id] = await networks(docker, kind);
  if (oldest !== made.id) await answered(made.remove()).catch(() => undefined);
  return oldest;
}

/** Removes the networks of a kind in which no node is any more. */
export async function removeNetwork(docker: Docker, kind: NodeNetwork): Promise<void> {
  if (kind === 'none') return;
  const all = await networks(docker, kind).catch(() => []);
  // In use, or gone already.
  await Promise.all(all.map((id) => answered(docker.getNetwork(id).remove()).catch(() => undefined)));
}

/** The oldest first. */
async function networks(docker: Docker, kind: NodeNetwork): Promise<readonly string[]> {
  const all = await answered(docker.listNetworks({ filters: { label: [`${label}=${kind}`] } }));
  return all
    .map(({ Created, Id }) => ({ id: Id, at: `${Date.parse(Created).toString().padStart(16, '0')} ${Id}` }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ id }) => id);
}
