/** What an output says apart from what was chance on the real node1. */
export interface Chance {
  readonly why: string;
  /** Gets a normalised output. What it keeps must be the same. */
  readonly view: (output: string) => string;
}

/** How many rows a watch shows on the way is chance; the last row of each object is not, nor are the objects. */
function lastRows(output: string): string {
  const last = new Map(output.split('\n').map((line) => [line.split('  ')[0] ?? '', line]));
  return [...last.values()].sort().join('\n');
}

function sorted(output: string): string {
  return output.split('\n').sort().join('\n');
}

/** From the last line that begins so to the end. */
function from(beginning: RegExp) {
  return (output: string): string => {
    const lines = output.split('\n');
    return lines.slice(lines.findLastIndex((line) => beginning.test(line))).join('\n');
  };
}

const unawaited = 'there, nine workers of the step before had 89 s to end; here, some of them still do';
/** The rows of `kubectl get pods`, apart from those of pods of these deployments that are on their way out. */
function withoutLeaving(output: string, ...deployments: readonly string[]): string {
  return output
    .split('\n')
    .filter((row) => !row.includes('  Terminating  ') || !deployments.some((name) => row.startsWith(`${name}-`)))
    .sort()
    .join('\n');
}

/** Commands of which a part of the output is chance, by id; everything else is compared as it is. */
export const chances: Readonly<Record<string, Chance>> = {
  '44.1': { why: 'in which order, and in how many rows, deployments become ready', view: lastRows },
  '47.1': {
    why: 'whether the worker says something between ^C and its end',
    view: (output) => output.replace(/\^C.*$/, '^C'),
  },
  '48.1': {
    why: 'how many of the last 15 lines are of the time before the worker recovered',
    view: from(/INFO:__main__:0 units/),
  },
  '64.1': {
    why: 'which of the events of the same second are the last 12: all kinds of them must be there, none else',
    view: (output) => {
      const plain = output
        .replace(/\b(?:hasher|redis|rng|webui|worker)\b/g, '<service>')
        .replace(
          / {2}(?:Container image \S+ already present on machine|Successfully pulled image \S+ in <age>)$/gm,
          '  <pulled>',
        );
      return [...new Set(plain.split('\n'))].sort().join('\n');
    },
  },
  '65.4': {
    why: 'how often who recorded the real run asked for / before the page answered, and how many digits the counters had',
    view: (output) =>
      output.replace(/(^.*GET \/ HTTP.*\n)\1+/gm, '$1').replace(/(?<="GET \/json .* 200 )\d+$/gm, '<n>'),
  },
  '68.2': {
    why: 'which of nine new pods have got as far as the kubelet',
    view: (output) => sorted(output.replace(/0\/1 {2}(?:Pending|ContainerCreating)/g, '0/1  <starting>')),
  },
  '73.1': { why: 'how far the rollout is when the watch begins, and in how many rows it goes on', view: lastRows },
  '74.1': { why: unawaited, view: (output) => withoutLeaving(output, 'worker') },
  '76.3': {
    why: `${unawaited}; and whether of the two former rng the older one has ended: one at least is on its way out`,
    view: (output) => withoutLeaving(output, 'worker').replace(/(^rng-.* {2}Terminating .*\n)\1/gm, '$1'),
  },
  '77.1': {
    why: `${unawaited}; and whether the grace of 30 s of the former rng is over, of which 29 had passed on the real node1`,
    view: (output) => withoutLeaving(output, 'worker', 'rng'),
  },
  '82.2': {
    why: 'where in the worker’s complaint its last 6 lines begin',
    view: from(/^ERROR:__main__:Waiting/),
  },
  '88.2': {
    why: 'which of the pods the garbage collector has reached, and which have ended: none is new, none else is there',
    view: (output) => sorted(output.replace(/[01]\/1 {2}(?:Running|Terminating)/g, '<leaving>')),
  },
  '88.5': {
    why: 'whether what does end at SIGTERM, redis and the registry, has ended',
    view: (output) => sorted(output.replace(/^(pod\/re.*) {2}[01]\/1 {2}Terminating/gm, '$1  <leaving>')),
  },
};
