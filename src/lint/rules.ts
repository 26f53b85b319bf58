import type { LintRule } from './rule.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { spacedVariable } from './rules/spaced-variable.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [
  // Damage done by translation
  spacedVariable,
  // A translation beside its original
  differsFromSource,
  codeSpanDiffers,
];
