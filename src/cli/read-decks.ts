import type { Config } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { nearest } from '../plan/nearest.ts';
import type { Plan } from '../plan/step.ts';
import { type DeckChoice, fatalErrors, formatMessage, loadDeck, type LoadedDeck } from './decks.ts';
import { UsageError } from './errors.ts';

/** Reads a deck; says what its author should know. Throws UsageError when it cannot be run. */
export function readDeck(choice: DeckChoice, config: Config, cwd: string, lang: Language): LoadedDeck {
  const loaded = loadDeck(choice, config, cwd, lang);
  const { deck, plan, messages } = loaded;
  for (const message of messages) process.stderr.write(`${formatMessage(message, lang)}\n`);
  const count = fatalErrors(deck).length;
  if (count > 0) throw new UsageError(message('cli/deck-has-errors', { file: deck.file, count }));
  if (plan.steps.some(({ action }) => action !== 'none')) return loaded;
  throw new UsageError(message('cli/nothing-to-run', { file: deck.file, classes: config.exerciseClasses }));
}

/** An override for an id that no step has does nothing, which nobody means. */
export function warnOfOverrides(plans: readonly Plan[], config: Config, lang: Language): void {
  // With several decks it may be about one that is not run now.
  if (plans.length < config.decks.size) return;
  const ids = plans.flatMap(({ steps }) => steps.map(({ id }) => id));
  for (const id of config.overrides.keys()) {
    if (ids.includes(id)) continue;
    const warning = message('cli/override-without-step', { id, meant: nearest(id, ids) });
    process.stderr.write(`${word(warning, lang)}\n`);
  }
}
