import type { MathRegion, Region, Span } from '../scan/regions.ts';

// `$$a$$`, `$a$`, and what MathJax has: a bracket after two backslashes. A dollar before a blank opens nothing, and none closes
// after one or before a letter or a digit: prices and variables of a shell stay text. No formula has an empty line or a backtick.
const patterns = [
  /(?<![\w$\\])\$\$(?!\$)((?:[^$`\n]|\n(?![ \t]*\n)){1,2000})\$\$(?![\w$])/g,
  /(?<![\w$\\])\$(?![\s$])([^$`\n]{1,300})(?<![\s\\])\$(?![\w$({])/g,
  /\\\\\(((?:[^`\n\\]|\\(?!\\\))){1,300})\\\\\)/g,
  /\\\\\[((?:[^`\n\\]|\\(?!\\\])|\n(?![ \t]*\n)){1,2000})\\\\\]/g,
];

/** The formulas of `span` that stand outside of `regions`, in order. */
export function mathIn(text: string, span: Span, regions: readonly Region[]): MathRegion[] {
  if (!/\$[^$]*\$|\\\\[([]/.test(text.slice(span.start, span.end))) return [];
  // What is taken becomes backticks, which no formula has.
  let rest = '';
  let end = span.start;
  for (const region of regions) {
    rest += text.slice(end, region.start) + '`'.repeat(region.end - region.start);
    end = region.end;
  }
  rest += text.slice(end, span.end);
  const found: MathRegion[] = [];
  for (const [index, pattern] of patterns.entries()) {
    rest = rest.replace(pattern, (written: string, tex: string, at: number) => {
      if (isProse(tex)) return written;
      const start = span.start + at;
      found.push({
        kind: 'math',
        start,
        end: start + written.length,
        tex: tex.trim(),
        display: index === 0 || index === 3,
      });
      return '`'.repeat(written.length);
    });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Two words in a row are no formula, unless TeX says that they are text; nor are prices with a word, and variables of a shell. */
function isProse(tex: string): boolean {
  const plain = tex.replace(/\\[a-z]+\*?\{[^{}]*\}/gi, ' ').replace(/\\[a-z]+/gi, ' ');
  return (
    /^\s*$|^\s+\p{L}{2,}\s+$/u.test(tex) ||
    /\p{L}{2,}[\s,;:]+\p{L}{2,}/u.test(plain) ||
    (/^\d/.test(tex) && /\p{L}{2,}/u.test(plain)) ||
    /^[A-Z_][A-Z\d_]{2,}(?!\w).|^[A-Z_][A-Z\d_]{3,}/.test(tex)
  );
}
