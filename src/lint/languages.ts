/** Languages of fences whose text comes out of a program: nobody copies it into one. */
export const outputLanguages: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'console',
  'output',
  'terminal',
  'log',
  'none',
  'markdown',
  'md',
]);
