import type { Config } from '../config.ts';
import { message } from '../messages/message.ts';
import { UsageError } from './errors.ts';

const styles = ['marks', 'prompts', 'runme'] as const;

/** The configuration with what `--exercises` says instead of its own. Throws UsageError for a word that means nothing. */
export function withExercises(config: Config, written: string | undefined): Config {
  if (written === undefined) return config;
  const exercises = styles.find((style) => style === written);
  if (exercises === undefined) {
    const mistake = message('cli/one-of', { names: [...styles] });
    throw new UsageError(message('cli/in-option', { option: `--exercises ${written}`, mistake }));
  }
  const decks = new Map([...config.decks].map(([name, deck]) => [name, { ...deck, exercises }]));
  return { ...config, exercises, decks };
}
