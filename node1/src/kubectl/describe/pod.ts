import type { Pod, Toleration } from 'kubernetes-types/core/v1.js';
import { kubectlAge } from '../../cli-kit/duration.ts';
import { longDate } from '../print/dates.ts';
import { addContainers } from './containers.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addController, addLabels, addList } from './metadata.ts';
import { addVolumes } from './template.ts';

/** A pod, without its events. */
export function describePod(out: Lines, { metadata, spec, status }: Pod, now: number): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  if (spec?.priority !== undefined) out.add(0, `Priority:\t${spec.priority}`);
  if (spec?.priorityClassName) out.add(0, `Priority Class Name:\t${spec.priorityClassName}`);
  out.add(0, `Node:\t${spec?.nodeName === undefined ? '<none>' : `${spec.nodeName}/${status?.hostIP ?? ''}`}`);
  if (status?.startTime !== undefined) out.add(0, `Start Time:\t${longDate(status.startTime)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  if (metadata?.deletionTimestamp === undefined) out.add(0, `Status:\t${status?.phase ?? ''}`);
  else {
    out.add(0, `Status:\tTerminating (lasts ${kubectlAge(now - Date.parse(metadata.deletionTimestamp))})`);
    out.add(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  }
  if (status?.reason) out.add(0, `Reason:\t${status.reason}`);
  if (status?.message) out.add(0, `Message:\t${status.message}`);
  out.add(0, `IP:\t${status?.podIP ?? ''}`);
  const addresses = status?.podIPs ?? [];
  out.add(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of addresses) out.add(1, `IP:\t${ip ?? ''}`);
  addController(out, metadata);
  if ((spec?.initContainers ?? []).length > 0)
    addContainers(out, 'Init Containers', spec?.initContainers ?? [], status?.initContainerStatuses ?? [], '');
  addContainers(out, 'Containers', spec?.containers ?? [], status?.containerStatuses ?? [], '');
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    out.add(0, 'Conditions:');
    out.add(1, 'Type\tStatus');
    for (const condition of conditions) out.add(1, `${condition.type} \t${condition.status} `);
  }
  addVolumes(out, spec?.volumes ?? [], '');
  out.add(0, `QoS Class:\t${status?.qosClass ?? 'BestEffort'}`);
  addLabels(out, 'Node-Selectors', spec?.nodeSelector);
  addList(
    out,
    'Tolerations',
    [...(spec?.tolerations ?? [])]
      .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : a.key === b.key ? 0 : 1))
      .map(tolerationText),
  );
}

function tolerationText({ key = '', value = '', effect = '', operator, tolerationSeconds }: Toleration): string {
  return [
    key,
    value === '' ? '' : `=${value}`,
    effect === '' ? '' : `:${effect}`,
    operator === 'Exists' && value === '' ? (key === '' && effect === '' ? 'op=Exists' : ' op=Exists') : '',
    tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`,
  ].join('');
}
