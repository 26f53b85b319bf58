import type { LintRule } from './rule.ts';
import { byteOrderMark } from './rules/byte-order-mark.ts';
import { capitalisedCommand } from './rules/capitalised-command.ts';
import { classFails } from './rules/class-fails.ts';
import { codeSpanBlanks } from './rules/code-span-blanks.ts';
import { codeSpanDiffers } from './rules/code-span-differs.ts';
import { damagedComment } from './rules/damaged-comment.ts';
import { damagedFence } from './rules/damaged-fence.ts';
import { damagedLink } from './rules/damaged-link.ts';
import { damagedVariable } from './rules/damaged-variable.ts';
import { deadLink } from './rules/dead-link.ts';
import { differsFromSource } from './rules/differs-from-source.ts';
import { duplicateSlideName } from './rules/duplicate-slide-name.ts';
import { endlessCommand } from './rules/endless-command.ts';
import { execWithoutDashes } from './rules/exec-without-dashes.ts';
import { fenceNotRun } from './rules/fence-not-run.ts';
import { gluedRedirect } from './rules/glued-redirect.ts';
import { gluedWords } from './rules/glued-words.ts';
import { highlightOrSubstitution } from './rules/highlight-or-substitution.ts';
import { htmlEntity } from './rules/html-entity.ts';
import { imageTag } from './rules/image-tag.ts';
import { invalidJsonExpectation } from './rules/invalid-json-expectation.ts';
import { invisibleCharacter } from './rules/invisible-character.ts';
import { keyTypedAsText } from './rules/key-typed-as-text.ts';
import { kubectlRunDeployment } from './rules/kubectl-run-deployment.ts';
import { lineEndings } from './rules/line-endings.ts';
import { lookAlike } from './rules/look-alike.ts';
import { looksRunnable } from './rules/looks-runnable.ts';
import { lostProperty } from './rules/lost-property.ts';
import { missingFile } from './rules/missing-file.ts';
import { missingImage } from './rules/missing-image.ts';
import { misspeltClass } from './rules/misspelt-class.ts';
import { misspeltCommand } from './rules/misspelt-command.ts';
import { mojibake } from './rules/mojibake.ts';
import { noTerminal } from './rules/no-terminal.ts';
import { nonBreakingSpace } from './rules/non-breaking-space.ts';
import { notShown } from './rules/not-shown.ts';
import { nothingToRun } from './rules/nothing-to-run.ts';
import { invalidUtf8, nestedClass, tooComplex, unclosedClass, unclosedFence } from './rules/parser.ts';
import { placeholder } from './rules/placeholder.ts';
import {
  badDuration,
  badExit,
  emptySnippet,
  fenceNotChecked,
  invalidExpectation,
  invalidExpression,
  orphanModifier,
  otherShell,
  unknownKey,
  unknownMatcher,
} from './rules/planner.ts';
import { promptInCommand } from './rules/prompt-in-command.ts';
import { quotedCode } from './rules/quoted-code.ts';
import { remarkDiffers } from './rules/remark-differs.ts';
import { removedOption } from './rules/removed-option.ts';
import { separatorBlanks } from './rules/separator-blanks.ts';
import { shellSyntax } from './rules/shell-syntax.ts';
import { spacedAssignment } from './rules/spaced-assignment.ts';
import { spacedDash } from './rules/spaced-dash.ts';
import { spacedOperator } from './rules/spaced-operator.ts';
import { spacedOption } from './rules/spaced-option.ts';
import { spacedPath } from './rules/spaced-path.ts';
import { spacedUrl } from './rules/spaced-url.ts';
import { spacedVariable } from './rules/spaced-variable.ts';
import { spacedWord } from './rules/spaced-word.ts';
import { translatedArgument } from './rules/translated-argument.ts';
import { translatedKey } from './rules/translated-key.ts';
import { translatedNumber } from './rules/translated-number.ts';
import { translatedProgram } from './rules/translated-program.ts';
import { translatedShellWord } from './rules/translated-shell-word.ts';
import { translatedVerb } from './rules/translated-verb.ts';
import { typographicDash } from './rules/typographic-dash.ts';
import { typographicQuotes } from './rules/typographic-quotes.ts';
import { unboundOutput } from './rules/unbound-output.ts';
import { unclosedHeredoc } from './rules/unclosed-heredoc.ts';
import { unexpandedTilde } from './rules/unexpanded-tilde.ts';
import { unknownMethod } from './rules/unknown-method.ts';
import { unknownName } from './rules/unknown-name.ts';
import { unknownOption } from './rules/unknown-option.ts';
import { unknownSubcommand } from './rules/unknown-subcommand.ts';
import { unquotedTemplate } from './rules/unquoted-template.ts';
import { unquotedWord } from './rules/unquoted-word.ts';
import { unsetVariable } from './rules/unset-variable.ts';
import { waitWithoutCommand } from './rules/wait-without-command.ts';
import { waitsForPerson } from './rules/waits-for-person.ts';
import { wrongArguments } from './rules/wrong-arguments.ts';
import { wrongLabel } from './rules/wrong-label.ts';
import { wrongPort } from './rules/wrong-port.ts';
import { wrongValue } from './rules/wrong-value.ts';

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
  htmlEntity,
  translatedProgram,
  translatedShellWord,
  translatedArgument,
  spacedAssignment,
  spacedDash,
  damagedFence,
  spacedWord,
  gluedWords,
  translatedNumber,
  damagedComment,
  damagedVariable,
  damagedLink,
  // What the shell makes of a command
  shellSyntax,
  promptInCommand,
  unclosedHeredoc,
  unsetVariable,
  highlightOrSubstitution,
  placeholder,
  // What a program makes of its arguments
  unknownOption,
  removedOption,
  unknownSubcommand,
  wrongArguments,
  wrongValue,
  execWithoutDashes,
  unknownName,
  missingFile,
  wrongLabel,
  imageTag,
  waitsForPerson,
  keyTypedAsText,
  unexpandedTilde,
  looksRunnable,
  unquotedTemplate,
  unquotedWord,
  noTerminal,
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
  unknownKey,
  badExit,
  invalidExpression,
  otherShell,
  fenceNotRun,
  fenceNotChecked,
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
  notShown,
  lostProperty,
  remarkDiffers,
  // A translation beside its original
  differsFromSource,
  codeSpanDiffers,
  // A class that was held with it
  classFails,
];
