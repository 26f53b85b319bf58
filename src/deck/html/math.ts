import katex from 'katex';

/** HTML of a formula, or what is wrong with it, in KaTeX's English. */
export type Formula = { readonly html: string } | { readonly problem: string };

/**
 * HTML (and MathML, for screen readers) of TeX, without anything that TeX can bring in from elsewhere: links, pictures and
 * attributes are off, macros and sizes are bounded.
 */
export function renderMath(tex: string, display: boolean): Formula {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      errorColor: 'currentColor',
      strict: 'ignore',
      trust: false,
      maxSize: 20,
      maxExpand: 500,
    });
    return { html };
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    return { problem: error.rawMessage };
  }
}
