import type { LintRule } from './rule.ts';
import { byteOrderMark } from './rules/byte-order-mark.ts';
import { capitalisedCommand } from './rules/capitalised-command.ts';
import { codeSpanBlanks } from './rules/code-span-blanks.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { deadLink } from './rules/dead-link.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { duplicateSlideName } from './rules/duplicate-slide-name.ts';
import { gluedRedirect } from './rules/glued-redirect.ts';
import { invalidUtf8 } from './rules/invalid-utf8.ts';
import { invisibleCharacter } from './rules/invisible-character.ts';
import { lineEndings } from './rules/line-endings.ts';
import { lookAlike } from './rules/look-alike.ts';
import { lostProperty } from './rules/lost-property.ts';
import { missingImage } from './rules/missing-image.ts';
import { misspeltClass } from './rules/misspelt-class.ts';
import { misspeltCommand } from './rules/misspelt-command.ts';
import { mojibake } from './rules/mojibake.ts';
import { nestedClass } from './rules/nested-class.ts';
import { nonBreakingSpace } from './rules/non-breaking-space.ts';
import { quotedCode } from './rules/quoted-code.ts';
import { remarkDiffers } from './rules/remark-differs.ts';
import { separatorBlanks } from './rules/separator-blanks.ts';
import { spacedOperator } from './rules/spaced-operator.ts';
import { spacedOption } from './rules/spaced-option.ts';
import { spacedPath } from './rules/spaced-path.ts';
import { spacedUrl } from './rules/spaced-url.ts';
import { spacedVariable } from './rules/spaced-variable.ts';
import { tooComplex } from './rules/too-complex.ts';
import { translatedKey } from './rules/translated-key.ts';
import { translatedVerb } from './rules/translated-verb.ts';
import { typographicDash } from './rules/typographic-dash.ts';
import { typographicQuotes } from './rules/typographic-quotes.ts';
import { unclosedClass } from './rules/unclosed-class.ts';
import { unclosedFence } from './rules/unclosed-fence.ts';

/** The rules that there are. */
export const builtinRules: readonly LintRule[] = [
  // Encoding
  mojibake,
  invalidUtf8,
  byteOrderMark,
  lineEndings,
  // Damage done by translation
  spacedVariable,
  spacedPath,
  spacedUrl,
  spacedOption,
  spacedOperator,
  gluedRedirect,
  translatedVerb,
  capitalisedCommand,
  misspeltCommand,
  translatedKey,
  typographicQuotes,
  typographicDash,
  nonBreakingSpace,
  lookAlike,
  invisibleCharacter,
  quotedCode,
  codeSpanBlanks,
  // Markup
  unclosedClass,
  misspeltClass,
  nestedClass,
  unclosedFence,
  tooComplex,
  separatorBlanks,
  duplicateSlideName,
  deadLink,
  missingImage,
  lostProperty,
  remarkDiffers,
  // A translation beside its original
  differsFromSource,
  codeSpanDiffers,
];
