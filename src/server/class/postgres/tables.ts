import { message } from '../../../messages/message.ts';
import { classEvent } from '../class-events.ts';
import { ClassState } from '../class-state.ts';
import { StoreError } from '../store.ts';
import { ask, type Connection } from './database.ts';

/** The version of the tables. */
const version = 1;

/**
 * `json`, not `jsonb`, which refuses U+0000 and halves of surrogate pairs. The lock: of several servers that start at once, one makes
 * the tables.
 */
const tables = `BEGIN;
SELECT pg_advisory_xact_lock(7850712);
CREATE TABLE IF NOT EXISTS pupitre_version (version int4 PRIMARY KEY);
CREATE TABLE IF NOT EXISTS pupitre_class (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  epoch int4 NOT NULL DEFAULT 0,
  leader_address text,
  leader_secret text
);
CREATE TABLE IF NOT EXISTS pupitre_event (
  class int4 NOT NULL REFERENCES pupitre_class ON DELETE CASCADE,
  seq int8 NOT NULL,
  event json NOT NULL,
  PRIMARY KEY (class, seq)
);
INSERT INTO pupitre_version VALUES (${version}) ON CONFLICT DO NOTHING;
COMMIT`;

/** Makes the tables where there are none yet. Throws StoreError when they are those of a later Pupitre, and what node-postgres throws. */
export async function prepareTables(connection: Connection): Promise<void> {
  if (!(await hasTables(connection))) await ask(connection, tables);
  const [{ found } = { found: version }] = await ask(connection, 'SELECT max(version) AS found FROM pupitre_version');
  if (found !== version) throw new StoreError(message('class/database-of-later-version'));
}

async function hasTables(connection: Connection): Promise<boolean> {
  const [row] = await ask(connection, `SELECT to_regclass('pupitre_version') IS NOT NULL AS found`);
  return row?.['found'] === true;
}

/** The number of the class of this name, which is made where there is none. */
export async function classNamed(connection: Connection, name: string): Promise<number> {
  await ask(connection, 'INSERT INTO pupitre_class (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  const [row] = await ask(connection, 'SELECT id FROM pupitre_class WHERE name = $1', [name]);
  return Number(row?.['id']);
}

/** The classes of a database, by their names. */
export async function classesIn(connection: Connection): Promise<ReadonlyMap<string, number>> {
  if (!(await hasTables(connection))) return new Map();
  const rows = await ask(connection, 'SELECT id, name FROM pupitre_class ORDER BY name');
  return new Map(rows.map(({ id, name }) => [String(name), Number(id)]));
}

/** What is known of a class, in how many rows, and the number of the last one. Throws StoreError for a row that is no event. */
export async function readEvents(
  connection: Connection,
  id: number,
  name: string,
): Promise<{ readonly state: ClassState; readonly rows: number; readonly last: number }> {
  const rows = await ask(
    connection,
    'SELECT seq::text, event FROM pupitre_event WHERE class = $1 ORDER BY pupitre_event.seq',
    [id],
  );
  const state = new ClassState();
  for (const { seq, event } of rows) {
    const { data } = classEvent.safeParse(event);
    if (!data) throw new StoreError(message('class/bad-row', { name, seq: String(seq) }));
    state.apply(data);
  }
  return { state, rows: rows.length, last: Number(rows.at(-1)?.['seq'] ?? 0) };
}

/** Adds events, JSON each, from the number `first` on, as long as the epoch is that of who does it: whether it is. Twice is as once. */
export async function addEvents(
  connection: Connection,
  { id, epoch, first }: { readonly id: number; readonly epoch: number; readonly first: number },
  events: readonly string[],
): Promise<boolean> {
  const rows = await ask(
    connection,
    `WITH leads AS (SELECT id FROM pupitre_class WHERE id = $1 AND epoch = $2 FOR SHARE),
      added AS (
        INSERT INTO pupitre_event (class, seq, event)
        SELECT leads.id, $3::int8 + at - 1, event
        FROM leads, json_array_elements($4::json) WITH ORDINALITY AS each (event, at)
        ON CONFLICT DO NOTHING
      )
      SELECT id FROM leads`,
    [id, epoch, first, `[${events.join(',')}]`],
  );
  return rows.length > 0;
}

/** Puts these events in place of all that are there, in one transaction, as long as the epoch is that of who does it: whether it is. */
export async function replaceEvents(
  connection: Connection,
  { id, epoch, first }: { readonly id: number; readonly epoch: number; readonly first: number },
  events: readonly string[],
): Promise<boolean> {
  await ask(connection, 'BEGIN');
  try {
    const leads = await ask(connection, 'SELECT id FROM pupitre_class WHERE id = $1 AND epoch = $2 FOR UPDATE', [
      ...[id, epoch],
    ]);
    if (leads.length > 0) {
      await ask(connection, 'DELETE FROM pupitre_event WHERE class = $1', [id]);
      await addEvents(connection, { id, epoch, first }, events);
    }
    await ask(connection, 'COMMIT');
    return leads.length > 0;
  } catch (error) {
    await ask(connection, 'ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** JSON in ASCII: kept as it is in a database of any encoding. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
