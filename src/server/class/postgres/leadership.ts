import { message } from '../../../messages/message.ts';
import { StoreError } from '../store.ts';
import { ask, type Connection } from './database.ts';

/** Which class, and its name for people. */
export interface ClassKey {
  readonly id: number;
  readonly name: string;
}

/** Where the server that leads a class is reached by the others, what it knows them by, and how many have led before. */
export interface Leader {
  readonly address: string;
  readonly secret: string;
  readonly epoch: number;
}

/** Told when another server leads a class, or none does any more; with the number of the class. */
export const leaderChannel = 'pupitre_leader';

/** One lock for each class of these tables; it belongs to the connection and ends with it. */
const lock = `SELECT pg_advisory_lock('pupitre_class'::regclass::oid::int4, $1)`;
/** Milliseconds of waiting for the lock before it is found out whether somebody else leads by now. */
const retakeMs = 1_000;

export function anotherLeads(name: string): StoreError {
  return new StoreError(message('class/another-leads', { name }));
}

/** Waits until no other server leads: until their connection is gone. Rejects when this one is. */
export async function waitForLock(connection: Connection, id: number): Promise<void> {
  await ask(connection, lock, [id], Infinity);
}

/** Begins the next epoch: what servers of earlier ones write is refused from now on, and what they have written is there to be read. */
export async function beginEpoch(
  connection: Connection,
  id: number,
  { address, secret }: Omit<Leader, 'epoch'>,
): Promise<number> {
  const [row] = await ask(
    connection,
    'UPDATE pupitre_class SET epoch = epoch + 1, leader_address = $2, leader_secret = $3 WHERE id = $1 RETURNING epoch',
    [id, address, secret],
  );
  await tell(connection, id);
  return Number(row?.['epoch']);
}

/** Takes the lock again after the connection broke. Throws StoreError (`another-leads`) when somebody has led since. */
export async function retakeLock(connection: Connection, { id, name }: ClassKey, epoch: number): Promise<void> {
  await ask(connection, `SET lock_timeout = ${retakeMs}`);
  for (;;) {
    if ((await epochOf(connection, id)) !== epoch) throw anotherLeads(name);
    try {
      await ask(connection, lock, [id]);
      break;
    } catch (error) {
      // The lock is still that of the connection before, or somebody else's, who will begin an epoch.
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
    }
  }
  await ask(connection, 'SET lock_timeout = 0');
  if ((await epochOf(connection, id)) !== epoch) throw anotherLeads(name);
}

async function epochOf(connection: Connection, id: number): Promise<unknown> {
  const [row] = await ask(connection, 'SELECT epoch FROM pupitre_class WHERE id = $1', [id]);
  return row?.['epoch'];
}

/** Says that nobody leads any more, if the last one was of this epoch. */
export async function endEpoch(connection: Connection, id: number, epoch: number): Promise<void> {
  await ask(
    connection,
    'UPDATE pupitre_class SET leader_address = NULL, leader_secret = NULL WHERE id = $1 AND epoch = $2',
    [id, epoch],
  );
  await tell(connection, id);
}

async function tell(connection: Connection, id: number): Promise<void> {
  await ask(connection, 'SELECT pg_notify($1, $2)', [leaderChannel, String(id)]);
}

/** Who leads now, as far as anybody has said. */
export async function leaderOf(connection: Connection, id: number): Promise<Leader | undefined> {
  const [row] = await ask(
    connection,
    'SELECT leader_address AS address, leader_secret AS secret, epoch FROM pupitre_class WHERE id = $1',
    [id],
  );
  const { address, secret, epoch } = row ?? {};
  if (typeof address !== 'string' || typeof secret !== 'string') return undefined;
  return { address, secret, epoch: Number(epoch) };
}
