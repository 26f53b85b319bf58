import url from '@mermaid-js/tiny/dist/mermaid.tiny.js?url';
import { type DiagramWords, drawDiagrams } from './diagrams.ts';

/** Draws diagrams with the mermaid that the server has. */
export function drawHere(words: DiagramWords, sources: readonly HTMLElement[]): Promise<void> {
  return drawDiagrams(words, sources, url);
}
