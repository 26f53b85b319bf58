import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Message, message } from '../../messages/message.ts';
import { replayOf } from '../../plan/replay.ts';
import type { Plan } from '../../plan/step.ts';
import type { RunOptions } from '../../run/run.ts';
import type { RestoredNode, Snapshots, Target } from '../../target/target.ts';
import { reasonOf } from '../outputs.ts';
import { notBrought } from './not-brought.ts';
import { DamagedPack, readPack } from './pack.ts';
import { resumedOf, type ResumePoint, snapshotAt, type SnapshotPoint } from './resume-point.ts';
import { fingerprintOf, type KeptShells } from './run-records.ts';

/** What the decks before a deck do, as a short text. */
export function fingerprintOfPlans(plans: readonly Plan[]): string {
  const steps = plans.flatMap((plan) => plan.steps.map(fingerprintOf));
  return createHash('sha256').update(steps.join(' ')).digest('base64url').slice(0, 16);
}

/** A snapshot that a run can go on from, and the deck that it is of. */
export interface FoundSnapshot extends SnapshotPoint {
  /** Place of the deck among the plans. */
  readonly deck: number;
  readonly path: string;
}

/** The last snapshot at the point where a run goes on, or before it: of this deck, or at the end of one before. */
export function findSnapshot(
  plans: readonly Plan[],
  points: readonly (ResumePoint | undefined)[],
  first: number,
  fileOf: (plan: Plan) => string,
): FoundSnapshot | undefined {
  for (let deck = first; deck >= 0; deck--) {
    const [plan, point] = [plans[deck], points[deck]];
    const found = plan && point && snapshotAt(plan.steps, point);
    if (found) return { ...found, deck, path: join(dirname(fileOf(plan)), found.pack) };
  }
  return undefined;
}

const checkpoint = z.object({
  after: z.string(),
  state: z.object({ folder: z.string(), fits: z.string(), node: z.unknown() }),
});

/** Brings back the node of a snapshot, and says what does not come back; a message says why it cannot be. */
export async function restoreNode(
  { path, name, shells }: FoundSnapshot,
  before: readonly Plan[],
  snapshots: Snapshots,
): Promise<RestoredShells | Message> {
  const damaged = message('resume/snapshot-damaged', { file: path });
  let read: (name: string) => Buffer;
  let found: z.infer<typeof checkpoint>;
  try {
    read = readPack(path);
    found = checkpoint.parse(JSON.parse(read(name).toString()));
  } catch {
    return damaged;
  }
  const { state, after } = found;
  if (after !== fingerprintOfPlans(before)) return message('resume/snapshot-after-others');
  if (state.fits !== (await snapshots.fits())) return message('resume/snapshot-other');
  try {
    const node = await snapshots.restore(state, read);
    return { node, shells: moved(shells, state.folder, node.folder) };
  } catch (error) {
    return error instanceof DamagedPack ? damaged : reasonOf(error);
  }
}

/** A node that is there again, and what its shells were. */
export interface RestoredShells {
  readonly node: RestoredNode;
  readonly shells: KeptShells | undefined;
}

/** Shells name the folder of their node: home, commands, where they are. */
function moved(shells: KeptShells | undefined, from: string, to: string): KeptShells | undefined {
  const [old, now] = [from, to].map((each) => JSON.stringify(each).slice(1, -1));
  return shells && (JSON.parse(JSON.stringify(shells).replaceAll(old ?? '', now ?? '')) as KeptShells);
}

/** What is said of a node that is there again. */
export function sayRestored(
  { at, without }: FoundSnapshot,
  { node, shells }: RestoredShells,
  plan: Plan,
  { name }: Pick<Target, 'name'>,
  replayed: number,
): readonly Message[] {
  const told = [message('resume/restored', { target: name, id: plan.steps[at - 1]?.id ?? '' })];
  const rest: Message[] = [];
  if (replayed > 0 && without) rest.push(message('resume/node-without', { why: without }));
  if (replayed > 0) rest.push(message('resume/replays-rest', { count: replayed }));
  if (node.begunAnew.length > 0) rest.push(message('resume/begun-anew', { names: some(node.begunAnew) }));
  if (node.leftOut.length > 0) rest.push(message('resume/files-left-out', { names: some(node.leftOut) }));
  if (node.silent.length > 0) rest.push(message('resume/not-listening', { names: some(node.silent) }));
  return [...told, ...rest, ...(shells ? notBrought(shells) : [])];
}

/** The first ones, where there are many. */
function some(names: readonly string[]): readonly string[] {
  return names.length > 20 ? [...names.slice(0, 20), '…'] : names;
}

/** A deck from a snapshot on: what is between it and `begin` is replayed. */
export function fromSnapshot(
  plan: Plan,
  { at, records }: SnapshotPoint,
  shells: KeptShells | undefined,
  begin: number,
): { readonly plan: Plan } & Pick<RunOptions, 'resumed' | 'replay'> {
  const [between, after] = [plan.steps.slice(at, begin), plan.steps.slice(begin)];
  return {
    plan: { ...plan, steps: plan.steps.slice(at) },
    resumed: resumedOf({ at, records, shells }, plan.steps),
    ...(between.length > 0 && { replay: replayOf(between, after) }),
  };
}
