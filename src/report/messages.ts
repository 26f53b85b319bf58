import type { VerdictStatus } from '../plan/verdict.ts';

/** A language of the user interface. */
export type Language = 'en' | 'fr';

/** The terminal reporter's own words. Reasons and hints come from elsewhere and are printed as they come. */
export interface Messages {
  /** What stands between seconds and their tenths. */
  readonly decimal: string;
  readonly colon: string;
  /** `3 passed`, `1 failed`. */
  readonly count: Readonly<Record<VerdictStatus, (count: number) => string>>;
  /** One step's verdict as a word: `timed out`. */
  readonly verdict: Readonly<Record<VerdictStatus, string>>;
  readonly steps: (count: number) => string;
  readonly slide: (number: number, title: string) => string;
  /** The try that is running now: `3rd try`. */
  readonly nthTry: (attempt: number) => string;
  readonly tries: (count: number) => string;
  readonly waitingFor: (what: string) => string;
  readonly exitCode: (code: number) => string;
  readonly expected: string;
  readonly actual: string;
  readonly linesNotShown: (count: number) => string;
  readonly nothing: string;
  readonly lastScreen: string;
  readonly whatToTry: string;
  readonly failures: string;
  readonly slowest: string;
  /** How to go on: the command to type. */
  readonly resume: (command: string) => string;
  readonly interrupted: string;
  readonly nothingRan: string;
}

const ordinals: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });

const en: Messages = {
  decimal: '.',
  colon: ': ',
  count: {
    passed: (count) => `${count} passed`,
    failed: (count) => `${count} failed`,
    timedOut: (count) => `${count} timed out`,
    broken: (count) => `${count} broken`,
    skipped: (count) => `${count} skipped`,
    manual: (count) => `${count} to do by hand`,
    notRun: (count) => `${count} not run`,
  },
  verdict: {
    passed: 'passed',
    failed: 'failed',
    timedOut: 'timed out',
    broken: 'broken',
    skipped: 'skipped',
    manual: 'to do by hand',
    notRun: 'not run',
  },
  steps: (count) => `${count} ${count === 1 ? 'step' : 'steps'}`,
  slide: (number, title) => `slide ${number} "${title}"`,
  nthTry: (attempt) => `${attempt}${ordinals[ordinalRules.select(attempt)] ?? 'th'} try`,
  tries: (count) => `${count} ${count === 1 ? 'try' : 'tries'}`,
  waitingFor: (what) => `waiting for: ${what}`,
  exitCode: (code) => `exit code ${code}`,
  expected: 'expected',
  actual: 'actual',
  linesNotShown: (count) => `${count} ${count === 1 ? 'line' : 'lines'} not shown`,
  nothing: 'nothing',
  lastScreen: 'Last screen',
  whatToTry: 'What to try',
  failures: 'Did not pass',
  slowest: 'Slowest',
  resume: (command) => `To go on from there: ${command}`,
  interrupted: 'Interrupted: the rest was not run.',
  nothingRan: 'There was nothing to run.',
};

/** French counts nothing as one: `0 réussi`. */
function plural(count: number): string {
  return count >= 2 ? 's' : '';
}

const fr: Messages = {
  decimal: ',',
  colon: '\u00a0: ',
  count: {
    passed: (count) => `${count} réussie${plural(count)}`,
    failed: (count) => `${count} échouée${plural(count)}`,
    timedOut: (count) => `${count} hors délai`,
    broken: (count) => `${count} impossible${plural(count)}`,
    skipped: (count) => `${count} ignorée${plural(count)}`,
    manual: (count) => `${count} à faire à la main`,
    notRun: (count) => `${count} non exécutée${plural(count)}`,
  },
  verdict: {
    passed: 'réussie',
    failed: 'échouée',
    timedOut: 'hors délai',
    broken: 'impossible',
    skipped: 'ignorée',
    manual: 'à faire à la main',
    notRun: 'non exécutée',
  },
  steps: (count) => `${count} étape${plural(count)}`,
  slide: (number, title) => `diapositive ${number} «\u00a0${title}\u00a0»`,
  nthTry: (attempt) => `${attempt}${attempt === 1 ? 'er' : 'e'} essai`,
  tries: (count) => `${count} essai${plural(count)}`,
  waitingFor: (what) => `en attente de\u00a0: ${what}`,
  exitCode: (code) => `code de sortie ${code}`,
  expected: 'attendu',
  actual: 'obtenu',
  linesNotShown: (count) => `${count} ligne${plural(count)} non affichée${plural(count)}`,
  nothing: 'rien',
  lastScreen: 'Dernier écran',
  whatToTry: 'À essayer',
  failures: 'En défaut',
  slowest: 'Les plus lentes',
  resume: (command) => `Pour reprendre à cet endroit\u00a0: ${command}`,
  interrupted: 'Interrompu\u00a0: la suite n’a pas été exécutée.',
  nothingRan: 'Il n’y avait rien à exécuter.',
};

/** The messages of each language. */
export const messages: Readonly<Record<Language, Messages>> = { en, fr };
