import { availableParallelism, totalmem } from 'node:os';
import { loadConfig } from '../config.ts';
import { message } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { loadOf } from '../plan/course-load.ts';
import { clusterCapacity } from './capacity-cluster.ts';
import { chooseDecks, loadDeck } from './decks.ts';
import { exitCodes, UsageError } from './errors.ts';
import { language } from './language.ts';
import { costs, memoryShare, serverMiB } from './node-costs.ts';
import { wholeNumber } from './numbers.ts';

export interface CapacityOptions {
  readonly students: string;
  readonly target?: string;
  readonly json?: true;
  readonly config?: string;
  readonly lang?: string;
}

/** Says what a class needs on this machine, from the deck's steps and measured costs of the target; the exit code. Throws UsageError and ConfigError. */
export function capacity(name: string | undefined, options: CapacityOptions): number {
  const cwd = process.cwd();
  const config = loadConfig(options.config, cwd);
  const lang = language(options.lang, config, process.env);
  const say = sayIn(lang);
  const shown = (number: number): string => number.toLocaleString(lang);
  const students = wholeNumber('--students', options.students, [1, 10_000]);
  const [choice] = chooseDecks(name === undefined ? [] : [name], config, cwd);
  if (!choice) throw new UsageError(message('cli/no-deck'));
  const targetName = options.target ?? config.defaultTarget;
  const type = config.targets.get(targetName)?.type;
  if (type === undefined) {
    throw new UsageError(message('cli/unknown-target', { name: targetName, known: [...config.targets.keys()] }));
  }
  if (type === 'ssh') throw new UsageError(message('cli/capacity-hosts', { target: targetName }));
  if (type === 'kubernetes')
    return clusterCapacity({ students, target: targetName, isJson: options.json === true }, config, lang);
  const load = loadOf(loadDeck(choice, config, cwd, lang).plan);
  const cost = costs[type];
  const nodeMiB = cost.nodeMiB + load.workloads * cost.workloadMiB;
  const cores = availableParallelism();
  const memoryMiB = Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1024 ** 2;
  const result = {
    ...{ students, target: targetName, ...load },
    /** MiB. */
    node: Math.ceil(nodeMiB),
    server: serverMiB,
    total: Math.ceil(serverMiB + students * nodeMiB),
    machine: Math.floor(memoryMiB),
    fits: Math.max(0, Math.floor((memoryMiB * memoryShare - serverMiB) / nodeMiB)),
    /** Seconds until all have a prompt who come within the same second. */
    firstMinute: Math.ceil((students * cost.startCpuSeconds) / cores) || 1,
    /** Cores that are busy when all have done the course and do nothing, and while all do it. */
    idleCores: round(students * load.workloads * cost.workloadCores),
    busyCores: round((students * load.steps * cost.stepCpuSeconds) / cost.secondsPerStep),
    cores,
  };
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    const lines = [
      say('cli/capacity-course', { steps: load.steps, workloads: load.workloads, builds: load.builds }),
      say('cli/capacity-memory', { node: result.node, total: result.total, machine: result.machine, students }),
      say('cli/capacity-start', { seconds: result.firstMinute, students }),
      say('cli/capacity-cpu', { busy: shown(result.busyCores), idle: shown(result.idleCores), cores }),
      say(result.fits >= students ? 'cli/capacity-fits' : 'cli/capacity-too-many', { fits: result.fits, students }),
      say('cli/capacity-measured', { target: targetName }),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return result.fits >= students ? exitCodes.passed : exitCodes.failed;
}

function round(cores: number): number {
  return Math.round(cores * 100) / 100;
}
