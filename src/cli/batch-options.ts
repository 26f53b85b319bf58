import { message } from '../messages/message.ts';
import { UsageError } from './errors.ts';
import { wholeNumber } from './numbers.ts';
import type { RunCommandOptions } from './run-command-options.ts';
import { type Shard, shardOf } from './shard.ts';

/** How often, how much at a time and which part is run. */
export interface Batch {
  readonly shard: Shard | undefined;
  /** Decks at a time. */
  readonly jobs: number;
  readonly rounds: number;
  readonly untilFailure: boolean;
}

const mostJobs = 64;
const mostRounds = 100_000;

/** Reads the options of a batch. Throws UsageError for those that cannot be, alone or together. */
export function batchOf(options: RunCommandOptions): Batch {
  const { jobs = '1', repeat = '1', untilFailure = false, update, yes } = options;
  const batch = {
    shard: shardOf(options.shard),
    jobs: wholeNumber('--jobs', jobs, [1, mostJobs]),
    rounds: wholeNumber('--repeat', repeat, [1, mostRounds]),
    untilFailure,
  };
  const person = { '--step': options.step, '--pause-on-failure': options.pauseOnFailure, '--stay': options.stay };
  const again = { '--resume': options.resume, '--from': options.from };
  if (batch.jobs > 1) refuse('--jobs', { ...person, ...again });
  if (options.repeat !== undefined) refuse('--repeat', { ...person, '--resume': options.resume });
  if (update)
    refuse('--update', {
      '--repeat': options.repeat,
      '--step': options.step,
      '--pause-on-failure': options.pauseOnFailure,
    });
  if (untilFailure && options.repeat === undefined)
    throw new UsageError(message('batch/needs', { option: '--until-failure', needed: '--repeat' }));
  if (yes && !update) throw new UsageError(message('batch/needs', { option: '--yes', needed: '--update' }));
  return batch;
}

function refuse(option: string, others: Readonly<Record<string, unknown>>): void {
  const other = Object.entries(others).find(([, value]) => value !== undefined && value !== false)?.[0];
  if (other !== undefined) throw new UsageError(message('batch/not-together', { option, other }));
}
