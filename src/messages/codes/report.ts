import type { NoData } from '../wording.ts';

/** A verdict, as in `plan/verdict.ts`. */
type Status = 'passed' | 'failed' | 'timedOut' | 'broken' | 'skipped' | 'manual' | 'notRun';
type Severity = 'error' | 'warning' | 'info';

/** What reports say besides the reasons and hints of others, and the data of each message. */
export interface ReportCodes {
  /** What stands between seconds and their tenths. */
  readonly 'report/decimal-sign': NoData;
  /** A verdict, and what explains it. */
  readonly 'report/explained': { readonly what: string; readonly why: string };
  /** `3 passed`. */
  readonly 'report/count': { readonly status: Status; readonly count: number };
  /** One step's verdict: `timed out`. */
  readonly 'report/verdict': { readonly status: Status };
  readonly 'report/steps': { readonly count: number };
  readonly 'report/slide': { readonly number: number; readonly title: string };
  /** The try that is running now: `3rd try`. */
  readonly 'report/nth-try': { readonly attempt: number };
  readonly 'report/tries': { readonly count: number };
  readonly 'report/waiting-for': { readonly what: string };
  readonly 'report/exit-code': { readonly exitCode: number };
  readonly 'report/no-exit-code': NoData;
  readonly 'report/expected': NoData;
  readonly 'report/actual': NoData;
  readonly 'report/lines-not-shown': { readonly count: number };
  readonly 'report/nothing': NoData;
  readonly 'report/last-screen': NoData;
  readonly 'report/what-to-try': NoData;
  readonly 'report/failures': NoData;
  readonly 'report/slowest': NoData;
  /** How to go on: the command to type. */
  readonly 'report/resume': { readonly command: string };
  readonly 'report/interrupted': NoData;
  /** Steps that ask for what the target does not do. */
  readonly 'report/refused': { readonly count: number };
  readonly 'report/nothing-ran': NoData;
  readonly 'report/ended-before': NoData;
  readonly 'report/cut-off-before': NoData;
  readonly 'report/characters-left-out': { readonly count: number };
  readonly 'report/bytes-left-out': { readonly count: number };

  // The summary for GitHub.
  readonly 'report/outcome': {
    readonly counts: string;
    readonly time: string;
    readonly target: string;
    readonly complete: boolean;
  };
  readonly 'report/entries-left-out': { readonly count: number };
  readonly 'report/column': { readonly name: 'verdict' | 'step' | 'does' | 'where' | 'time' };

  // A plan as text.
  readonly 'report/no-steps': NoData;
  readonly 'report/line': { readonly line: number };
  /** Whose terminal a step expects. */
  readonly 'report/in-shell': NoData;
  readonly 'report/in-terminal': { readonly name: string };
  readonly 'report/in-program': { readonly id: string; readonly command: string };
  readonly 'report/in-ended-program': { readonly id: string; readonly command: string };
  readonly 'report/assigns': { readonly names: readonly string[] };
  readonly 'report/expects': { readonly matcher: string; readonly from: string; readonly source: string };
  readonly 'report/expects-exit': { readonly expected: number | 'nonzero' | 'any' };
  readonly 'report/origin': { readonly origin: 'fence' | 'snippet' | 'config' };
  readonly 'report/deck': {
    readonly file: string;
    readonly slides: number;
    readonly exercises: number;
    readonly steps: number;
  };
  readonly 'report/more-lines': { readonly count: number };

  // What lint says.
  readonly 'report/severity': { readonly severity: Severity };
  readonly 'report/severity-count': { readonly severity: Severity; readonly count: number };
  readonly 'report/problems': { readonly count: number; readonly bySeverity: readonly string[] };
  readonly 'report/fixable': { readonly count: number };
  readonly 'report/fixed': { readonly count: number };

  readonly 'report/unknown-reporter': {
    readonly name: string;
    readonly meant: string | undefined;
    readonly known: readonly string[];
  };
}
