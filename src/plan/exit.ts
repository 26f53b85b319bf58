import type { ExpectedExit } from './step.ts';

/** `1`, `nonzero`, `any`: how a command must end. Undefined when the text is none of them. */
export function parseExit(text: string): ExpectedExit | undefined {
  const word = text.trim();
  if (word === 'nonzero' || word === 'any') return word;
  return /^\d{1,3}$/.test(word) && Number(word) <= 255 ? Number(word) : undefined;
}

/** True when a command that ended with `code` ended as it must; without anything said, that is 0. */
export function isExpectedExit(code: number, expected: ExpectedExit = 0): boolean {
  return expected === 'any' || (expected === 'nonzero' ? code !== 0 : code === expected);
}
