import { nearest } from '../../plan/nearest.ts';
import { type Ask, keyOf, type Name } from './name.ts';

/** What is to be said of a name that is asked for. */
export interface Judgement {
  /** A name that a step makes, and that is most likely meant; undefined when no step makes one like it. */
  readonly meant: string | undefined;
}

// Kinds that the cluster or the machine has some of from the beginning.
const alwaysThere: ReadonlySet<string> = new Set([
  'namespace/default',
  'namespace/kube-system',
  'namespace/kube-public',
  'namespace/kube-node-lease',
  'service/kubernetes',
  'service/kube-dns',
  'serviceaccount/default',
  'configmap/kube-root-ca.crt',
  'deployment/coredns',
]);

// Of these it is told, too, that nothing makes them; of others nobody can tell.
const judged = new Set(
  'deployment service configmap secret namespace serviceaccount job cronjob statefulset daemonset container network volume composeservice branch'.split(
    ' ',
  ),
);

/** What to say of a name that no step made before it is asked for; undefined for nothing. `made` is all that the course makes, `provided` what its configuration says is there. */
export function judge(ask: Ask, made: readonly Name[], provided: ReadonlySet<string>): Judgement | undefined {
  const key = keyOf(ask);
  if (alwaysThere.has(key) || provided.has(key)) return undefined;
  if (made.some((each) => each.name === ask.name && (each.kind === ask.kind || isMadeBy(ask.kind, each.kind))))
    return undefined;
  const names = [...new Set(made.filter(({ kind }) => kind === ask.kind).map(({ name }) => name))];
  const meant = slipOf(ask.name, names);
  if (meant !== undefined) return { meant };
  // Where nothing of the kind is made, it comes from elsewhere.
  return ask.isCertain && names.length > 0 && judged.has(ask.kind) ? { meant: undefined } : undefined;
}

/** A deployment brings a service of its name only by hand, but pods and others by itself. */
function isMadeBy(kind: string, by: string): boolean {
  return kind === 'pod' && /^(?:deployment|statefulset|daemonset|job|cronjob)$/.test(by);
}

/** The name of which this one is a slip: one letter more, less, other, or two swapped; digits and plurals are other names. */
export function slipOf(name: string, names: readonly string[]): string | undefined {
  if (name.length < 4 || names.length > 500) return undefined;
  const near = nearest(name, names);
  if (near === undefined || near.length < 4) return undefined;
  const shape = (text: string): string => text.replace(/\d+/g, '').replace(/s$/, '').replace(/[-_.]/g, '');
  if (shape(near) === shape(name)) return undefined;
  const isShort = Math.max(near.length, name.length) < 6;
  const parts = (text: string): readonly string[] => text.split(/[-_.]/);
  // `web-1` and `app-1`: another word of the same pattern.
  const [own, theirs] = [parts(name), parts(near)];
  const differing = own.filter((part, at) => part !== theirs[at]);
  if (own.length !== theirs.length || differing.length > 1) return undefined;
  const at = own.findIndex((part, index) => part !== theirs[index]);
  const [one = '', other = ''] = [own[at], theirs[at]];
  if (nearest(one, [other]) === undefined || one.length < 4 || other.length < 4) return undefined;
  return isShort && !other.startsWith(one.charAt(0)) ? undefined : near;
}
