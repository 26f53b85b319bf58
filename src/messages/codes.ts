import type { BatchCodes } from './codes/batch.ts';
import type { ChangesCodes } from './codes/changes.ts';
import type { ClassCodes } from './codes/class.ts';
import type { CliCodes } from './codes/cli.ts';
import type { ConfigCodes } from './codes/config.ts';
import type { DeckCodes } from './codes/deck.ts';
import type { KeptCodes } from './codes/kept.ts';
import type { LintCodes } from './codes/lint.ts';
import type { LintCommandCodes } from './codes/lint-commands.ts';
import type { MatchCodes } from './codes/match.ts';
import type { PlanCodes } from './codes/plan.ts';
import type { ReportCodes } from './codes/report.ts';
import type { ResumeCodes } from './codes/resume.ts';
import type { RunCodes } from './codes/run.ts';
import type { ServerCodes } from './codes/server.ts';
import type { StepCodes } from './codes/step.ts';
import type { TargetCodes } from './codes/target.ts';
import type { ToolsCodes } from './codes/tools.ts';
import type { MessagePart } from './wording.ts';

/** Every message that Pupitre has for people: its code, and the data that its words need. The parts are in `codes/`. */
export interface Codes
  extends
    BatchCodes,
    DeckCodes,
    PlanCodes,
    MatchCodes,
    RunCodes,
    TargetCodes,
    ConfigCodes,
    ReportCodes,
    KeptCodes,
    ChangesCodes,
    CliCodes,
    ServerCodes,
    ClassCodes,
    LintCodes,
    LintCommandCodes,
    ResumeCodes,
    StepCodes,
    ToolsCodes,
    TextCodes {}

/** What belongs to no area: texts that are not ours, and lists. */
export interface TextCodes {
  /** What a program, the system or an author said: the same in every language. */
  readonly 'text/verbatim': { readonly text: string };
  /** `a, b, c`; with `more` an ellipsis at the end. */
  readonly 'text/list': { readonly parts: readonly MessagePart[]; readonly more?: boolean };
  /** Half-sentences one after the other: `a; b`. */
  readonly 'text/sequence': { readonly parts: readonly MessagePart[] };
}
