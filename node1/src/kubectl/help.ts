import { type Flag, flag } from '../cli-kit/flags.ts';
import { readData } from '../data.ts';

/** The help of a command, by its words without `kubectl` (`rollout status`; none: of kubectl itself), as kubectl 1.20.2 prints it. */
export function helpFor(title: string): string {
  return readData(`help/kubectl/${title === '' ? 'kubectl' : title.replaceAll(' ', '-')}.txt`);
}

/** The help of global options; the folder for caches is that of the caller. */
export function optionsHelp(home: string): string {
  return helpFor('options').replace('$HOME', home);
}

/** Flags that kubectl has and its help does not tell, by the command; all take a value. */
const untold: Readonly<Record<string, readonly string[]>> = {
  get: ['export'],
  expose: ['container-port', 'generator'],
  run: ['service-generator', 'service-overrides'],
  autoscale: ['generator'],
};

/** Every flag of the real command, as its help says it, and every global one: what the rehearsal does not have of them, it refuses. */
export function realFlags(title: string): readonly Flag[] {
  const lines = `${helpFor(title)}\n${helpFor('options')}`.matchAll(
    /^ {2}(?:-(\w),| {3}) --([\w-]+)=(true:|false:)?/gm,
  );
  const told = [...lines].map(([, short, name = '', truth]): Flag => ({
    name,
    ...(short === undefined ? {} : { short }),
    type: truth === undefined ? 'list' : 'bool',
    absent: true,
  }));
  return [...told, ...flag.absent(...(untold[title] ?? []).map((name) => `${name}=`))];
}
