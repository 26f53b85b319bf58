import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Lines } from './lines.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Longer annotations stand on lines of their own. */
const maxAnnotation = 140;

/** `Labels:  a=b`, one per line. */
export function addLabels(out: Lines, title: string, labels: Readonly<Record<string, string>> | undefined): void {
  addList(
    out,
    title,
    sorted(labels).map(([key, value]) => `${key}=${value}`),
  );
}

/** `Taints:  a`, one value per line, `<none>` without any. */
export function addList(out: Lines, title: string, values: readonly string[]): void {
  if (values.length === 0) out.add(0, `${title}:\t<none>`);
  values.forEach((value, at) => {
    out.add(0, `${at === 0 ? `${title}:` : ''}\t${value}`);
  });
}

/** `Annotations:  a: b`, without the one in which `apply` keeps what it applied. */
export function addAnnotations(
  out: Lines,
  title: string,
  annotations: Readonly<Record<string, string>> | undefined,
): void {
  const shown = sorted(annotations).filter(([key]) => key !== lastApplied);
  if (shown.length === 0) out.add(0, `${title}:\t<none>`);
  shown.forEach(([key, raw], at) => {
    const head = at === 0 ? `${title}:\t` : '\t';
    const value = raw.replace(/\n$/, '');
    if (value.length + key.length + 2 <= maxAnnotation && !value.includes('\n')) {
      out.add(0, `${head}${key}: ${value}`);
      return;
    }
    out.add(0, `${head}${key}:`);
    for (const line of value.split('\n')) out.add(0, `\t  ${shorten(line, maxAnnotation - 2)}`);
  });
}

/** `Controlled By:  ReplicaSet/x`, where there is a controller. */
export function addController(out: Lines, metadata: ObjectMeta | undefined): void {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  if (owner !== undefined) out.add(0, `Controlled By:\t${owner.kind}/${owner.name}`);
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

function sorted(values: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] {
  return Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
