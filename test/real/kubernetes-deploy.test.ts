import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { word } from '../../src/messages/word.ts';
import { kubernetesEngine, type KubernetesOptions, probeKubernetesNetwork } from '../../src/target/kubernetes.ts';
import { openAccess } from '../../src/target/kubernetes/access.ts';
import { Api } from '../../src/target/kubernetes/api.ts';
import { ServerLease } from '../../src/target/kubernetes/server-lease.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import { kubeconfigOf, kubectl, makeNamespace, namesOf, removeNamespace, wanted } from './cluster.ts';

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
}

const never = new AbortController().signal;
const image = `pupitre-deploy-${process.pid}`;
const deploy = resolve(import.meta.dirname, '../../deploy');
const size = { cols: 80, rows: 24 };
/** Kubernetes wants it from 1.35 on. */
const later = 'pods/exec create';

function manifestsOf(file: string): readonly Manifest[] {
  return parseAllDocuments(readFileSync(join(deploy, file), 'utf8')).map((each) => each.toJS() as Manifest);
}

const all = ['rbac', 'limits', 'network', 'config', 'server', 'secret.example'].flatMap((name) =>
  manifestsOf(`${name}.yaml`),
);
const role = all.find(({ kind }) => kind === 'Role');
const verbs = (role?.rules ?? []).flatMap(({ resources, verbs: some }) =>
  some.map((verb) => `${String(resources)} ${verb}`),
);

describe.skipIf(!wanted)('deploy/ (PUPITRE_REAL_CLUSTER=1, Docker and a cluster behind kubectl)', () => {
  const namespaces: string[] = [];
  let folder = '';
  const newNamespace = (): string => {
    const made = makeNamespace();
    namespaces.push(made);
    return made;
  };

  beforeAll(async () => {
    await makeImage(image, ['bash', 'dtach']);
    folder = mkdtempSync(join(tmpdir(), 'pupitre-deploy-'));
  }, 60_000);
  afterAll(async () => {
    for (const each of namespaces) removeNamespace(each);
    rmSync(folder, { recursive: true });
    await removeImage(image);
  }, 60_000);

  test('the API server takes the manifests', () => {
    const own = { pupitre: newNamespace(), 'pupitre-nodes': newNamespace() };
    const knowsBudgets = kubectl(['api-versions']).split('\n').includes('policy/v1');
    const documents = all.map((manifest) => {
      const { metadata, apiVersion } = manifest;
      const namespace = own[metadata.namespace as keyof typeof own];
      expect(namespace, metadata.name).toBeDefined();
      const version = apiVersion === 'policy/v1' && !knowsBudgets ? 'policy/v1beta1' : apiVersion;
      return stringify({ ...manifest, apiVersion: version, metadata: { ...metadata, namespace } });
    });
    const said = kubectl(['apply', '--dry-run=server', '-f', '-'], documents.join('---\n'));
    expect(said.trim().split('\n')).toHaveLength(all.length);
    expect(kubectl(['kustomize', deploy])).toContain('kind: Deployment');
    expect(kubectl(['apply', '--dry-run=server', '-f', join(deploy, 'namespaces.yaml')])).toContain('pupitre-nodes');
  });

  /** A namespace in which the server's account has the rights of deploy/ without one of them; a kubeconfig of that account. */
  function accountWithout(missing?: string): Pick<KubernetesOptions, 'kubeconfig' | 'namespace'> {
    const namespace = newNamespace();
    const rules = (role?.rules ?? []).map((rule) => ({
      ...rule,
      verbs: rule.verbs.filter((verb) => `${String(rule.resources)} ${verb}` !== missing),
    }));
    const documents = [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'pupitre', namespace } },
      { ...role, metadata: { name: 'pupitre', namespace }, rules: rules.filter(({ verbs: some }) => some.length > 0) },
      {
        ...{
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: 'pupitre', namespace },
        },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pupitre' },
        subjects: [{ kind: 'ServiceAccount', name: 'pupitre', namespace }],
      },
    ];
    kubectl(['apply', '-f', '-'], documents.map((each) => stringify(each)).join('---\n'));
    return { namespace, kubeconfig: kubeconfigOf(namespace, 'pupitre', mkdtempSync(join(folder, 'account-'))) };
  }

  /** Everything that a server does. Throws where something does not work. */
  async function useAll(account: Pick<KubernetesOptions, 'kubeconfig' | 'namespace'>): Promise<void> {
    const options = { image, className: 'rights', ...account };
    const lease = new ServerLease(new Api(openAccess(account)), 'renewed');
    await lease.start(never);
    await lease.renew();
    await lease.end();
    const engine = kubernetesEngine(options);
    const pod = await engine.create(never);
    const shell = await pod.openTerminal(['sh', '-c', 'kill -9 $$'], size, never);
    expect(await shell.ended).toEqual({ exitCode: 137 });
    expect(await engine.list(never)).toEqual([pod.name]);
    // A server that comes after it.
    const found = await kubernetesEngine(options).find(pod.name, never);
    expect(await found?.run(['echo', 'here'], '', never)).toMatchObject({ output: 'here\n' });
    await Promise.all([found?.remove(), pod.remove()]);
    const left = ['pods', 'leases', 'configmaps'].flatMap((kind) => namesOf(account.namespace ?? '', kind));
    expect(left.filter((name) => !name.endsWith('kube-root-ca.crt'))).toEqual([]);
  }

  test('the rights of the server are enough', async () => {
    await useAll(accountWithout());
  }, 120_000);

  test.each(verbs.filter((verb) => verb !== later && !verb.startsWith('networkpolicies')))(
    'without "%s" something fails',
    async (verb) => {
      await expect(useAll(accountWithout(verb))).rejects.toThrow();
    },
    120_000,
  );

  test.each(['networkpolicies create', 'networkpolicies delete'])(
    'without "%s" it is not known whether pods reach each other',
    async (verb) => {
      const options = { image, className: 'rights', ...accountWithout(verb) };
      const found = await probeKubernetesNetwork(options, never);
      expect(word(found, 'en')).toMatch(/could not be found out: Pupitre may not/);
    },
    120_000,
  );
});
