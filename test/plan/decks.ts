import { parseDeck } from '../../src/deck/deck.ts';
import type { Deck, Diagnostic } from '../../src/deck/model.ts';
import { planDeck, type PlanOptions } from '../../src/plan/plan.ts';
import type { Plan, Step } from '../../src/plan/step.ts';

/** A deck of one slide called Test with one exercise. */
export function deckOf(exercise: string, after = ''): string {
  return `# Test\n\n.exercise[\n\n${exercise}\n\n]\n\n${after}\n`;
}

/** A fence, as a bullet of an exercise. */
export function fence(method: string, text: string): string {
  return `- Do this:\n  \`\`\`${method}\n${text.replace(/^/gm, '  ')}\n  \`\`\`\n`;
}

/** Control snippets as decks write them: in a comment, each on one line. */
export function hidden(...snippets: readonly string[]): string {
  return `<!--\n${snippets.map((snippet) => `\`\`\`${snippet}\`\`\``).join('\n')}\n-->\n`;
}

function parse(text: string): Deck {
  return parseDeck(text, { file: 'deck.md', excludedClasses: ['out'] });
}

export function plan(
  text: string,
  options?: PlanOptions,
): { readonly plan: Plan; readonly messages: readonly Diagnostic[] } {
  return planDeck(parse(text), options);
}

/** The steps of a deck without messages. */
export function stepsOf(text: string, options?: PlanOptions): readonly Step[] {
  const made = plan(text, options);
  if (made.messages.length > 0) throw new Error(JSON.stringify(made.messages));
  return made.plan.steps;
}
