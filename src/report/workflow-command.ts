import { printable } from './printable.ts';

/** Annotations are cut by GitHub; this is more than it shows. */
const maxMessage = 4000;

/** Where an annotation stands, and its title; 1-based. */
export interface AnnotationPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine?: number;
  readonly col: number;
  readonly endColumn?: number;
  readonly title: string;
}

/**
 * One line that makes GitHub Actions annotate a file: `::error file=...,line=...,col=...,title=...::message`.
 * Escaped as the runner reads it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
 */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: AnnotationPlace,
  message: string,
): string {
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeData(String(value)).replace(/:/g, '%3A').replace(/,/g, '%2C')}`,
  );
  return `::${command} ${written.join(',')}::${escapeData(message.slice(0, maxMessage))}\n`;
}

function escapeData(text: string): string {
  return printable(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
