import type { CliCodes } from './codes/cli.ts';
import type { ConfigCodes } from './codes/config.ts';
import type { DeckCodes } from './codes/deck.ts';
import type { HelpCodes } from './codes/help.ts';
import type { LintCodes } from './codes/lint.ts';
import type { MatchCodes } from './codes/match.ts';
import type { PlanCodes } from './codes/plan.ts';
import type { ReportCodes } from './codes/report.ts';
import type { RunCodes } from './codes/run.ts';
import type { ServerCodes } from './codes/server.ts';
import type { TargetCodes } from './codes/target.ts';
import type { TextCodes } from './codes/text.ts';

/** Every message that Pupitre has for people: its code, and the data that its words need. The parts are in `codes/`. */
export interface Codes
  extends
    DeckCodes,
    PlanCodes,
    MatchCodes,
    RunCodes,
    TargetCodes,
    ConfigCodes,
    ReportCodes,
    CliCodes,
    HelpCodes,
    ServerCodes,
    LintCodes,
    TextCodes {}
