import type { StepOptions } from './step/step-run.ts';

/** What the command line says of `pupitre run`. */
export interface RunCommandOptions extends StepOptions {
  readonly target?: string;
  readonly only: readonly string[];
  readonly from?: string;
  readonly replay?: boolean;
  readonly resume?: true;
  readonly state?: boolean;
  readonly strict?: true;
  readonly timeout?: string;
  readonly record?: string;
  readonly recordFormat?: string;
  readonly config?: string;
  readonly exercises?: string;
  readonly lang?: string;
  readonly stay?: boolean;
  readonly watch?: true;
  readonly update?: true;
  readonly yes?: true;
  readonly changed?: string;
  readonly shard?: string;
  readonly jobs?: string;
  readonly repeat?: string;
  readonly untilFailure?: true;
  readonly changes?: true;
}
