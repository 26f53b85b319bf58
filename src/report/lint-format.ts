import type { LintMessage } from '../lint/lint.ts';
import type { LintRule } from '../lint/rule.ts';
import type { Language } from '../messages/message.ts';

/** What lint says about one file. */
export interface LintedFile {
  readonly file: string;
  readonly messages: readonly LintMessage[];
  /** How many were mended. */
  readonly fixed: number;
}

/** What a format may need besides the messages. */
export interface LintFormatOptions {
  readonly lang: Language;
  readonly colors: boolean;
  readonly rules: readonly LintRule[];
  /** Version of Pupitre. */
  readonly version: string;
}

/** Makes a text of what lint says; `''` when there is nothing to print. */
export type LintFormat = (files: readonly LintedFile[], options: LintFormatOptions) => string;
