/** What matchers say about a mismatch, in one language. */
export interface MatchWords {
  expected(wanted: string, got: string): string;
  noOutput(wanted: string): string;
  missing: Readonly<Record<'contains' | 'tail' | 'similar', (wanted: string) => string>>;
  goesOn(wanted: string): string;
  notInPlace(wanted: string): string;
  line(number: number, of: number): string;
  nothing: string;
  noJson: string;
  emptyList: string;
  list(length: number): string;
  object: string;
  noMatch(expression: string): string;
  tooSlow(expression: string): string;
}

const en: MatchWords = {
  expected: (wanted, got) => `expected ${wanted}, got ${got}`,
  noOutput: (wanted) => `expected ${wanted}, got no output`,
  missing: {
    contains: (wanted) => `not in the output: ${wanted}`,
    tail: (wanted) => `not at the end of the output: ${wanted}`,
    similar: (wanted) => `nothing like it in the output: ${wanted}`,
  },
  goesOn: (wanted) => `the output goes on after ${wanted}`,
  notInPlace: (wanted) => `not in its place in the output: ${wanted}`,
  line: (number, of) => ` (line ${number} of ${of})`,
  nothing: 'nothing',
  noJson: 'no JSON in the output',
  emptyList: 'an empty list',
  list: (length) => `a list of ${length}`,
  object: 'an object',
  noMatch: (expression) => `no match for the regular expression ${expression}`,
  tooSlow: (expression) => `the regular expression ${expression} takes too long on this output: make it simpler`,
};

const fr: MatchWords = {
  expected: (wanted, got) => `attendu ${wanted}, obtenu ${got}`,
  noOutput: (wanted) => `attendu ${wanted}, mais rien n'est affiché`,
  missing: {
    contains: (wanted) => `absent de l'affichage : ${wanted}`,
    tail: (wanted) => `absent à la fin de l'affichage : ${wanted}`,
    similar: (wanted) => `rien de semblable dans l'affichage : ${wanted}`,
  },
  goesOn: (wanted) => `l'affichage continue après ${wanted}`,
  notInPlace: (wanted) => `pas à sa place dans l'affichage : ${wanted}`,
  line: (number, of) => ` (ligne ${number} sur ${of})`,
  nothing: 'rien',
  noJson: "pas de JSON dans l'affichage",
  emptyList: 'une liste vide',
  list: (length) => `une liste de ${length}`,
  object: 'un objet',
  noMatch: (expression) => `rien ne correspond à l'expression rationnelle ${expression}`,
  tooSlow: (expression) => `l'expression rationnelle ${expression} prend trop de temps : simplifiez-la`,
};

/** The matchers' words in a language. */
export function matchWordsIn(lang: 'en' | 'fr'): MatchWords {
  return lang === 'fr' ? fr : en;
}
