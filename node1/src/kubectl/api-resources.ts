import { lazily, readData } from '../data.ts';

/** A resource that the API server of 1.20.2 serves, whether the rehearsal has it or not. */
export interface ApiResource {
  readonly name: string;
  readonly shortNames: readonly string[];
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly kind: string;
  /** With blanks between them. */
  readonly verbs: string;
}

/** All resources in the order of `kubectl api-resources`, as a real server told them. */
export const apiResources = lazily(
  (): readonly ApiResource[] => JSON.parse(readData('api-resources.json')) as readonly ApiResource[],
);

/** `` for the core group. */
export function groupOf({ apiVersion }: Pick<ApiResource, 'apiVersion'>): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** The resource that a word names: its plural, its kind or a short name, in any case; the newer of two groups. */
export function apiResourceNamed(word: string): ApiResource | undefined {
  const name = word.toLowerCase();
  const found = apiResources().filter(
    (each) => each.name === name || each.kind.toLowerCase() === name || each.shortNames.includes(name),
  );
  return found.find(({ apiVersion }) => apiVersion !== 'extensions/v1beta1') ?? found[0];
}
