import type { Config } from '../config.ts';
import { UsageError } from './usage.ts';

/** The language of what is said: as wanted, else the configuration's, else the environment's. Throws UsageError for any other. */
export function language(wanted: string | undefined, config: Config, env: NodeJS.ProcessEnv): 'en' | 'fr' {
  // An empty variable counts as none, as for setlocale(3).
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value) ?? 'en';
  const name = wanted ?? config.lang ?? locale;
  if (wanted !== undefined && wanted !== 'en' && wanted !== 'fr') {
    throw new UsageError(`--lang ${wanted}: en or fr`);
  }
  return name.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
