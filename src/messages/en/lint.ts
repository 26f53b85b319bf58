import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';
import { lintCourse } from './lint-course.ts';
import { lintEncoding } from './lint-encoding.ts';
import { lintMarkup } from './lint-markup.ts';
import { ruleWords } from './lint-rules.ts';
import { lintShell } from './lint-shell.ts';
import { lintSource } from './lint-source.ts';
import { lintTranslation } from './lint-translation.ts';

const byRule: Readonly<Record<string, { readonly summary: string; readonly rationale: string } | undefined>> =
  ruleWords;

export const lint = {
  // The parser, and rules of other people, have ids without words.
  'lint/rule-summary': ({ rule }) => byRule[rule]?.summary ?? rule.replaceAll('-', ' '),
  'lint/rule-rationale': ({ rule }) => byRule[rule]?.rationale ?? rule.replaceAll('-', ' '),
  'lint/unknown-rule': ({ name, meant }) =>
    `There is no rule "${name}"${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  ...lintEncoding,
  ...lintTranslation,
  ...lintShell,
  ...lintCourse,
  ...lintMarkup,
  ...lintSource,
} satisfies Wordings<LintCodes>;
