import type { Config } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { Secrets } from '../run/mask.ts';

/** What to take out of everything that is reported: the values of the secret variables, and the patterns. Says which variables are not set. */
export function secretsOf({ secrets }: Config, env: NodeJS.ProcessEnv, lang: Language): Secrets {
  for (const name of secrets.variables) {
    if (!env[name]) process.stderr.write(`${word(message('cli/secret-unset', { name }), lang)}\n`);
  }
  return { values: secrets.variables.map((name) => env[name] ?? ''), patterns: secrets.patterns };
}
