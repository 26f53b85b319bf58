import { readData } from '../data.ts';

/** The help of a command, by its words without `kubectl` (`rollout status`; none: of kubectl itself). */
export function helpFor(title: string): string {
  return readData(`help/kubectl/${title === '' ? 'kubectl' : title.replaceAll(' ', '-')}.txt`);
}
