import type { LintRule } from './rule.ts';
import { spacedVariable } from './rules/spaced-variable.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [spacedVariable];
