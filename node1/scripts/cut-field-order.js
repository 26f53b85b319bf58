// Cuts data/field-order.txt from a Git directory of github.com/kubernetes/api (tag v0.20.2): node scripts/cut-field-order.js REPO.
// One struct a line: its name, then its fields in the order in which Go writes them as JSON, `:Struct` behind those that hold structs.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [repository] = process.argv.slice(2);
const groups = [
  ...[
    'core/v1',
    'apps/v1',
    'autoscaling/v1',
    'batch/v1',
    'batch/v1beta1',
    'networking/v1',
    'policy/v1beta1',
    'rbac/v1',
  ],
  ...['scheduling/v1', 'storage/v1'],
];
const roots = [
  ...[
    'ConfigMap',
    'Endpoints',
    'Event',
    'LimitRange',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
  ],
  ...['Pod', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount', 'ControllerRevision', 'DaemonSet', 'Deployment'],
  ...[
    'ReplicaSet',
    'StatefulSet',
    'HorizontalPodAutoscaler',
    'Job',
    'CronJob',
    'Ingress',
    'IngressClass',
    'NetworkPolicy',
  ],
  ...['PodDisruptionBudget', 'PodSecurityPolicy', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  ...['PriorityClass', 'StorageClass'],
];
/** Of another repository (apimachinery), which has no such tag with them alone. */
const meta = {
  TypeMeta: ['kind', 'apiVersion'],
  ObjectMeta: [
    ...['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
    ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'labels', 'annotations', 'ownerReferences:OwnerReference'],
    ...['finalizers', 'clusterName', 'managedFields:ManagedFieldsEntry'],
  ],
  OwnerReference: ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'],
  ManagedFieldsEntry: ['manager', 'operation', 'apiVersion', 'time', 'fieldsType', 'fieldsV1'],
  LabelSelector: ['matchLabels', 'matchExpressions:LabelSelectorRequirement'],
  LabelSelectorRequirement: ['key', 'operator', 'values'],
};

/** Fields of each struct: their JSON names with the structs behind them; an embedded one as `+Struct`. */
const structs = new Map(Object.entries(meta));
for (const group of groups) {
  const source = execFileSync('git', ['-C', repository, 'show', `v0.20.2:${group}/types.go`], { encoding: 'utf8' });
  for (const [, name, body] of source.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)) {
    // JobTemplateSpec and the like of core have no namesakes but these, which no root of ours leads to.
    if (structs.has(name)) continue;
    const fields = [];
    for (const line of body.replace(/\/\/.*$/gm, '').split('\n')) {
      const found = /^\s*(?:\w+\s+)?([[\]*\w.]+)\s+`.*?json:"([^"]*)"/.exec(line);
      if (!found) continue;
      const type = found[1].replace(/^.*[\].*]/, '');
      const [json] = found[2].split(',');
      fields.push(json === '' ? `+${type}` : `${json}:${type}`);
    }
    structs.set(name, fields);
  }
}

const used = new Map();
function use(name) {
  if (used.has(name)) return;
  used.set(name, []);
  const flat = (fields) =>
    fields.flatMap((field) => (field.startsWith('+') ? flat(structs.get(field.slice(1)) ?? []) : [field]));
  const fields = flat(structs.get(name) ?? []).map((field) => {
    const [json, type] = field.split(':');
    if (!structs.has(type)) return json;
    use(type);
    return `${json}:${type}`;
  });
  used.set(name, fields);
}
for (const root of roots) use(root);
const lines = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `${name} ${fields.join(' ')}\n`);
writeFileSync(new URL('../data/field-order.txt', import.meta.url), lines.join(''));
