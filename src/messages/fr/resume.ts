import type { ResumeCodes } from '../codes/resume.ts';
import type { Wordings } from '../wording.ts';

const why = {
  silent: 'il ne dit pas ce qu’il est devenu (seul bash le fait)',
  tooLarge: 'son état était trop grand pour être conservé',
} as const;

const whyNot = {
  secret: 'il contient des secrets',
  tooLarge: 'il est trop volumineux',
  unreadable: 'une partie n’a pas pu être lue',
} as const;

export const resume = {
  'resume/conflict': () =>
    '--resume reprend après ce qui a réussi\u00a0: l’option ne va pas avec --only, --from ni --no-state',
  'resume/other-version': ({ file }) =>
    `${file} a été écrit par une autre version de Pupitre, ou n’est pas l’état d’une exécution\u00a0: il est ignoré`,
  'resume/damaged': ({ file, line }) =>
    `${file}\u00a0: la ligne ${line} est abîmée\u00a0; seul ce qui la précède est repris`,
  'resume/in-use': ({ file, pid }) =>
    `une autre exécution (processus ${pid}) écrit dans ${file}\u00a0: attendez sa fin, ou arrêtez-la`,
  'resume/not-saved': ({ why: reason }, say) =>
    `ce que fait cette exécution n’est pas conservé pour --resume\u00a0: ${say(reason)}`,
  'resume/cannot-save': ({ reason }, say) =>
    `ce que fait cette exécution ne peut pas être conservé pour --resume\u00a0: ${say(reason)}`,
  'resume/nothing': ({ deck, target }) =>
    `rien à reprendre\u00a0: aucune étape de ${deck} n’a encore réussi sur ${target}\u00a0; on commence par la première`,
  'resume/all-passed': ({ at }) => `tout a déjà réussi (${at})\u00a0: il n’y a rien à reprendre`,
  'resume/goes-on': ({ id, number, count, at }) =>
    `reprise à l’étape ${number} sur ${count}, ${id}\u00a0; les précédentes ont réussi${at === '' ? '' : ` (${at})`}`,
  'resume/replays': ({ target, count }) =>
    `${target} part d’un nœud neuf\u00a0: ${count === 1 ? 'l’étape précédente est rejouée, pas testée' : `les ${count} étapes précédentes sont rejouées, pas testées`}`,
  'resume/changed': ({ id }) => `le support a changé à partir de ${id}\u00a0: la suite est refaite à partir de là`,
  'resume/began': ({ id }) =>
    `${id} était commencée quand l’exécution s’est arrêtée, et recommence\u00a0: ce qu’elle avait déjà fait l’est peut-être deux fois`,
  'resume/moved': ({ wanted, id }) =>
    `${wanted} appartient à un programme qui occupe le terminal\u00a0: on commence par ${id}, qui le lance`,
  'resume/no-shell': ({ id }) =>
    `rien n’est conservé des étapes avant ${id}\u00a0: on commence dans un nouveau shell, et ce qu’elles ont créé est pris tel quel`,
  'resume/hidden': ({ names }) => `ne revient pas, car cela contient des secrets\u00a0: ${names.join(', ')}`,
  'resume/jobs': ({ jobs }) => `ne revient pas, ce qui tournait en arrière-plan\u00a0: ${jobs.join('\u00a0; ')}`,
  'resume/without': ({ terminal, why: reason }) =>
    `le shell du terminal ${terminal} repart de zéro\u00a0: ${why[reason]}`,
  'resume/shell-not-taken': ({ terminal }) =>
    `le shell du terminal ${terminal} n’a pas repris ses variables ni son dossier\u00a0: il repart de zéro`,
  'resume/folder-gone': ({ terminal }) =>
    `le dossier où était le shell du terminal ${terminal} n’existe plus\u00a0: il est dans son premier dossier`,
  'resume/restored': ({ target, id }) => `${target}\u00a0: le nœud est comme il était après ${id}`,
  'resume/replays-rest': ({ count }) =>
    count === 1
      ? 'l’étape qui suit est rejouée, pas testée'
      : `les ${count} étapes qui suivent sont rejouées, pas testées`,
  'resume/node-without': ({ why: reason }) => `pas d’instantané plus récent du nœud\u00a0: ${whyNot[reason]}`,
  'resume/begun-anew': ({ names }) => `relancés, sans ce qu’ils avaient en mémoire\u00a0: ${names.join(', ')}`,
  'resume/files-left-out': ({ names }) =>
    `ne reviennent pas, des fichiers qu’aucun instantané ne contient\u00a0: ${names.join(', ')}`,
  'resume/not-listening': ({ names }) => `relancés, mais n’écoutent pas encore\u00a0: ${names.join(', ')}`,
  'resume/no-snapshot': ({ why: reason }, say) =>
    `le nœud ne peut pas être rétabli depuis son instantané\u00a0: ${say(reason)}`,
  'resume/snapshot-damaged': ({ file }) => `${file} est abîmé ou n’existe plus`,
  'resume/snapshot-other': () => 'il vient d’une autre version de Pupitre, ou des fichiers du cours ont changé depuis',
  'resume/snapshot-after-others': () => 'les supports qui précèdent celui-ci ne sont plus les mêmes',
} satisfies Wordings<ResumeCodes>;
