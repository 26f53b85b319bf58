import type { MatchCodes } from '../codes/match.ts';
import type { Wordings } from '../wording.ts';

export const match = {
  'match/at-path': ({ path, difference }, say) => `${path}\u00a0: ${say(difference)}`,
  'match/expected': ({ wanted, got }, say) => `attendu ${say(wanted)}, obtenu ${say(got)}`,
  'match/no-output': ({ wanted }, say) => `attendu ${say(wanted)}, mais rien n’est affiché`,
  'match/not-contained': ({ wanted }, say) => `absent de l’affichage\u00a0: ${say(wanted)}`,
  'match/not-at-end': ({ wanted }, say) => `absent à la fin de l’affichage\u00a0: ${say(wanted)}`,
  'match/nothing-similar': ({ wanted }, say) => `rien de semblable dans l’affichage\u00a0: ${say(wanted)}`,
  'match/goes-on': ({ wanted }, say) => `l’affichage continue après ${say(wanted)}`,
  'match/not-in-place': ({ wanted }, say) => `pas à sa place dans l’affichage\u00a0: ${say(wanted)}`,
  'match/line': ({ text, line, lines }) => `${text} (ligne ${line} sur ${lines})`,
  'match/nothing': () => 'rien',
  'match/empty-list': () => 'une liste vide',
  'match/list': ({ length }) => `une liste de ${length}`,
  'match/object': () => 'un objet',
  'match/no-json': () => 'pas de JSON dans l’affichage',
  'match/no-match': ({ expression }) => `rien ne correspond à l’expression rationnelle ${expression}`,
  'match/too-slow': ({ expression }) =>
    `l’expression rationnelle ${expression} prend trop de temps\u00a0: simplifiez-la`,
  'match/pattern-too-long': ({ length, limit }) =>
    `Le texte attendu a ${length} caractères\u00a0; on en compare ${limit} au plus.`,
  'match/pattern-says-nothing': () =>
    'Le texte attendu est vide ou n’a que des jokers\u00a0: n’importe quoi conviendrait.',
  // The parser's own words are English.
  'match/invalid-json': ({ offset }) =>
    `Le JSON attendu n’est pas valide${offset === undefined ? ', ou n’est pas complet' : ` (position ${offset})`}. ` +
    'Pour un texte qui ne fait que lui ressembler\u00a0: expect text.',
  'match/json-too-deep': ({ limit }) => `Le JSON attendu a plus de ${limit} niveaux d’imbrication.`,
  'match/empty-expression': () => 'L’expression rationnelle est vide\u00a0: n’importe quoi conviendrait.',
  'match/expression-too-long': ({ length, limit }) =>
    `L’expression rationnelle a ${length} caractères\u00a0; elle peut en avoir ${limit} au plus.`,
  'match/unknown-flag': ({ flag }) =>
    `L’expression rationnelle a l’option «\u00a0${flag}\u00a0»\u00a0; sont permises i, m, s et u.`,
  'match/invalid-expression': ({ why }) => `Ce n’est pas une expression rationnelle\u00a0: ${why}.`,
} satisfies Wordings<MatchCodes>;
