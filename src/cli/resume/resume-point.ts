import { type Message, message } from '../../messages/message.ts';
import { openingOf } from '../../plan/replay.ts';
import type { Step } from '../../plan/step.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import type { RecalledCommand, Resumed } from '../../run/journal.ts';
import { isDone } from './keep-run.ts';
import { fingerprintOf, type KeptShells, type StateRecord, type StepRecord } from './run-records.ts';

/** Where a run of a deck can go on. */
export interface ResumePoint {
  /** Index of the step. */
  readonly at: number;
  /** Records of the steps before it, as far as there are some. */
  readonly records: readonly StepRecord[];
  /** The shells as they were before it; undefined when that is not known. */
  readonly shells: KeptShells | undefined;
  /** What is to be said: why it is not a later one. */
  readonly told: readonly Message[];
}

/** After the last step that is done, in an unbroken row from the first, with every shell at its prompt. */
export function pointAfterRow(steps: readonly Step[], records: readonly StateRecord[]): ResumePoint {
  const ends = lastOf(records);
  const row = unbrokenRow(steps, ends);
  const told: Message[] = [];
  const next = steps[row];
  const known = next && ends.find(({ id }) => id === next.id);
  if (next && (known ? known.fingerprint !== fingerprintOf(next) : ends[row] !== undefined)) {
    told.push(message('resume/changed', { id: next.id }));
  }
  const begun = records.findLast(({ type, id }) => type === 'begin' && !ends.some((each) => each.id === id));
  if (begun && next?.id === begun.id) told.push(message('resume/began', { id: begun.id }));
  return pointAt(steps, ends, row, told);
}

/** Before a step that a person names: where what it belongs to is opened. */
export function pointBefore(steps: readonly Step[], records: readonly StateRecord[], wanted: number): ResumePoint {
  const ends = lastOf(records);
  if (unbrokenRow(steps, ends) >= wanted) return pointAt(steps, ends, wanted, []);
  const at = openingOf(steps, wanted);
  return { at, records: [], shells: undefined, told: moved(steps, wanted, at) };
}

function pointAt(
  steps: readonly Step[],
  ends: readonly StepRecord[],
  wanted: number,
  told: readonly Message[],
): ResumePoint {
  let at = wanted;
  while (at > 0 && (ends[at - 1]?.clean !== true || openingOf(steps, at) !== at)) at--;
  const records = ends.slice(0, at);
  return { at, records, shells: shellsOf(inTime(records)), told: [...told, ...moved(steps, wanted, at)] };
}

/** Records as they were written: a person may have done a step again after later ones. */
function inTime(records: readonly StepRecord[]): readonly StepRecord[] {
  return [...records].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function shellsOf(records: readonly StepRecord[]): KeptShells | undefined {
  return records.findLast(({ shells }) => shells !== undefined)?.shells;
}

function moved(steps: readonly Step[], wanted: number, at: number): Message[] {
  const [from, to] = [steps[wanted], steps[at]];
  return from && to && from !== to ? [message('resume/moved', { wanted: from.id, id: to.id })] : [];
}

/** The last record of each step, in the order in which they were first done. */
function lastOf(records: readonly StateRecord[]): readonly StepRecord[] {
  const ends = new Map<string, StepRecord>();
  for (const record of records) if (record.type === 'end') ends.set(record.id, record);
  return [...ends.values()];
}

/** How many steps from the first on are done, and are what they were. */
function unbrokenRow(steps: readonly Step[], ends: readonly StepRecord[]): number {
  const broken = steps.findIndex((step, at) => {
    const end = ends[at];
    return end?.id !== step.id || end.fingerprint !== fingerprintOf(step) || !isDone(end.verdict);
  });
  return broken < 0 ? steps.length : broken;
}

/** A snapshot of the node at a point, or before it. */
export interface SnapshotPoint extends Pick<ResumePoint, 'at' | 'records' | 'shells'> {
  /** The file beside the state file, and the name in it. */
  readonly pack: string;
  readonly name: string;
  /** Why there is none of the steps after it. */
  readonly without: 'secret' | 'tooLarge' | 'unreadable' | undefined;
}

/** The last snapshot of the node at a point or before it. */
export function snapshotAt(steps: readonly Step[], { records, at: wanted }: ResumePoint): SnapshotPoint | undefined {
  let without: SnapshotPoint['without'];
  for (let at = Math.min(wanted, records.length); at > 0; at--) {
    const before = records.slice(0, at);
    const done = inTime(before);
    const { node } = done.at(-1) ?? {};
    if (node && 'without' in node) without ??= node.without;
    if (!node || !('pack' in node) || openingOf(steps, at) !== at) continue;
    return { at, records: before, shells: shellsOf(done), pack: node.pack, name: node.name, without };
  }
  return undefined;
}

/** What a run needs to go on where another one was. */
export function resumedOf(
  { at, records, shells }: Pick<ResumePoint, 'at' | 'records' | 'shells'>,
  steps: readonly Step[],
): Resumed {
  const log: RecalledCommand[] = records.flatMap(({ commands }, index) =>
    commands.map((each) => ({ ...each, chapter: steps[index]?.place.file ?? '' })),
  );
  return {
    current: steps[at]?.terminal ?? shells?.current ?? firstTerminal,
    parts: new Map(Object.entries(shells?.parts ?? {})),
    log,
  };
}
