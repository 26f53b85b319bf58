import type { ClassCodes } from '../codes/class.ts';
import type { Wordings } from '../wording.ts';

export const classroom = {
  'class/cannot-keep': ({ file, reason }, say) =>
    `Ce qui se passe dans la classe ne peut pas être conservé dans ${file}\u00a0: ${say(reason)}. Donnez un autre fichier avec --class-file.`,
  'class/journal-in-use': ({ file, pid }) =>
    `${file} est utilisé par un autre serveur (processus ${pid})\u00a0: terminez-le, ou donnez un autre fichier avec --class-file.`,
  'class/cannot-transcribe': ({ file, reason }, say) =>
    `Impossible d’écrire dans ${file}\u00a0: ${say(reason)}. La transcription de cette personne n’est plus conservée\u00a0; la classe continue.`,
  'class/cannot-read': ({ file, reason }, say) => `${file} est illisible\u00a0: ${say(reason)}.`,
  'class/no-results': ({ file }) =>
    `${file} n’est pas le fichier d’une classe\u00a0: donnez celui que pupitre serve avait pour --class-file.`,
  'class/no-journal': ({ file }) =>
    `${file} n’est pas le fichier d’une classe\u00a0: donnez-en un autre avec --class-file, ou déplacez-le pour en commencer une nouvelle.`,
  'class/bad-journal': ({ file, line }) =>
    `${file}:${line} est illisible\u00a0: réparez ou supprimez cette ligne, ou donnez un autre fichier avec --class-file.`,
  'class/journal-closed': ({ file }) => `${file} est fermé.`,
  'class/instructor': () => 'Formateur',
  'class/instructor-only': () => 'Seul le formateur peut dire cela.',
  'class/lobby-title': () => 'Le cours n’a pas commencé',
  'class/lobby-not-begun': () => 'Le cours n’a pas encore commencé. Cette page l’ouvrira d’elle-même.',
  'class/lobby-here': ({ count }) =>
    count === 1 ? 'Vous êtes la première personne arrivée.' : `${count} personnes sont là.`,
  'class/lobby-lost': () => 'Connexion perdue. Reconnexion…',
  'class/lobby-leave': () => 'Partir',
} satisfies Wordings<ClassCodes>;
