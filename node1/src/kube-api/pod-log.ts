import { notSimulated } from '../cli-kit/exit-error.ts';
import type { Cluster } from '../cluster.ts';
import { ApiError } from '../objects.ts';

/** What a container of a pod has said, for `GET .../log`. Throws ApiError where there is nothing to show, ExitError for a parameter that is not done. */
export function podLog(cluster: Cluster, namespace: string, pod: string, query: URLSearchParams): string {
  for (const name of query.keys())
    if (!['container', 'tailLines', 'pretty', 'follow'].includes(name) || query.get('follow') === 'true')
      throw notSimulated(`GET pods/${pod}/log?${name}`);
  const names = (cluster.store.get('pods', namespace, pod)?.spec?.containers ?? []).map(({ name }) => name);
  const asked = query.get('container') ?? '';
  if (asked === '' && names.length > 1)
    throw new ApiError(
      400,
      'BadRequest',
      `a container name must be specified for pod ${pod}, choose one of: [${names.join(' ')}]`,
    );
  const wanted = asked === '' ? (names[0] ?? '') : asked;
  if (!names.includes(wanted)) throw new ApiError(400, 'BadRequest', `container ${wanted} is not valid for pod ${pod}`);
  const container = cluster.containerOf(namespace, pod, wanted) ?? cluster.containerOf(namespace, pod, wanted, true);
  if (container === undefined)
    throw new ApiError(
      400,
      'BadRequest',
      `container ${JSON.stringify(wanted)} in pod ${JSON.stringify(pod)} is waiting to start: ContainerCreating`,
    );
  const lines = container.log.lines.map(({ text }) => text);
  const tail = query.get('tailLines');
  return (tail === null ? lines : lines.slice(-Number(tail) || lines.length)).join('');
}
