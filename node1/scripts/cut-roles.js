// Cuts data/rbac.json, the default roles and bindings of a cluster, from a Kubernetes release: node scripts/cut-roles.js
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata (of its source, tag v1.20.2). Whatever all of them have is left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [folder] = process.argv.slice(2);
const files = [
  'cluster-roles',
  'controller-roles',
  'cluster-role-bindings',
  'controller-role-bindings',
  'namespace-roles',
  'namespace-role-bindings',
];
const roles = [];
for (const file of files) {
  const { items } = parse(readFileSync(join(folder, `${file}.yaml`), 'utf8'));
  for (const { kind, metadata, rules, roleRef, subjects, aggregationRule } of items) {
    const { name, namespace, labels } = metadata;
    const others = Object.fromEntries(Object.entries(labels).filter(([key]) => key !== 'kubernetes.io/bootstrapping'));
    const more = Object.keys(others).length > 0 ? { labels: others } : {};
    roles.push({ kind, name, namespace, ...more, aggregationRule, rules: rules ?? undefined, roleRef, subjects });
  }
}
writeFileSync(new URL('../data/rbac.json', import.meta.url), `${JSON.stringify(roles)}\n`);
