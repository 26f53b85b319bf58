import { parseSelector } from '../../kube/selector.ts';
import type { Change, Resource } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import type { Kind } from '../kinds.ts';
import type { Output } from '../print/table.ts';
import { requestTimeout } from '../request-timeout.ts';
import type { Found } from '../selection.ts';

/** Which objects of a kind are watched. */
interface WatchFilter {
  readonly namespace: string | undefined;
  readonly names: readonly string[] | undefined;
  readonly selector: string;
  /** What `--field-selector` asks for. */
  readonly fields: (object: Found['object']) => boolean;
}

/** Prints objects, then every change of one, until the command is interrupted (exit code 1, as kubectl's) or its `--request-timeout` is over (0). */
export async function watchObjects(
  call: KubectlCall,
  kind: Kind,
  output: Output,
  found: readonly Found[],
  filter: WatchFilter,
): Promise<number> {
  const limit = requestTimeout(call.flags);
  const { signal: interrupt } = call.invocation;
  const signal = limit === undefined ? interrupt : AbortSignal.any([interrupt, AbortSignal.timeout(limit)]);
  const fits = parseSelector(filter.selector);
  const wanted = (object: Found['object']): boolean => {
    const { metadata } = object;
    return (
      (!kind.namespaced || filter.namespace === undefined || metadata.namespace === filter.namespace) &&
      (filter.names === undefined || filter.names.includes(metadata.name)) &&
      fits(metadata.labels) &&
      filter.fields(object)
    );
  };
  const events = call.flags.on('output-watch-events');
  const shown = (type: Change<Resource>['type'], each: Found) => ({ type: events ? type : undefined, found: each });
  const changes: Change<Resource>[] = [];
  let wake = (): void => undefined;
  const stop = call.cluster.store.watch(kind.resource, (change) => {
    if (!wanted(change.object)) return;
    changes.push(change);
    wake();
  });
  const interrupted = (): void => {
    wake();
  };
  signal.addEventListener('abort', interrupted, { once: true });
  try {
    if (found.length > 0) await call.out(output.watch(found.map((each) => shown('ADDED', each))));
    while (!signal.aborted) {
      const change = changes.shift();
      if (change !== undefined) await call.out(output.watch([shown(change.type, { kind, object: change.object })]));
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', interrupted);
    stop();
  }
  return interrupt.aborted ? 1 : 0;
}
