import type { LintRule } from './rule.ts';
import { badDuration } from './rules/bad-duration.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { emptySnippet } from './rules/empty-snippet.ts';
import { fenceNotChecked } from './rules/fence-not-checked.ts';
import { highlightOrSubstitution } from './rules/highlight-or-substitution.ts';
import { invalidExpectation } from './rules/invalid-expectation.ts';
import { orphanModifier } from './rules/orphan-modifier.ts';
import { otherShell } from './rules/other-shell.ts';
import { placeholder } from './rules/placeholder.ts';
import { promptInCommand } from './rules/prompt-in-command.ts';
import { shellSyntax } from './rules/shell-syntax.ts';
import { spacedVariable } from './rules/spaced-variable.ts';
import { unclosedHeredoc } from './rules/unclosed-heredoc.ts';
import { unknownMatcher } from './rules/unknown-matcher.ts';
import { unknownMethod } from './rules/unknown-method.ts';
import { unsetVariable } from './rules/unset-variable.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [
  badDuration,
  codeSpanDiffers,
  differsFromSource,
  emptySnippet,
  fenceNotChecked,
  highlightOrSubstitution,
  invalidExpectation,
  orphanModifier,
  otherShell,
  placeholder,
  promptInCommand,
  shellSyntax,
  spacedVariable,
  unclosedHeredoc,
  unknownMatcher,
  unknownMethod,
  unsetVariable,
];
