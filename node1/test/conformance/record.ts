import { readFileSync } from 'node:fs';

/** One command that was typed on a real node1, and what came of it. */
export interface RecordedCommand {
  /** Number of its step, a point, its place in it. */
  readonly id: string;
  readonly command: string;
  readonly exitCode: number;
  /** Normalised. */
  readonly output: string;
}

/** The commands of a part of the real run, in order. */
export interface Recording {
  readonly part: string;
  readonly commands: readonly RecordedCommand[];
}

export const parts = ['a', 'b', 'c'] as const;
export type Part = (typeof parts)[number];

/** The fixture of a part. */
export function fixtureOf(part: Part): URL {
  return new URL(`../fixtures/conformance/${part}.json`, import.meta.url);
}

export function readRecording(part: Part): Recording {
  return JSON.parse(readFileSync(fixtureOf(part), 'utf8')) as Recording;
}
