import { insideCell } from '../deck/model/prompt-forms.ts';
import type { Step } from '../plan/step.ts';
import { oneLine, printableLines } from './printable.ts';

/** What a step does, on one printable line: its first command, or `wait: text`; `+2` stands for two more lines. */
export function stepLabel(step: Step): string {
  const lines = printableLines(insideCell(step.input) ?? step.input).filter((line) => line !== '');
  const first = oneLine(lines[0] ?? '');
  const more = lines.length > 1 ? ` +${lines.length - 1}` : '';
  const text = `${first.length > 160 ? `${first.slice(0, 160)}…` : first}${more}`;
  if (step.action === 'bash' || step.action === 'hide') return text;
  if (step.action === 'repl') return `${step.program ?? 'repl'}> ${text}`;
  return text === '' ? step.action : `${step.action}: ${text}`;
}
