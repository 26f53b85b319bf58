import type { LintRule } from './rule.ts';
import { capitalisedCommand } from './rules/capitalised-command.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { misspeltCommand } from './rules/misspelt-command.ts';
import { spacedPath } from './rules/spaced-path.ts';
import { spacedUrl } from './rules/spaced-url.ts';
import { spacedVariable } from './rules/spaced-variable.ts';
import { translatedVerb } from './rules/translated-verb.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [
  capitalisedCommand,
  codeSpanDiffers,
  differsFromSource,
  misspeltCommand,
  spacedPath,
  spacedUrl,
  spacedVariable,
  translatedVerb,
];
