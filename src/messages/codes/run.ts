import type { NoData } from '../part.ts';

/** What running steps tells people, and the data of each message. */
export interface RunCodes {
  readonly 'run/interrupted': NoData;
  readonly 'run/exit-code': { readonly command: string; readonly exitCode: number };
}
