import { policyOf } from './policy.ts';
import { assignedVariables } from './script.ts';
import type { CommandLine, Step } from './step.ts';

/**
 * A step with another text, as a person has edited it: how often it may run and what it assigns are read from the new text, unless the deck or the
 * configuration says so. What it must print, how it must end, its limits and its place stay.
 */
export function editedStep(step: Step, text: string): Step {
  const lines = text.split('\n').map((line, index): CommandLine => {
    const place = step.lines[Math.min(index, step.lines.length - 1)]?.place ?? step.place;
    return { text: line, place };
  });
  const edited = { ...step, input: text, lines: step.lines.length > 0 ? lines : step.lines };
  if (step.action !== 'bash' && step.action !== 'hide') return edited;
  const before = policyOf(step.input).policy;
  const { policy, reason } = policyOf(text);
  const assigns = step.assigns.length > 0 || assignedVariables(step.input).length === 0 ? assignedVariables(text) : [];
  if (step.policy !== before || policy === before) return { ...edited, assigns };
  return { ...edited, assigns, policy, policyReason: reason, stopsCommand: policy === 'endless' };
}
