/** One small fault put into the source on purpose: the tests named must notice it. */
export interface Mutant {
  /** From the root of the repository. */
  readonly file: string;
  /** Text of the file; must be in it exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** Test files of which at least one must fail, from the root of the repository. */
  readonly tests: readonly string[];
  /** What the fault does. */
  readonly why: string;
}
