import { createHash, randomBytes } from 'node:crypto';
import type { Secret } from 'kubernetes-types/core/v1.js';
import { readData } from '../data.ts';
import type { Store, Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { randomSuffix } from './names.ts';
import { ifPresent } from './store.ts';
import { createWorkQueue } from './work-queue.ts';

/** The type of the secrets that hold the token of a service account. */
const tokenType = 'kubernetes.io/service-account-token';

/** The annotations of such a secret. */
const annotationOf = { name: 'kubernetes.io/service-account.name', uid: 'kubernetes.io/service-account.uid' };

function base64Url(value: string | Buffer): string {
  return Buffer.from(value).toString('base64url');
}

/** A token as the controller of 1.20 signs them; nobody here checks its signature, which is made of chance. */
function tokenOf(namespace: string, account: string, uid: string, secret: string): string {
  const issuer = 'kubernetes/serviceaccount';
  const claims = {
    iss: issuer,
    [`kubernetes.io/serviceaccount/namespace`]: namespace,
    [`kubernetes.io/serviceaccount/secret.name`]: secret,
    [`kubernetes.io/serviceaccount/service-account.name`]: account,
    [`kubernetes.io/serviceaccount/service-account.uid`]: uid,
    sub: `system:serviceaccount:${namespace}:${account}`,
  };
  // One key signs all of them.
  const kid = createHash('sha256').update(readData('ca.crt')).digest('base64url');
  const head = base64Url(JSON.stringify({ alg: 'RS256', kid }));
  return `${head}.${base64Url(JSON.stringify(claims))}.${base64Url(randomBytes(256))}`;
}

/** The secret of a service account's token. */
export function tokenSecret(namespace: string, account: string, uid: string): Secret & { metadata: { name: string } } {
  const name = `${account}-token-${randomSuffix()}`;
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  return {
    metadata: { name, namespace, annotations: { [annotationOf.name]: account, [annotationOf.uid]: uid } },
    type: tokenType,
    data: {
      'ca.crt': encoded(readData('ca.crt')),
      namespace: encoded(namespace),
      token: encoded(tokenOf(namespace, account, uid, name)),
    },
  };
}

/** What the controllers put into every namespace: the account `default`, and the certificate of the cluster. */
export function furnish(store: Store, namespace: string): void {
  if (store.get('namespaces', '', namespace)?.status?.phase !== 'Active') return;
  if (store.get('serviceaccounts', namespace, 'default') === undefined) {
    giveToken(store, store.create('serviceaccounts', { metadata: { name: 'default', namespace } }));
  }
  if (store.get('configmaps', namespace, 'kube-root-ca.crt') === undefined) {
    store.create('configmaps', {
      metadata: { name: 'kube-root-ca.crt', namespace },
      data: { 'ca.crt': readData('ca.crt') },
    });
  }
}

/** The secrets among those of an account that hold its token. */
export function tokensOf(store: Store, account: Stored<'serviceaccounts'>): readonly string[] {
  const { namespace = '', uid } = account.metadata;
  return (account.secrets ?? []).flatMap(({ name = '' }) => {
    const secret = store.get('secrets', namespace, name);
    return secret?.type === tokenType && secret.metadata.annotations?.[annotationOf.uid] === uid ? [name] : [];
  });
}

function giveToken(store: Store, account: Stored<'serviceaccounts'>): void {
  if (tokensOf(store, account).length > 0) return;
  const { name, namespace = '', uid = '' } = account.metadata;
  const secret = store.create('secrets', tokenSecret(namespace, name, uid));
  store.patch('serviceaccounts', namespace, name, (copy) => {
    copy.secrets = [...(copy.secrets ?? []), { name: secret.metadata.name }];
  });
}

/** Keeps what every namespace has, and the tokens of service accounts. Returns what stops it. */
export function startAccounts({ store, clock }: ControllerContext): () => void {
  const namespaces = createWorkQueue(clock, (_none, name) => {
    furnish(store, name);
  });
  const accounts = createWorkQueue(clock, (namespace, name) => {
    const account = store.get('serviceaccounts', namespace, name);
    if (account !== undefined) giveToken(store, account);
  });
  const ofAccount = ({ metadata }: Stored<'secrets'>): string => metadata.annotations?.[annotationOf.name] ?? '';
  const stops = [
    store.watch('namespaces', ({ object }) => {
      namespaces.add('', object.metadata.name);
    }),
    store.watch('configmaps', ({ type, object }) => {
      if (type === 'DELETED') namespaces.add('', object.metadata.namespace ?? '');
    }),
    store.watch('serviceaccounts', ({ type, object }) => {
      const { name, namespace = '', uid } = object.metadata;
      if (type !== 'DELETED') accounts.add(namespace, name);
      else {
        namespaces.add('', namespace);
        for (const { metadata } of store.list('secrets', { namespace })) {
          if (metadata.annotations?.[annotationOf.uid] !== uid) continue;
          ifPresent(() => {
            store.remove('secrets', namespace, metadata.name);
          });
        }
      }
    }),
    store.watch('secrets', ({ type, object }) => {
      if (type !== 'DELETED' || object.type !== tokenType) return;
      const { name, namespace = '' } = object.metadata;
      const account = store.get('serviceaccounts', namespace, ofAccount(object));
      if (account?.secrets?.some((secret) => secret.name === name) !== true) return;
      store.patch('serviceaccounts', namespace, account.metadata.name, (copy) => {
        copy.secrets = (copy.secrets ?? []).filter((secret) => secret.name !== name);
      });
    }),
  ];
  return () => {
    namespaces.close();
    accounts.close();
    for (const stop of stops) stop();
  };
}
