import { ConfigError, isMapping, listOf, type Mapping, mappingOf, numberOf, repr, str } from './python.ts';

/** Refuses what a service says against others or against itself. Throws ConfigError. */
export function validateService(service: Mapping, name: string, names: readonly string[]): void {
  const cpus = numberOf(service['cpus']);
  if (cpus !== undefined && !Number.isInteger(Number((cpus * 1e9).toPrecision(15)))) {
    throw new ConfigError('cpus must have nine or less digits after decimal point');
  }
  for (const limit of Object.values(mappingOf(service['ulimits']))) {
    if (!isMapping(limit) || Number(limit['soft']) <= Number(limit['hard'])) continue;
    throw new ConfigError(
      `Service '${name}' has invalid ulimit '${repr(service['ulimits'])}'. 'soft' value can not be greater than 'hard' value `,
    );
  }
  requireService(service['ipc'], 'IPC namespace', name, names);
  if (service['network_mode'] !== undefined && service['network_mode'] !== null && service['network_mode'] !== '') {
    if ('networks' in service) throw new ConfigError("'network_mode' and 'networks' cannot be combined");
    requireService(service['network_mode'], 'network stack', name, names);
  }
  requireService(service['pid'], 'PID namespace', name, names);
  for (const dependency of Object.keys(mappingOf(service['depends_on']))) {
    if (names.includes(dependency)) continue;
    throw new ConfigError(`Service '${name}' depends on service '${dependency}' which is undefined.`);
  }
  for (const link of listOf(service['links']).map(str)) {
    if (names.includes(link.split(':')[0] ?? '')) continue;
    throw new ConfigError(`Service '${name}' has a link to service '${link}' which is undefined.`);
  }
  validateHealthcheck(mappingOf(service['healthcheck']), name);
  const credentials = service['credential_spec'];
  if (
    isMapping(credentials) &&
    Object.keys(credentials).length > 0 &&
    !('registry' in credentials) &&
    !('file' in credentials)
  ) {
    throw new ConfigError(`Service '${name}' is missing 'credential_spec.file' or credential_spec.registry'`);
  }
  const { image } = service;
  if ((image === undefined || image === null || image === '') && /[A-Z]/.test(name)) {
    throw new ConfigError(
      `Service '${name}' contains uppercase characters which are not valid as part of an image name. Either use a lowercase service name or use the \`image\` field to set a custom name for the service image.`,
    );
  }
}

function requireService(mode: unknown, what: string, name: string, names: readonly string[]): void {
  const dependency = typeof mode === 'string' && mode.startsWith('service:') ? mode.slice('service:'.length) : '';
  if (dependency === '' || names.includes(dependency)) return;
  throw new ConfigError(`Service '${name}' uses the ${what} of service '${dependency}' which is undefined.`);
}

function validateHealthcheck(healthcheck: Mapping, name: string): void {
  const { test } = healthcheck;
  if (!Array.isArray(test)) return;
  const fail = (problem: string) => new ConfigError(`Service "${name}" defines an invalid healthcheck: ${problem}`);
  if (test.length === 0) throw fail('"test" is an empty list');
  if (test[0] === 'NONE' && Object.keys(healthcheck).length > 1) {
    throw fail('"disable: true" cannot be combined with other options');
  }
  if (!['NONE', 'CMD', 'CMD-SHELL'].includes(str(test[0]))) {
    throw fail('when "test" is a list the first item must be either NONE, CMD or CMD-SHELL');
  }
}
