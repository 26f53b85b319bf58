import katex from 'katex';

/** Longer formulas are shown as they are written. */
const longest = 2000;

/**
 * HTML (and MathML, for screen readers) of TeX, without anything that TeX can bring in from elsewhere: links, pictures and
 * attributes are off, macros and sizes are bounded. What KaTeX does not know is shown as it is written, with its reason.
 */
export function renderMath(tex: string, display: boolean): string {
  return katex.renderToString(tex.slice(0, longest), {
    displayMode: display,
    throwOnError: false,
    errorColor: 'currentColor',
    strict: 'ignore',
    trust: false,
    maxSize: 20,
    maxExpand: 500,
  });
}
