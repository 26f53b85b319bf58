import type { Container } from 'kubernetes-types/core/v1.js';
import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { age } from './dates.ts';

/** The table of one kind: headers, and the cells of an object; the last `wide` columns only show with `-o wide`. */
export interface Table<T> {
  readonly headers: readonly string[];
  readonly wide: number;
  /** `now` is in milliseconds since the epoch. */
  row(object: T, now: number): readonly string[];
}

/** What stands where nothing is. */
export const none = '<none>';

interface Named {
  readonly metadata?: ObjectMeta;
}

/** The cell NAME. */
export function nameOf(object: Named): string {
  return object.metadata?.name ?? '';
}

/** The cell AGE. */
export function born(object: Named, now: number): string {
  return age(object.metadata?.creationTimestamp, now);
}

/** `a=b,c=d`, or `<none>`. */
export function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${value}`).join(',') || none;
}

/** A selector of labels, as metav1.FormatLabelSelector writes it. */
export function selectorText(selector: LabelSelector | undefined): string {
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
  });
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...labels.sort(), ...expressions].join(',') || none;
}

/** The cells CONTAINERS and IMAGES. */
export function containerCells(containers: readonly Container[] = []): readonly string[] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}

/** A table of names and times of creation: what the server prints of kinds that have no columns of their own. */
export const plainTable: Table<Named> = {
  headers: ['NAME', 'CREATED AT'],
  wide: 0,
  row: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? ''],
};
