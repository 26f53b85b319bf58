import { expect, test } from 'vitest';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

const rules = [
  { host: 'b.example.com', http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] } },
];

test('an ingress of an older version is kept in the newer one, with the warning of 1.20', async () => {
  await withCluster(async (cluster) => {
    for (const [apiVersion, group, since] of [
      ['networking.k8s.io/v1beta1', 'networking.k8s.io', 'v1.19'],
      ['extensions/v1beta1', 'extensions', 'v1.14'],
    ]) {
      const written = { apiVersion, kind: 'Ingress', metadata: { name: 'beta' }, spec: { rules } };
      const stdin = JSON.stringify(written);
      const warning = `Warning: ${apiVersion} Ingress is deprecated in ${since}+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress\n`;
      const name = `ingress.${group}/beta`;
      expect(await shown(cluster, 'apply -f -', { stdin })).toBe(`${name} created\n${warning}`);
      // The API server has filled in how the path is compared.
      expect(await shown(cluster, 'apply -f -', { stdin })).toBe(`${name} configured\n${warning}`);
      expect(await shown(cluster, 'get ing beta -o jsonpath={.apiVersion}{.spec}')).toBe(
        'networking.k8s.io/v1{"rules":[{"host":"b.example.com","http":{"paths":[{"backend":{"service":{"name":"web",' +
          '"port":{"number":80}}},"path":"/","pathType":"ImplementationSpecific"}]}}]}',
      );
      const kept = cluster.store.get('ingresses', 'default', 'beta')?.metadata.annotations ?? {};
      expect(Object.values(kept)[0]).toContain('"backend":{"serviceName":"web","servicePort":80}');
      expect(await shown(cluster, 'delete -f -', { stdin })).toBe(`ingress.${group} "beta" deleted\n${warning}`);
      const bad = JSON.stringify({
        ...written,
        spec: { rulez: [], backend: { serviceName: 'a', servicePort: 'http' } },
      });
      expect(await shown(cluster, 'apply -f -', { stdin: bad })).toBe(
        'error: error validating "STDIN": error validating data: ValidationError(Ingress.spec): unknown field "rulez" in ' +
          `io.k8s.api.${group?.split('.')[0]}.v1beta1.IngressSpec; if you choose to ignore these errors, turn validation off with --validate=false\nexit 1\n`,
      );
    }
  });
});
