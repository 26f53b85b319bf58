import type { NoData } from '../wording.ts';

/** What stands in reports and exports that people keep, besides the words of all reports. */
export interface KeptCodes {
  // The HTML report.
  readonly 'kept/report': NoData;
  /** Title of the window. */
  readonly 'kept/report-of': { readonly title: string };
  readonly 'kept/fact': {
    readonly name: 'deck' | 'target' | 'started' | 'took' | 'versions' | 'step' | 'place' | 'tries' | 'terminal';
  };
  /** A date and a time of a day, as ISO 8601 in UTC. */
  readonly 'kept/moment': { readonly iso: string };
  readonly 'kept/totals': NoData;
  readonly 'kept/all-passed': { readonly count: number };
  readonly 'kept/some-not-passed': { readonly count: number; readonly total: number };
  /** Nothing failed, but not everything was run. */
  readonly 'kept/nothing-failed': { readonly passed: number; readonly total: number };
  /** Shown until the totals come: in a report whose run was killed. */
  readonly 'kept/cut-off': NoData;
  readonly 'kept/filter': NoData;
  readonly 'kept/show-all': NoData;
  readonly 'kept/show-not-passed': NoData;
  readonly 'kept/open-all': NoData;
  readonly 'kept/close-all': NoData;
  readonly 'kept/keys': NoData;
  readonly 'kept/key': {
    readonly does: 'next' | 'previous' | 'next-failure' | 'filter' | 'open-all' | 'play' | 'close';
  };
  readonly 'kept/hidden': NoData;
  readonly 'kept/link-to': { readonly id: string };
  readonly 'kept/output-of': { readonly command: string };
  readonly 'kept/no-output': NoData;
  readonly 'kept/why': NoData;
  readonly 'kept/earlier-tries': { readonly count: number };
  readonly 'kept/same-reason': { readonly count: number };
  readonly 'kept/screen': NoData;
  readonly 'kept/difference': NoData;
  readonly 'kept/nothing-ran': NoData;

  // The recording.
  readonly 'kept/play': NoData;
  readonly 'kept/play-step': { readonly id: string };
  readonly 'kept/recording': { readonly seconds: number };
  readonly 'kept/close-recording': NoData;
  readonly 'kept/cannot-play': NoData;
  // An exported deck.
  /** Where its outputs come from. */
  readonly 'kept/outputs-of': {
    readonly target: string;
    readonly when: string;
    readonly passed: number;
    readonly total: number;
  };
  readonly 'kept/no-outputs': NoData;
  /** Instead of the outcome of a command. */
  readonly 'kept/not-in-run': NoData;
  /** What stands for the picture of a diagram where it is not seen. */
  readonly 'kept/diagram': NoData;
  /** Before the reason. */
  readonly 'kept/no-diagram': NoData;

  readonly 'kept/recording-full': { readonly megabytes: number };
}
