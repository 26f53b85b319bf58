import type { Pod } from 'kubernetes-types/core/v1.js';

/** Releases whose kubectl can be imitated: all of 1.20; of 1.28, the texts that stand here and nothing else. */
export type KubernetesVersion = '1.20' | '1.28';

/** What kubectl says in other words since some release. */
export interface Texts {
  /** Which container of a pod is meant when none was named; '' where that needs no word. `isHelping`: also how to see the others. */
  defaulted(pod: Pod, isHelping: boolean): string;
}

const of120: Texts = {
  defaulted({ metadata, spec }, isHelping) {
    const [first, second] = spec?.containers ?? [];
    if (first === undefined || second === undefined) return '';
    const { name = '', namespace = '' } = metadata ?? {};
    const help = `Use 'kubectl describe pod/${name} -n ${namespace}' to see all of the containers in this pod.\n`;
    return `Defaulting container name to ${first.name}.\n${isHelping ? help : ''}`;
  },
};

/** Of kubectl 1.28 (pkg/cmd/util/podcmd). */
const of128: Texts = {
  defaulted({ spec }) {
    const { containers = [], initContainers = [] } = spec ?? {};
    if (containers.length + initContainers.length < 2) return '';
    const names = [...containers.map(({ name }) => name), ...initContainers.map(({ name }) => `${name} (init)`)];
    return `Defaulted container ${JSON.stringify(containers[0]?.name ?? '')} out of: ${names.join(', ')}\n`;
  },
};

const tables: Readonly<Record<KubernetesVersion, Texts>> = { '1.20': of120, '1.28': of128 };

/** The texts of a release. */
export function textsOf(version: KubernetesVersion = '1.20'): Texts {
  return tables[version];
}
