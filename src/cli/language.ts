import type { Config } from '../config.ts';
import { configuredLanguage } from '../config/find.ts';
import { type Language, message } from '../messages/message.ts';
import { UsageError } from './errors.ts';

/** The language of what is said: as wanted, else the configuration's, else the environment's. Throws UsageError for any other. */
export function language(wanted: string | undefined, { lang }: Pick<Config, 'lang'>, env: NodeJS.ProcessEnv): Language {
  if (wanted === 'en' || wanted === 'fr') return wanted;
  if (wanted !== undefined) throw new UsageError(message('cli/unknown-language', { wanted }));
  return lang ?? languageOfLocale(env);
}

/** The language of help: before options are read, `args` (the command line's words) say which is wanted, else the environment. */
export function helpLanguage(args: readonly string[], env: NodeJS.ProcessEnv): Language {
  return wantedLanguage(args) ?? languageOfLocale(env);
}

/** The language of an error, also of one that came before the options or the configuration were read. */
export function errorLanguage(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Language {
  return wantedLanguage(args) ?? configuredLanguage(optionValue(args, '--config'), cwd) ?? languageOfLocale(env);
}

function wantedLanguage(args: readonly string[]): Language | undefined {
  const wanted = optionValue(args, '--lang');
  return wanted === 'en' || wanted === 'fr' ? wanted : undefined;
}

function optionValue(args: readonly string[], option: string): string | undefined {
  const at = args.findLastIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  return args[at] === option ? args[at + 1] : args[at]?.slice(option.length + 1);
}

function languageOfLocale(env: NodeJS.ProcessEnv): Language {
  // An empty variable counts as none, as for setlocale(3).
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value) ?? 'en';
  return locale.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
