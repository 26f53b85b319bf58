import type { Config } from '../config.ts';
import type { Language } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { defaultRequests } from '../target/kubernetes/pod-spec.ts';
import { exitCodes } from './errors.ts';
import { podCost } from './node-costs.ts';

interface Wanted {
  readonly students: number;
  readonly target: string;
  readonly isJson: boolean;
}

/** Says what a class of pods needs, wherever they run: what there is, the cluster knows. The exit code. */
export function clusterCapacity({ students, target, isJson }: Wanted, config: Config, lang: Language): number {
  const say = sayIn(lang);
  const { memory = defaultRequests.memory } = config.targets.get(target)?.pods?.resources?.requests ?? {};
  const result = {
    ...{ students, target },
    /** MiB. */
    node: podCost.podMiB,
    total: students * podCost.podMiB,
    requested: memory,
    /** Seconds. */
    coldStart: Math.ceil(students * podCost.startSeconds),
  };
  const { node, total, requested, coldStart } = result;
  const lines = [
    say('cli/capacity-pods', { students, pod: node, pods: total, requested }),
    say('cli/capacity-pods-start', { students, seconds: coldStart }),
    say('cli/capacity-pods-fit'),
    say('cli/capacity-measured', { target }),
  ];
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : `${lines.join('\n')}\n`);
  return exitCodes.passed;
}
