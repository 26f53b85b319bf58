import type { MessagePart, NoData } from '../wording.ts';

/** Of runs that do more than one thing: expected outputs brought up to date, several rounds, parts of a course, several decks at once. */
export interface BatchCodes {
  /** Said of a run with `--update` whose expected outputs all came. */
  readonly 'batch/nothing-to-update': NoData;
  /** The question before files are changed. */
  readonly 'batch/ask-update': { readonly count: number; readonly files: number };
  readonly 'batch/updated': { readonly count: number; readonly files: number };
  readonly 'batch/not-updated': NoData;
  /** An expected output stays as it is; `why` is one of the next. */
  readonly 'batch/cannot-update': { readonly place: string; readonly id: string; readonly why: MessagePart };
  readonly 'batch/update-in-config': NoData;
  readonly 'batch/update-regex': NoData;
  readonly 'batch/update-nothing': NoData;
  readonly 'batch/update-secret': NoData;
  readonly 'batch/update-unclear': NoData;
  readonly 'batch/update-elsewhere': NoData;
  readonly 'batch/update-unfit': NoData;
  readonly 'batch/needs': { readonly option: string; readonly needed: string };
  readonly 'batch/not-together': { readonly option: string; readonly other: string };
  readonly 'batch/rounds': { readonly count: number; readonly failed: number };
  readonly 'batch/failed-in': { readonly id: string; readonly times: number; readonly rounds: readonly number[] };
  readonly 'batch/shard-form': NoData;
  readonly 'help/report': NoData;
  readonly 'help/report-merge': NoData;
  readonly 'help/report-files': NoData;
  readonly 'help/run-update': NoData;
  readonly 'help/run-yes': NoData;
  readonly 'help/run-shard': NoData;
  readonly 'help/run-jobs': NoData;
  readonly 'help/run-repeat': NoData;
  readonly 'help/run-until-failure': NoData;
  readonly 'help/run-watch': NoData;
  readonly 'batch/watching': NoData;
  readonly 'help/run-changed': NoData;
  /** No deck is left for this machine. */
  readonly 'batch/empty-shard': { readonly shard: string };
  readonly 'batch/no-commit': { readonly since: string };
  readonly 'batch/no-git': { readonly folder: string; readonly reason: MessagePart };
  readonly 'batch/nothing-changed': { readonly since: string };
  readonly 'batch/damaged-report': { readonly file: string; readonly line: number };
  readonly 'batch/unfinished-report': { readonly file: string };
}
