import type { Store } from '../objects.ts';
import { type Kind } from './kinds.ts';
import { type Found, getNamed, listKind } from './selection.ts';

/** What the API server of a real 1.20 hears from its own parts: the ports that it asks are closed since 1.17, and etcd answers. */
const parts = [
  ['controller-manager', 'Get "http://127.0.0.1:10252/healthz": dial tcp 127.0.0.1:10252: connect: connection refused'],
  ['scheduler', 'Get "http://127.0.0.1:10251/healthz": dial tcp 127.0.0.1:10251: connect: connection refused'],
  ['etcd-0', '{"health":"true"}'],
] as const;

/** What the server says whenever it is asked for them. */
export const componentWarning = 'Warning: v1 ComponentStatus is deprecated in v1.19+\n';

/** Whether a kind is that of the control plane's parts. */
export function isComponent({ kind }: Kind): boolean {
  return kind === 'ComponentStatus';
}

function componentsOf(kind: Kind): readonly Found[] {
  return parts.map(([name, message]) => ({
    kind,
    object: {
      apiVersion: 'v1',
      conditions: [{ message, status: message.startsWith('{') ? 'True' : 'False', type: 'Healthy' }],
      kind: 'ComponentStatus',
      metadata: { creationTimestamp: null as unknown as string, name },
    } as Found['object'],
  }));
}

/** Objects of a kind, or the control plane's parts, as `listKind`. */
export function listShown(store: Store, kind: Kind, namespace: string | undefined, selector: string): readonly Found[] {
  return isComponent(kind) ? componentsOf(kind) : listKind(store, kind, namespace, selector);
}

/** One object, or one of the control plane's parts, as `getNamed`. */
export function getShown(store: Store, kind: Kind, namespace: string, name: string): Found {
  const part = isComponent(kind) ? componentsOf(kind).find(({ object }) => object.metadata.name === name) : undefined;
  return part ?? getNamed(store, kind, namespace, name);
}
