import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Step } from '../../plan/step.ts';
import { contentOf } from '../../plan/successors.ts';

/** The first line of a state file. */
export const header = z.object({
  format: z.literal('pupitre-run'),
  version: z.literal(1),
  deck: z.string(),
  target: z.string(),
});

const shellPart = z.object({
  folder: z.string(),
  options: z.array(z.string()).readonly(),
  settings: z.array(z.string()).readonly(),
  umask: z.string(),
  aliases: z.array(z.string()).readonly(),
  traps: z.array(z.string()).readonly(),
  variables: z.array(z.object({ name: z.string(), attributes: z.string(), line: z.string() })).readonly(),
  functions: z.string(),
  exportedFunctions: z.array(z.string()).readonly(),
  positional: z.string(),
  jobs: z.array(z.string()).readonly(),
});

const shells = z.object({
  /** The terminal that steps are for. */
  current: z.string(),
  parts: z.record(z.string(), shellPart),
  /** Terminals of whose shells nothing is known, and why. */
  without: z.record(z.string(), z.enum(['silent', 'tooLarge'])),
  /** What holds secrets, and is left out: names of variables, `functions`, `aliases`, ... */
  hidden: z.array(z.string()).readonly(),
});
/** What the shells of a run are between two steps. */
export type KeptShells = z.infer<typeof shells>;

const node = z.union([
  /** A snapshot: the file beside the state file, and the name in it. */
  z.object({ pack: z.string().regex(/^[\w.-]+\.pack$/), name: z.string() }),
  /** Why there is none. */
  z.object({ without: z.enum(['secret', 'tooLarge', 'unreadable']) }),
]);
/** What is kept of a node between two steps. */
export type KeptNode = z.infer<typeof node>;

const at = z.iso.datetime();
const record = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), id: z.string(), at }),
  z.object({
    type: z.literal('end'),
    id: z.string(),
    fingerprint: z.string(),
    verdict: z.enum(['passed', 'failed', 'timedOut', 'broken', 'skipped', 'manual', 'notRun']),
    at,
    /** Every shell shows its prompt: a run can go on from here. */
    clean: z.boolean(),
    /** Absent: as after the step before. */
    shells: shells.optional(),
    /** Of a target whose nodes can be brought back. */
    node: node.optional(),
    commands: z.array(z.object({ command: z.string(), output: z.string() })).readonly(),
  }),
]);
/** A line of a state file: a step is begun, or over. */
export type StateRecord = z.infer<typeof record>;
export type StepRecord = StateRecord & { type: 'end' };

/** What one line holds; undefined when it is no record. */
export function parseRecord(line: string): StateRecord | undefined {
  return parseJson(record, line);
}

export function parseJson<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** What a step does, as a short text: another one when the deck says something else now. */
export function fingerprintOf(step: Step): string {
  return createHash('sha256').update(contentOf(step)).digest('base64url').slice(0, 16);
}
