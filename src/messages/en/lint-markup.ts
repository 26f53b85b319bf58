import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about slides and their markup. */
export const lintMarkup = {
  'lint/dead-link': ({ isNumber, number, name }) =>
    `No slide of this file ${isNumber ? `has the number ${number}` : `has the name "${name}"`}. Correct the link, or give a slide that name.`,
  'lint/duplicate-slide-name': ({ line, name, slide }) =>
    `The slide at line ${line} has the name "${name}" already; give this one (slide ${slide}) another.`,
  'lint/unknown-property': ({ key, meant }) =>
    `"${key}" is not a known property, so this line is shown nowhere${meant === undefined ? '. Is it text? Put a blank line and other words before it.' : `; did you mean ${meant}?`}`,
  'lint/property-as-text': ({ line }) => `This line is text, not a property. Write "${line}" at the top of the slide.`,
  'lint/missing-image': ({ path }) => `There is no file ${path}. Correct the path, or put the picture there.`,
  'lint/misspelt-class': ({ name, meant, isExercise }) =>
    `"${name}" is not a class known here; did you mean ${meant}?${isExercise ? ' As it is, its commands are not run.' : ''}`,
  'lint/class-with-blank': ({ name }) => `The blank before "[" makes text of this class; write .${name}[.`,
  'lint/remark-counts-brackets': ({ opener, line }) =>
    `gnab/remark counts brackets in code, too: there "${opener}" ${line === undefined ? 'never closes' : `closes at line ${line}`}.`,
  'lint/remark-info-string': () => 'gnab/remark wants one word after the backticks: to it, this is not a fence.',
  'lint/remark-property-dollar': () => 'gnab/remark reads the value of a property up to the "$" only.',
  'lint/remark-first-line': () => 'gnab/remark takes this line for a property and does not show it.',
  'lint/separator-blanks': ({ written, meant }) =>
    `"${written}" is not a separator; if one is meant, write ${meant} alone, without blanks.`,
} satisfies Partial<Wordings<LintCodes>>;
