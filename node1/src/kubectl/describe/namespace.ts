import type { LimitRange, Namespace, ResourceQuota } from 'kubernetes-types/core/v1.js';
import { limitRows, quotaRows } from './config.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

/** A namespace with its quotas and limits. */
export function describeNamespace(
  out: Lines,
  { metadata, status }: Namespace,
  quotas: readonly ResourceQuota[],
  ranges: readonly LimitRange[],
): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Status:\t${status?.phase ?? ''}`);
  out.add(0, '');
  if (quotas.length === 0) out.add(0, 'No resource quota.');
  else {
    // The title has no line end of its own: each quota begins with one.
    out.add(0, 'Resource Quotas');
    quotas.forEach((quota, at) => {
      if (at > 0) out.add(0, '');
      out.add(0, ` Name:\t${quota.metadata?.name ?? ''}`);
      const scopes = [...(quota.spec?.scopes ?? [])].sort();
      if (scopes.length > 0) out.add(0, ` Scopes:\t${scopes.join(', ')}`);
      out.add(0, ' Resource\tUsed\tHard');
      out.add(0, ' --------\t---\t---');
      for (const row of quotaRows(quota)) out.add(0, ` ${row}`);
    });
  }
  out.add(0, '');
  if (ranges.length === 0) out.add(0, 'No LimitRange resource.');
  else {
    out.add(0, 'Resource Limits');
    out.add(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
    out.add(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
    for (const range of ranges) for (const row of limitRows(range)) out.add(0, ` ${row}`);
  }
}
