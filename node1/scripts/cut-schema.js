// Cuts data/schema.txt from the OpenAPI of a Kubernetes release: node scripts/cut-schema.js api/openapi-spec/swagger.json
// (of its source, tag v1.20.2). One struct a line: its short name, a blank, and JSON. All that the kinds in `roots` consist of is
// checked field by field; what only the server writes may hold anything.
import { readFileSync, writeFileSync } from 'node:fs';

const roots = {
  'core.v1': [
    ...['ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node', 'PersistentVolume', 'Pod', 'Secret'],
    ...['PersistentVolumeClaim', 'ResourceQuota', 'Service', 'ServiceAccount'],
  ],
  'apps.v1': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling.v1': ['HorizontalPodAutoscaler'],
  'batch.v1': ['Job'],
  'batch.v1beta1': ['CronJob'],
  'networking.v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'policy.v1beta1': ['PodDisruptionBudget', 'PodSecurityPolicy'],
  'rbac.v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.v1': ['PriorityClass'],
  'storage.v1': ['StorageClass'],
};
/** Fields that the server writes. */
const servers = new Set(['managedFields', 'status']);

const [source] = process.argv.slice(2);
const { definitions } = JSON.parse(readFileSync(source, 'utf8'));
const found = new Map();

function struct(name) {
  const short = name.split('.').at(-1);
  const known = found.get(short);
  if (known !== undefined) {
    if (known.name !== name) throw new Error(`two structs ${short}: ${known.name}, ${name}`);
    return short;
  }
  const { properties, required = [] } = definitions[name];
  const fields = {};
  found.set(short, { name, fields, required });
  for (const [field, schema] of Object.entries(properties))
    fields[field] = servers.has(field) ? anyOf(schema) : typeOf(schema);
  return short;
}

function anyOf(schema) {
  return schema.type === 'array' ? '[]any' : 'any';
}

/** `string`, `integer`, `boolean`, `any`, a struct, or one of these behind `[]` (a list) or `{}` (a map). */
function typeOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    if (definitions[name].properties !== undefined) return struct(name);
    // Times are texts; quantities and what is a number or a text may be either.
    return definitions[name].format === 'date-time' ? 'string' : 'any';
  }
  if (schema.type === 'array') return `[]${typeOf(schema.items)}`;
  if (schema.type === 'object') return schema.additionalProperties ? `{}${typeOf(schema.additionalProperties)}` : 'any';
  return schema.type;
}

for (const [group, kinds] of Object.entries(roots)) for (const kind of kinds) struct(`io.k8s.api.${group}.${kind}`);
const lines = [...found]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([short, value]) => `${short} ${JSON.stringify(value)}\n`);
writeFileSync(new URL('../data/schema.txt', import.meta.url), lines.join(''));
