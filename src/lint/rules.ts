import type { LintRule } from './rule.ts';
import { badDuration } from './rules/bad-duration.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { emptySnippet } from './rules/empty-snippet.ts';
import { endlessCommand } from './rules/endless-command.ts';
import { fenceNotChecked } from './rules/fence-not-checked.ts';
import { highlightOrSubstitution } from './rules/highlight-or-substitution.ts';
import { invalidExpectation } from './rules/invalid-expectation.ts';
import { invalidJsonExpectation } from './rules/invalid-json-expectation.ts';
import { kubectlRunDeployment } from './rules/kubectl-run-deployment.ts';
import { nothingToRun } from './rules/nothing-to-run.ts';
import { orphanModifier } from './rules/orphan-modifier.ts';
import { otherShell } from './rules/other-shell.ts';
import { placeholder } from './rules/placeholder.ts';
import { promptInCommand } from './rules/prompt-in-command.ts';
import { shellSyntax } from './rules/shell-syntax.ts';
import { spacedVariable } from './rules/spaced-variable.ts';
import { unboundOutput } from './rules/unbound-output.ts';
import { unclosedHeredoc } from './rules/unclosed-heredoc.ts';
import { unknownMatcher } from './rules/unknown-matcher.ts';
import { unknownMethod } from './rules/unknown-method.ts';
import { unsetVariable } from './rules/unset-variable.ts';
import { waitWithoutCommand } from './rules/wait-without-command.ts';
import { wrongPort } from './rules/wrong-port.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [
  // Damage done by translation
  spacedVariable,
  // What the shell makes of a command
  shellSyntax,
  promptInCommand,
  unclosedHeredoc,
  unsetVariable,
  highlightOrSubstitution,
  placeholder,
  // What a course does
  endlessCommand,
  waitWithoutCommand,
  nothingToRun,
  kubectlRunDeployment,
  wrongPort,
  unboundOutput,
  invalidJsonExpectation,
  // What the plan has to say
  unknownMethod,
  emptySnippet,
  orphanModifier,
  badDuration,
  unknownMatcher,
  invalidExpectation,
  otherShell,
  fenceNotChecked,
  // A translation beside its original
  differsFromSource,
  codeSpanDiffers,
];
