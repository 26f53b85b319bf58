import { type Mapping, mappingOf, numberOf, str } from './config/python.ts';
import { ComposeError } from './errors.ts';

/** What `deploy` means without a swarm: limits and the restart policy; the rest is ignored by name. Throws ComposeError. */
export function convertDeploy(service: Mapping): { readonly options: Mapping; readonly ignored: readonly string[] } {
  const options: Record<string, unknown> = { ...service };
  delete options['credential_spec'];
  delete options['configs'];
  if (!('deploy' in options)) return { options, ignored: [] };
  const deploy = mappingOf(options['deploy']);
  delete options['deploy'];
  const ignored = ['endpoint_mode', 'labels', 'update_config', 'rollback_config'].filter((key) => key in deploy);
  if ('restart_policy' in deploy) {
    const policy = mappingOf(deploy['restart_policy']);
    options['restart'] = {
      Name: restartName(str(policy['condition'] ?? 'any')),
      MaximumRetryCount: numberOf(policy['max_attempts']) ?? 0,
    };
    for (const key of Object.keys(policy)) {
      if (key !== 'condition' && key !== 'max_attempts') ignored.push(`restart_policy.${key}`);
    }
  }
  const resources = mappingOf(deploy['resources']);
  if ('limits' in resources) {
    const limits = mappingOf(resources['limits']);
    options['mem_limit'] = limits['memory'] ?? null;
    if ('cpus' in limits) options['cpus'] = Number(str(limits['cpus']));
  }
  if ('reservations' in resources) {
    const reservations = mappingOf(resources['reservations']);
    options['mem_reservation'] = reservations['memory'] ?? null;
    if ('cpus' in reservations) ignored.push('resources.reservations.cpus');
  }
  return { options, ignored };
}

function restartName(condition: string): string {
  const names: Readonly<Record<string, string>> = { any: 'always', none: 'no', 'on-failure': 'on-failure' };
  const name = names[condition];
  if (name === undefined) throw new ComposeError(`Invalid restart policy "${condition}"`);
  return name;
}

/** How many containers a service shall have. Throws ComposeError. */
export function scaleOf(service: Mapping): number {
  const scale = numberOf(service['scale']);
  const deploy = mappingOf(service['deploy']);
  if ((deploy['mode'] ?? 'replicated') !== 'replicated') return scale ?? 1;
  const replicas = numberOf(deploy['replicas']);
  if (scale !== undefined && replicas !== undefined) {
    throw new ComposeError('Both service.scale and service.deploy.replicas are set. Only one of them must be set.');
  }
  const wanted = replicas ?? scale ?? 1;
  const most = numberOf(mappingOf(deploy['placement'])['max_replicas_per_node']) ?? wanted;
  return Math.min(wanted, most);
}
