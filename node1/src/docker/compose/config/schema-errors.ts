import { lazily, readData } from '../../../data.ts';
import { checkSchema, type SchemaError } from './json-schema.ts';
import { splitPort } from './ports.ts';
import { ConfigError, dumps, isMapping, type Mapping, repr } from './python.ts';

/** Which of the two kinds of compose files: version 1, or everything since. */
export type Version = 'v1' | 'spec';

/** What docker-compose says of a file whose version it may have got wrong. */
export const versionExplanation =
  "You might be seeing this error because you're using the wrong Compose file version. " +
  'Either specify a supported version (e.g "2.2" or "3.3") and place your service definitions under the `services` key, ' +
  'or omit the `version` key and place your service definitions at the root of the file to use version 1.\n' +
  'For more on the Compose file format versions, see https://docs.docker.com/compose/compose-file/';

/** A schema of compose files, read when it is needed. */
export function schemaOf(version: Version): Mapping {
  const name = version === 'v1' ? 'config_schema_v1' : 'compose_spec';
  const parsed: unknown = JSON.parse(readData(`compose/${name}.json`));
  return isMapping(parsed) ? parsed : {};
}

/** Refuses a file that does not fit its schema. Throws ConfigError in docker-compose's words. */
export function validateFile(config: Mapping, version: Version, file: string): void {
  refuse(checkSchema(schemaOf(version), config, formats), (error) => describe(error), file);
}

/** Refuses a service without image and build. Throws ConfigError. */
export function validateConstraints(service: Mapping, name: string, version: Version): void {
  const schema = schemaOf(version);
  const { definitions } = schema;
  const constraints = isMapping(definitions) && isMapping(definitions['constraints']) ? definitions['constraints'] : {};
  const wanted = isMapping(constraints['service']) ? constraints['service'] : {};
  refuse(checkSchema(schema, service, {}, wanted), (error) => constraint(error, name, version), undefined);
}

function refuse(errors: readonly SchemaError[], word: (error: SchemaError) => string, file: string | undefined): void {
  if (errors.length === 0) return;
  const sorted = [...errors]
    .map((error) => ({ error, key: sortKey(error) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const lines = sorted.map(({ error }) => word(error)).join('\n');
  throw new ConfigError(`The Compose file${file === undefined ? '' : ` '${file}'`} is invalid because:\n${lines}`);
}

/** Errors come in the order of their texts. */
function sortKey({ message, validator, schemaPath, path }: SchemaError): string {
  const indices = (parts: readonly (string | number)[]) => parts.map((part) => `[${repr(part)}]`).join('');
  return `${message}\n\nFailed validating ${repr(validator)} in schema${indices(schemaPath.slice(0, -1))}:\n${indices(path)}`;
}

function constraint({ instance, message }: SchemaError, name: string, version: Version): string {
  const has = (key: string) => isMapping(instance) && Object.hasOwn(instance, key);
  const both = 'A service can either be built to image or use an existing image, not both.';
  if (version === 'v1' && has('image') && has('build')) {
    return `Service ${name} has both an image and build path specified. ${both}`;
  }
  if (version === 'v1' && has('image') && has('dockerfile')) {
    return `Service ${name} has both an image and alternate Dockerfile. ${both}`;
  }
  if (!has('image') && !has('build')) {
    return `Service ${name} has neither an image nor a build context specified. At least one must be provided.`;
  }
  return message;
}

const hints: Readonly<Record<string, string>> = {
  ...{ cpu_share: 'cpu_shares', add_host: 'extra_hosts', hosts: 'extra_hosts', extra_host: 'extra_hosts' },
  ...{ device: 'devices', link: 'links', memory_swap: 'memswap_limit', port: 'ports', privilege: 'privileged' },
  ...{ priviliged: 'privileged', privilige: 'privileged', volume: 'volumes', workdir: 'working_dir' },
};

const nameCharacters = String.raw`[a-zA-Z0-9\._\-]`;

function describe(error: SchemaError): string {
  const path = [...error.path];
  const { id } = error.schema;
  return (typeof id === 'string' ? describeKnown(error, id, path) : undefined) ?? describeAny(error, path);
}

function describeKnown(error: SchemaError, id: string, path: (string | number)[]): string | undefined {
  if (error.validator !== 'additionalProperties') return undefined;
  if (id === 'config_schema_v1.json' || id === '#/properties/services') {
    const names = isMapping(error.instance) ? Object.keys(error.instance) : [];
    const wrong = names.find((name) => name === '' || /[^a-zA-Z0-9._-]/.test(name)) ?? '';
    return `Invalid service name '${wrong}' - only ${nameCharacters} characters are allowed`;
  }
  if (id === '#/definitions/service') {
    const key = keyOf(error);
    const hint = Object.hasOwn(hints, key) ? ` (did you mean '${hints[key] ?? ''}'?)` : '';
    return `Unsupported config option for ${pathText(path)}: '${key}'${hint}`;
  }
  return path.length === 0 ? `${error.message}\n\n${versionExplanation}` : undefined;
}

function describeAny(error: SchemaError, path: (string | number)[]): string {
  const { validator, validatorValue: wanted, message, cause } = error;
  if (validator === 'oneOf') {
    const [key, problem] = alternatives(error);
    if (key !== undefined && key !== '') path.push(key);
    return `${pathText(path)} ${problem}`;
  }
  if (validator === 'type') return `${pathText(path)} contains an invalid type, it should be ${typesText(wanted)}`;
  if (validator === 'required') {
    return `${pathText(path)} is invalid, ${Array.isArray(wanted) ? wanted.join(', ') : ''} is required.`;
  }
  if (validator === 'dependencies' && isMapping(wanted)) {
    const [key = '', needs] = Object.entries(wanted)[0] ?? [];
    path.push(key);
    const required = Array.isArray(needs) ? needs.join(',') : '';
    return `${pathText(path)} is invalid: when defining '${key}' you must set '${required}' as well`;
  }
  if (cause !== undefined) return `${pathText(path)} is invalid: ${cause}`;
  return path.length > 0 ? `${pathText(path)} value ${message}` : message;
}

/** Why nothing of a oneOf fits: the key to add to the path, and the words. */
function alternatives(error: SchemaError): readonly [string | undefined, string] {
  const types: unknown[] = [];
  for (const context of error.context) {
    const { validator, path, message, instance, validatorValue } = context;
    if (validator === 'oneOf') return [pathText(path), alternatives(context)[1]];
    if (validator === 'required') return [undefined, message];
    if (validator === 'additionalProperties') {
      return [undefined, `contains unsupported option: '${keyOf(context)}'`];
    }
    if (validator === 'uniqueItems') {
      const key = path.length > 0 ? pathText(path) : undefined;
      return [key, `contains non-unique items, please remove duplicates from ${repr(instance)}`];
    }
    if (path.length > 0) {
      const types = typesText(validatorValue);
      return [pathText(path), `contains ${dumps(instance)}, which is an invalid type, it should be ${types}`];
    }
    if (validator === 'type') types.push(validatorValue);
  }
  return [undefined, `contains an invalid type, it should be ${typesText(types)}`];
}

function keyOf({ message }: SchemaError): string {
  return message.split("'")[1] ?? (message.split('(')[1] ?? '').split(' ')[0]?.replace(/^'+|'+$/g, '') ?? '';
}

function pathText(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

/** `a string`, `an array`, `a string, number, or an object` */
function typesText(types: unknown): string {
  const list = Array.isArray(types) ? types.map(String) : [String(types)];
  const [first = ''] = list;
  if (list.length === 1) return withArticle(first);
  return `${[withArticle(first), ...list.slice(1, -1)].join(', ')}, or ${withArticle(list.at(-1) ?? '')}`;
}

/** `a mapping`, `an array` */
export function withArticle(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

const cidr = lazily(() => {
  const part = '(\\d{1,2}|1\\d{2}|2[0-4]\\d|25[0-5])';
  return new RegExp(`^(?:${part}\\.){3}${part}/(\\d|[1-2]\\d|3[0-2])$`);
});

const formats = {
  ports: (value: unknown) => {
    try {
      splitPort(String(value));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  },
  expose: (value: unknown) =>
    typeof value === 'string' && !/^\d+(-\d+)?(\/[a-zA-Z]+)?$/.test(value)
      ? "should be of the format 'PORT[/PROTOCOL]'"
      : undefined,
  subnet_ip_address: (value: unknown) =>
    typeof value === 'string' &&
    !cidr().test(value) &&
    !/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/(\d|[1-9]\d|1[0-1]\d|12[0-8])$/.test(value)
      ? 'should use the CIDR format'
      : undefined,
};
