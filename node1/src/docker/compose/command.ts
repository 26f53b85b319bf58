import type { DocArguments } from './docopt.ts';
import type { Compose } from './project.ts';

/** One call of a command of docker-compose. */
export interface ComposeCall extends Compose {
  readonly args: DocArguments;
}

/** A command of docker-compose; the number is its exit code. Throws ComposeError. */
export type ComposeCommand = (call: ComposeCall) => Promise<number>;
