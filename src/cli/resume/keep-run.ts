import type { Message } from '../../messages/message.ts';
import { message } from '../../messages/message.ts';
import { systemReason } from '../../messages/message-error.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { StepResult } from '../../plan/verdict.ts';
import type { SavedShells, StepJournal } from '../../run/journal.ts';
import type { Masker } from '../../run/mask.ts';
import { reasonOf } from '../outputs.ts';
import { keptShells } from './kept-shells.ts';
import { fingerprintOf, type KeptNode, type KeptShells, type StateRecord, type StepRecord } from './run-records.ts';
import type { SnapshotKeeper } from './snapshot-keeper.ts';
import type { StateFile } from './state-file.ts';

/** Characters of the outputs of a step that are kept, for URLs on slides after it. */
const keptOutput = 16 * 1024;

export interface KeepOptions {
  readonly plan: Plan;
  readonly file: StateFile;
  readonly masker: Masker;
  /** Ids of steps whose records are in the file already. */
  readonly known: ReadonlySet<string>;
  readonly say: (told: Message) => void;
  /** Keeps what the node is, where it can be brought back. */
  readonly snapshots?: SnapshotKeeper | undefined;
}

/** Writes what a run of a deck does into its state file. What cannot be written is told once, and the run goes on. */
export class RunKeeper implements StepJournal {
  readonly #options: KeepOptions;
  readonly #chapters: ReadonlySet<string>;
  #failed = false;
  #last = '';

  constructor(options: KeepOptions) {
    this.#options = options;
    this.#chapters = new Set(
      options.plan.steps.filter(({ action }) => action === 'open').map(({ place }) => place.file),
    );
  }

  begin({ id }: Step): void {
    if (this.#options.known.has(id)) return;
    void this.#write({ type: 'begin', id, at: new Date().toISOString() });
  }

  async end(step: Step, { verdict, commands }: StepResult, shells: () => Promise<SavedShells>): Promise<void> {
    const isRow = isDone(verdict.status);
    if (this.#failed || verdict.status === 'notRun' || this.#options.known.has(step.id)) return;
    const kept = isRow ? keptShells(await shells(), this.#options.masker) : undefined;
    const node = kept && (await this.#nodeNow());
    const record: StepRecord = {
      ...{
        type: 'end',
        id: step.id,
        fingerprint: fingerprintOf(step),
        verdict: verdict.status,
        at: new Date().toISOString(),
      },
      ...{ clean: kept !== undefined, ...this.#shellsOf(kept), ...(node && { node }) },
      commands: this.#chapters.has(step.place.file)
        ? commands.map(({ text, output }) => ({ command: text, output: output.slice(0, keptOutput) }))
        : [],
    };
    await this.#write(record);
  }

  restored(terminal: string, taken: { readonly folder: boolean } | undefined): void {
    const { say } = this.#options;
    if (!taken) say(message('resume/shell-not-taken', { terminal }));
    else if (!taken.folder) say(message('resume/folder-gone', { terminal }));
  }

  /** The node goes on from the last snapshot of a pack. */
  goOnWith(pack: string): void {
    this.#options.snapshots?.goOnWith(pack);
  }

  async close(): Promise<void> {
    await this.#options.snapshots?.close().catch(() => undefined);
    await this.#options.file.close().catch(() => undefined);
  }

  #shellsOf(kept: KeptShells | undefined): { shells?: KeptShells } {
    if (!kept) return {};
    const text = JSON.stringify(kept);
    if (text === this.#last) return {};
    this.#last = text;
    return { shells: kept };
  }

  async #nodeNow(): Promise<KeptNode | undefined> {
    try {
      return await this.#options.snapshots?.keep();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    if (!this.#failed)
      this.#options.say(message('resume/cannot-save', { reason: systemReason(error) ?? reasonOf(error) }));
    this.#failed = true;
  }

  async #write(record: StateRecord): Promise<void> {
    if (this.#failed) return;
    try {
      await this.#options.file.append(record);
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** A step with this verdict is not done again. */
export function isDone(status: StepRecord['verdict']): boolean {
  return status === 'passed' || status === 'skipped' || status === 'manual';
}
