import type { Found } from '../selection.ts';
import { follow, parsePath } from './jsonpath.ts';

/** The objects in the order of a field (`.metadata.creationTimestamp`), those equal in it as they were. */
export function sortFound(found: readonly Found[], field: string): readonly Found[] {
  if (field === '') return found;
  const path = field.replace(/^\{(.*)\}$/, '$1');
  const steps = parsePath(path.startsWith('.') ? path : `.${path}`, field);
  const keyed = found.map((each) => ({ each, key: follow(steps, each.object)[0] }));
  // kubectl 1.20 loses all that it found when the field is nowhere, and says "No resources found".
  if (keyed.every(({ key }) => key === undefined)) return [];
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ each }) => each);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [a, b].map((value) => (typeof value === 'string' ? value : JSON.stringify(value ?? '')));
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
