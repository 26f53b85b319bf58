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
  'class/store-closed': ({ name }) => `La classe «\u00a0${name}\u00a0» est fermée.`,
  'class/another-leads': ({ name }) =>
    `Un autre serveur mène la classe «\u00a0${name}\u00a0»\u00a0: terminez-le, ou donnez un autre nom à celle-ci avec --class-name.`,
  'class/bad-row': ({ name, seq }) =>
    `L’événement ${seq} de la classe «\u00a0${name}\u00a0» est illisible\u00a0: réparez ou supprimez sa ligne dans la table pupitre_event, ou donnez un autre nom avec --class-name.`,
  'class/no-such-class': ({ database, name, names }) => {
    if (names.length === 0) return `Il n’y a aucune classe dans la base ${database}.`;
    const which = `--class-name est l’un de\u00a0: ${names.join(', ')}`;
    return name === undefined
      ? `Quelle classe de la base ${database}\u00a0? ${which}.`
      : `Il n’y a pas de classe «\u00a0${name}\u00a0» dans la base ${database}\u00a0: ${which}.`;
  },
  'class/database': ({ database, reason }, say) => `Base de données ${database}\u00a0: ${say(reason)}`,
  'class/database-away': ({ reason }, say) =>
    `${say(reason)} Ce qui se passe dans la classe l’attend\u00a0; la classe continue.`,
  'class/database-back': () => 'La base de données est revenue\u00a0: tout est conservé.',
  'class/database-of-later-version': () =>
    'ses tables sont celles d’une version plus récente de Pupitre\u00a0: prenez celle-ci, ou une autre base.',
  'class/bad-database-url': () =>
    'Ce que donne --class-store n’est pas l’URL d’une base de données\u00a0: postgres://UTILISATEUR:MOT_DE_PASSE@HÔTE:PORT/BASE, sur la première ligne.',
  'class/bad-database-file': ({ reason }, say) =>
    `Un fichier que nomme l’URL de la base est illisible\u00a0: ${say(reason)}.`,
  'class/database-refused': () =>
    'rien n’y répond (connexion refusée)\u00a0: démarrez-la, ou corrigez l’hôte et le port.',
  'class/database-unknown-host': ({ host }) =>
    `aucune machine n’est connue sous le nom ${host}\u00a0: corrigez l’hôte.`,
  'class/database-silent': () =>
    'pas de réponse à temps\u00a0: assurez-vous que la machine est allumée et qu’aucun pare-feu n’est sur le chemin.',
  'class/database-broken': () => 'la connexion a été rompue.',
  'class/database-starting': () => 'elle démarre ou s’arrête\u00a0: réessayez dans un instant.',
  'class/database-password': ({ user }) =>
    `mot de passe faux ou absent pour l’utilisateur ${user}\u00a0: corrigez-le dans l’URL.`,
  'class/database-not-admitted': ({ user, reason }, say) =>
    `elle ne laisse pas entrer l’utilisateur ${user}\u00a0: ${say(reason)}.`,
  'class/database-missing': ({ name }) =>
    `il n’y a pas de base ${name}\u00a0: créez-la (createdb ${name}), ou corrigez l’URL.`,
  'class/database-may-not': ({ user, reason }, say) =>
    `l’utilisateur ${user} n’a pas le droit de faire ce qu’il faut\u00a0: ${say(reason)}. Laissez-le y créer des tables, ou donnez-lui la base.`,
  'class/database-no-tls': () =>
    'elle n’a pas TLS\u00a0: activez-le, ou, dans un réseau qui est le vôtre, ôtez sslmode de l’URL.',
  'class/database-tls': ({ reason }, say) =>
    `son certificat n’est pas accepté\u00a0: ${say(reason)}. Nommez le fichier de son autorité par sslrootcert dans l’URL.`,
  'class/instructor': () => 'Formateur',
  'class/instructor-only': () => 'Seul le formateur peut dire cela.',
  'class/lobby-title': () => 'Le cours n’a pas commencé',
  'class/lobby-not-begun': () => 'Le cours n’a pas encore commencé. Cette page l’ouvrira d’elle-même.',
  'class/lobby-here': ({ count }) =>
    count === 1 ? 'Vous êtes la première personne arrivée.' : `${count} personnes sont là.`,
  'class/lobby-lost': () => 'Connexion perdue. Reconnexion…',
  'class/lobby-leave': () => 'Partir',
} satisfies Wordings<ClassCodes>;
