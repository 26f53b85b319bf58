// Cuts data/schema.json from the OpenAPI of a Kubernetes release: node scripts/cut-schema.js api/openapi-spec/swagger.json
// (of its source, tag v1.20.2). What stands in `opened` is checked field by field; any other struct may hold anything.
import { readFileSync, writeFileSync } from 'node:fs';

const opened = {
  'io.k8s.apimachinery.pkg.apis.meta.v1': ['ObjectMeta', 'LabelSelector', 'LabelSelectorRequirement'],
  'io.k8s.api.core.v1': [
    ...['Namespace', 'NamespaceSpec', 'Pod', 'PodTemplateSpec', 'PodSpec', 'Container', 'VolumeMount', 'Volume'],
    ...['SecretVolumeSource', 'EnvVar', 'EnvVarSource', 'ObjectFieldSelector', 'ContainerPort', 'ResourceRequirements'],
    ...[
      'Service',
      'ServiceSpec',
      'ServicePort',
      'Node',
      'Endpoints',
      'EndpointSubset',
      'EndpointAddress',
      'EndpointPort',
    ],
  ],
  'io.k8s.api.apps.v1': [
    ...[
      'Deployment',
      'DeploymentSpec',
      'DeploymentStrategy',
      'RollingUpdateDeployment',
      'ReplicaSet',
      'ReplicaSetSpec',
    ],
  ],
};

const [source] = process.argv.slice(2);
const { definitions } = JSON.parse(readFileSync(source, 'utf8'));
const names = new Map(
  Object.entries(opened).flatMap(([group, structs]) => structs.map((struct) => [`${group}.${struct}`, struct])),
);

/** `string`, `integer`, `boolean`, `any`, a struct, or one of these behind `[]` (a list) or `{}` (a map). */
function typeOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    if (names.has(name)) return names.get(name);
    // Times are texts; quantities and what is a number or a text may be either.
    return definitions[name].format === 'date-time' ? 'string' : 'any';
  }
  if (schema.type === 'array') return `[]${typeOf(schema.items)}`;
  if (schema.type === 'object') return `{}${typeOf(schema.additionalProperties)}`;
  return schema.type;
}

const structs = {};
for (const [name, short] of names) {
  const { properties, required = [] } = definitions[name];
  const fields = Object.entries(properties).map(([field, schema]) => [field, typeOf(schema)]);
  structs[short] = { name, fields: Object.fromEntries(fields), required };
}
writeFileSync(new URL('../data/schema.json', import.meta.url), `${JSON.stringify(structs, undefined, 2)}\n`);
