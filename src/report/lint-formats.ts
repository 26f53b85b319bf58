import type { LintFormat } from './lint-format.ts';
import { lintGithub } from './lint-github.ts';
import { lintJson } from './lint-json.ts';
import { sarif } from './lint-sarif.ts';
import { stylish } from './lint-stylish.ts';

/** Formats of what lint says, by name. */
export const lintFormats: ReadonlyMap<string, LintFormat> = new Map([
  ['stylish', stylish],
  ['json', lintJson],
  ['github', lintGithub],
  ['sarif', sarif],
]);
