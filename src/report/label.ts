import { insideCell } from '../deck/model/prompt-forms.ts';
import type { ActionName, Step } from '../plan/step.ts';
import { oneLine, printableLines } from './printable.ts';

const scripts: ReadonlySet<ActionName> = new Set(['verify', 'setup', 'background']);

/** What a step does, on one printable line: its first command, or `wait: text`; `+2` stands for two more lines. */
export function stepLabel(step: Step): string {
  const all = printableLines(insideCell(step.input) ?? step.input).filter((line) => line !== '');
  // What a script says of itself first is not what it does.
  const said = scripts.has(step.action) ? all.findIndex((line) => !line.startsWith('#')) : 0;
  const lines = all.slice(Math.max(0, said));
  const first = oneLine(lines[0] ?? '');
  const more = lines.length > 1 ? ` +${lines.length - 1}` : '';
  const text = `${first.length > 160 ? `${first.slice(0, 160)}…` : first}${more}`;
  if (step.action === 'bash' || step.action === 'hide') return text;
  if (step.action === 'repl') return `${step.program ?? 'repl'}> ${text}`;
  return text === '' ? step.action : `${step.action}: ${text}`;
}
