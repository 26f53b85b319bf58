export type { Change, ChangedField, Changes } from './changes/difference.ts';
export type { Inventory, Thing, ThingKind, Unseen } from './changes/inventory.ts';
export { parseDeck } from './deck/deck.ts';
export { parseManifest, type ChapterFile, type ManifestOptions } from './deck/manifest.ts';
export type {
  Deck,
  DeckOptions,
  Display,
  Exercise,
  Diagnostic,
  Point,
  Position,
  ProseUrl,
  Severity,
  Slide,
  Snippet,
} from './deck/model.ts';
export { remarkDeck } from './deck/remark.ts';
export type { Action, ActionOutcome, Actions, StepContext } from './run/action.ts';
export { builtinActions, createActions } from './run/actions/actions.ts';
export type { Director, Turn } from './run/director.ts';
export { run, type RunOptions, type StepDecision } from './run/run.ts';
export { Transcript } from './run/transcript.ts';
export type { LintDocument } from './lint/document.ts';
export { fixDeck, type FixedDeck } from './lint/fix.ts';
export { lintDeck, type LintMessage, type LintOptions } from './lint/lint.ts';
export type { Example, LintRule, Report } from './lint/rule.ts';
export { builtinRules } from './lint/rules.ts';
export type { Expectation, Matcher, Matchers, Mismatch } from './match/matcher.ts';
export { builtinMatchers, createMatchers } from './match/matchers.ts';
export type { Code, Language, Message } from './messages/message.ts';
export { word } from './messages/word.ts';
export { MessageError } from './messages/message-error.ts';
export { isFailure, type RunEvent, tally, type Totals } from './plan/events.ts';
export { planDeck } from './plan/plan.ts';
export type { Plan, Step } from './plan/step.ts';
export type { CommandResult, StepResult, Verdict, VerdictStatus } from './plan/verdict.ts';
export type { Output, Reporter } from './report/reporter.ts';
export { createReporter, reporterNames } from './report/reporters.ts';
export { localTarget, type LocalOptions } from './target/local.ts';
export { type ShellOptions, type Size, type Target, TargetError, type Tty } from './target/target.ts';
