import type { ReportCodes } from '../codes/report.ts';
import type { Wordings } from '../wording.ts';

/** Of a step, which is feminine in French; `s` where the plural has one. */
const verdicts = {
  passed: (s: string) => `réussie${s}`,
  failed: (s: string) => `échouée${s}`,
  timedOut: () => 'hors délai',
  broken: (s: string) => `impossible${s}`,
  skipped: (s: string) => `ignorée${s}`,
  manual: () => 'à faire à la main',
  notRun: (s: string) => `non exécutée${s}`,
} as const;

const columns = { verdict: 'Verdict', step: 'Étape', does: 'Action', where: 'Où', time: 'Durée' } as const;
const severities = { error: 'erreur', warning: 'attention', info: 'remarque' } as const;
const severityNouns = { error: 'erreur', warning: 'avertissement', info: 'remarque' } as const;
const origins = { fence: 'affichage montré', snippet: 'extrait', config: 'configuration' } as const;

const exits = { nonzero: 'doit échouer', any: 'peut finir avec n’importe quel code' } as const;

/** French counts nothing as one: `0 réussie`. */
function plural(count: number): string {
  return count >= 2 ? 's' : '';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${plural(count)}`;
}

export const report = {
  'report/decimal-sign': () => ',',
  'report/explained': ({ what, why }) => `${what}\u00a0: ${why}`,
  'report/count': ({ status, count }) => `${count} ${verdicts[status](plural(count))}`,
  'report/verdict': ({ status }) => verdicts[status](''),
  'report/steps': ({ count }) => counted(count, 'étape'),
  'report/slide': ({ number, title }) => `diapositive ${number} «\u00a0${title}\u00a0»`,
  'report/nth-try': ({ attempt }) => `${attempt}${attempt === 1 ? 'er' : 'e'} essai`,
  'report/tries': ({ count }) => counted(count, 'essai'),
  'report/waiting-for': ({ what }) => `en attente de\u00a0: ${what}`,
  'report/exit-code': ({ exitCode }) => `code de sortie ${exitCode}`,
  'report/no-exit-code': () => 'code de sortie inconnu\u00a0: elle ne s’est pas terminée',
  'report/expected': () => 'attendu',
  'report/actual': () => 'obtenu',
  'report/lines-not-shown': ({ count }) => `${counted(count, 'ligne')} non affichée${plural(count)}`,
  'report/nothing': () => 'rien',
  'report/last-screen': () => 'Dernier écran',
  'report/what-to-try': () => 'À essayer',
  'report/failures': () => 'En défaut',
  'report/slowest': () => 'Les plus lentes',
  'report/resume': ({ command }) => `Pour reprendre à cet endroit\u00a0: ${command}`,
  'report/interrupted': () => 'Interrompu\u00a0: la suite n’a pas été exécutée.',
  'report/refused': ({ count }) =>
    `${counted(count, 'étape')} ${count < 2 ? 'demande' : 'demandent'} plus que la répétition\u00a0: voir docs/rehearsal.md`,
  'report/nothing-ran': () => 'Il n’y avait rien à exécuter.',
  'report/ended-before': () => 'l’exécution s’est terminée avant',
  'report/cut-off-before': () => 'l’exécution a été coupée avant sa fin',
  'report/characters-left-out': ({ count }) => `[... ${counted(count, 'caractère')} omis ...]`,
  'report/bytes-left-out': ({ count }) => `[... ${counted(count, 'octet')} omis ...]`,

  'report/outcome': ({ counts, time, target, complete }) =>
    `${counts} en ${time} sur ${target}${complete ? '' : ' (coupé avant la fin)'}`,
  'report/entries-left-out': ({ count }) => `… et ${count} autres entrées, qui n’ont pas de place ici.`,
  'report/column': ({ name }) => columns[name],

  'report/no-steps': () => 'aucune étape',
  'report/line': ({ line }) => `ligne ${line}`,
  'report/in-shell': () => 'terminal\u00a0: le shell',
  'report/in-terminal': ({ name }) => `dans le terminal ${name}`,
  'report/in-ended-program': ({ id, command }) =>
    `terminal\u00a0: ce que ${id} a lancé, et qui a été quitté ou arrêté avant\u00a0: ${command}`,
  'report/in-program': ({ id, command }) => `terminal\u00a0: ce que ${id} a lancé\u00a0: ${command}`,
  'report/assigns': ({ names }) => `ne doit pas rester vide\u00a0: ${names.join(', ')}`,
  'report/expects': ({ matcher, from, source }) => `attend ${matcher} (${from})\u00a0: ${source}`,
  'report/expects-exit': ({ expected }) =>
    typeof expected === 'number' ? `doit finir avec le code ${expected}` : exits[expected],
  'report/origin': ({ origin }) => origins[origin],
  'report/deck': ({ file, slides, exercises, steps }) =>
    `${file}\u00a0: ${counted(slides, 'diapositive')}, ${counted(exercises, 'exercice')}, ${counted(steps, 'étape')}`,
  'report/more-lines': ({ count }) => `(+${counted(count, 'ligne')})`,

  'report/severity': ({ severity }) => severities[severity],
  'report/severity-count': ({ severity, count }) => counted(count, severityNouns[severity]),
  'report/problems': ({ count, bySeverity }) => `${counted(count, 'problème')} (${bySeverity.join(', ')}).`,
  'report/fixable': ({ count }) => `${count} à réparer avec --fix.`,
  'report/fixed': ({ count }) => `${counted(count, 'problème')} réparé${plural(count)}.`,

  'report/unknown-reporter': ({ name, meant, known }) => {
    const hint = meant === undefined ? '' : ` Vouliez-vous dire «\u00a0${meant}\u00a0»\u00a0?`;
    return `Il n’y a pas de rapporteur «\u00a0${name}\u00a0».${hint} Il y a\u00a0: ${known.join(', ')}.`;
  },
} satisfies Wordings<ReportCodes>;
