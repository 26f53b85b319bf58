import type { NoData, MessagePart } from '../part.ts';

/** What running steps tells people, and the data of each message. */
export interface RunCodes {
  readonly 'run/interrupted': NoData;
  /** `why`: why the URL of the page is not certain. */
  readonly 'run/cannot-open': { readonly url: string; readonly why: MessagePart };
  readonly 'run/not-run-after': { readonly id: string };
  readonly 'run/exit-code': { readonly command: string; readonly exitCode: number };
}
