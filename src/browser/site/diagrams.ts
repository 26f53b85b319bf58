import { drawDiagrams } from '../slides/diagrams.ts';

/** Draws the diagrams of an exported deck: its page (`src/report/site`) has the words for that, and mermaid is a file beside it. */
const { diagram = '', noDiagram = '' } = document.getElementById('slides')?.dataset ?? {};
void drawDiagrams({ diagram, noDiagram }, [...document.querySelectorAll<HTMLElement>('pre.mermaid')], 'mermaid.js');
