import type { ServerCodes } from '../codes/server.ts';
import type { Wordings } from '../wording.ts';

export const server = {
  'server/variable-missing': ({ name, slide }) =>
    `${name} est vide dans ce shell\u00a0: c’est la diapositive ${slide} qui lui donne une valeur.`,
  'server/slide-says': ({ missing, extra }) =>
    missing.length > 0
      ? `La diapositive dit ${missing.join(' ')}${extra.length > 0 ? `, et non ${extra.join(' ')}` : ''}.`
      : `La diapositive ne dit pas ${extra.join(' ')}.`,
  'server/terminal-full': () =>
    'Le programme du terminal ne lit pas\u00a0: ce que vous tapez est perdu. Arrêter (^C) y met fin.',
  'server/not-watched': ({ names }) =>
    `${names.join(', ')}\u00a0: on ne sait pas si ${names.length === 1 ? 'la variable est restée vide' : 'ces variables sont restées vides'}, ce shell est plus ancien que la commande. Un nouveau shell (exit) le verra.`,
  'server/accepted': ({ reason }) => `Acceptée par une personne${reason ? `, bien que\u00a0: ${reason}` : '.'}`,
  'server/step-changed': () => 'Cette commande a changé depuis que vous l’avez faite.',
  'server/watching': () => 'Les diapositives sont actualisées dans toutes les fenêtres quand elles sont enregistrées.',
  'server/reloaded': ({ slides }) =>
    `Actualisé\u00a0: ${slides < 2 ? `${slides} diapositive` : `${slides} diapositives`}.`,
  'server/not-shown': ({ reason, more }, say) =>
    `Ce qui a été enregistré n’est pas encore montré, les diapositives restent comme elles étaient\u00a0: ${say(reason)}${more === 0 ? '' : ` (et ${more} de plus)`}`,
  'server/cannot-watch': ({ reason }, say) =>
    `Les diapositives ne sont plus actualisées quand elles sont enregistrées\u00a0: ${say(reason)} Redémarrez le serveur.`,
  'server/demo-taken': ({ program }) =>
    `${program ?? 'Un programme'}, lancé à la main, occupe le terminal\u00a0: quittez-le, la démonstration continuera ensuite.`,
  'server/new-shell': () => 'Le shell s’est terminé\u202f; en voici un nouveau sur le même nœud.',
  'server/shell-keeps-ending': () => 'Le shell se termine aussitôt lancé.',

  'server/host-without-password': ({ host }) =>
    `--host ${host} donnerait un shell à tout le réseau\u00a0: choisissez un mot de passe, ou enlevez --host.`,
  'server/port-in-use': ({ port }) =>
    `Le port ${port} est déjà pris\u00a0: donnez-en un autre par --port, ou --port 0 pour un port libre.`,
  'server/cannot-listen': ({ host, port, code }) =>
    `Impossible d’écouter sur ${host}, port ${port} (${code})\u00a0: vérifiez --host et --port.`,
  'server/page-not-built': () => 'le code de la page n’a pas été construit\u00a0: npm run build',
  'server/page-incomplete': () => 'le code de la page est incomplet\u00a0: npm run build',
  'server/no-slide': ({ file }) => `${file} n’a aucune diapositive à montrer`,

  'server/not-one-host': () => 'il faut un en-tête Host, et un seul',
  'server/unknown-host': () => 'ce serveur ne répond pas sous ce nom',
  'server/not-one-origin': () => 'il faut un en-tête Origin, et un seul',
  'server/no-origin': () => 'il faut un en-tête Origin',
  'server/other-origin': () => 'les requêtes d’autres sites sont refusées',
  'server/not-logged-in': () => 'ouvrez l’adresse affichée par pupitre serve',
  'server/upgrade-not-get': () => 'une connexion WebSocket s’ouvre par GET',

  'server/node-page-strangers': () =>
    'Ceci est une page de la machine de quelqu’un. Si c’est la vôtre, ouvrez-la depuis le cours, dans ce navigateur.',
  'server/node-page-link-used': () =>
    'Ce lien a déjà servi, ou il est trop vieux\u00a0: rouvrez la page depuis le cours.',
  'server/node-page-silent': ({ port }) =>
    `Rien ne répond encore sur le port ${port} de votre machine. Attendez que ce qui le sert ait démarré, puis réessayez.`,
  'server/node-page-not-yours': ({ port }) => `Le port ${port} n’est pas l’un de ceux de votre machine.`,
  'server/node-page-busy': () =>
    'Cette page a trop de connexions ouvertes\u00a0: fermez-en quelques fenêtres, puis réessayez.',
  'server/node-page-no-node': () => 'Vous n’avez pas de machine pour l’instant, donc pas de page non plus.',
  'server/node-page-no-origin': () =>
    'Les pages des machines ne sont pas servies à cette adresse\u00a0: votre formateur lance le serveur avec --page-hosts ou --page-ports.',
  'server/node-page-too-many': () =>
    'Trop de pages de machines sont ouvertes\u00a0: fermez celles dont vous n’avez pas besoin, puis réessayez.',

  'server/login-title': () => 'Entrer',
  'server/login-password': () => 'Mot de passe',
  'server/login-enter': () => 'Entrer',
  'server/login-token': () =>
    'Ouvrez l’adresse affichée par pupitre serve\u202f; elle sert une fois. Une page ouverte peut vous inviter.',
  'server/login-wrong': () => 'Refusé\u00a0: faux, déjà utilisé ou trop ancien.',
  'server/login-wrong-password': () => 'Ce n’est pas le mot de passe.',
  'server/login-too-many': () => 'Trop d’essais. Attendez une minute.',

  'server/login-name': () => 'Votre nom',
  'server/login-code': () => 'Votre code',
  'server/login-code-hint': () =>
    'Il est affiché sous votre nom dans le navigateur que vous avez utilisé avant. Votre formateur peut vous en donner un nouveau.',
  'server/login-wrong-code': () => 'Ce n’est pas le code de ce nom.',
  'server/login-taken': () =>
    'Quelqu’un porte déjà ce nom. Est-ce vous\u202f? Saisissez votre code. Sinon, choisissez un autre nom.',
  'server/login-name-form': () => 'Un nom a de 1 à 40 caractères, dont une lettre ou un chiffre.',
  'server/login-full': () => 'La classe est complète. Adressez-vous à votre formateur.',
  'server/login-oidc': ({ provider }) => `Se connecter avec ${provider}`,
  'server/oidc-away': () =>
    'Le fournisseur ne répond pas. Réessayez dans une minute, ou adressez-vous à votre formateur.',
  'server/oidc-refused': () =>
    'Vous n’avez pas donné votre accord au fournisseur\u00a0: personne n’est connecté. Réessayez si vous voulez entrer.',
  'server/oidc-state': () =>
    'Cette connexion a déjà servi, a duré trop longtemps ou vient d’un autre navigateur. Connectez-vous à nouveau.',
  'server/oidc-clock': () => 'Les horloges de ce serveur et du fournisseur diffèrent trop. Dites-le à votre formateur.',
  'server/oidc-not-allowed': () =>
    'Votre compte n’est pas de cette classe. Connectez-vous avec un autre, ou adressez-vous à votre formateur.',
  'server/oidc-failed': () =>
    'Le fournisseur et ce serveur ne s’entendent pas. Dites-le à votre formateur\u00a0: le serveur dit pourquoi.',
  'server/oidc-error': ({ provider, reason }) =>
    `la connexion avec ${provider} a échoué\u00a0: ${reason}. Comparez issuer, clientId, le secret et l’adresse de retour avec ceux du fournisseur.`,

  'server/page-slide': ({ number, total }) => `Diapositive ${number} sur ${total}`,
  'server/page-slides': () => 'Diapositives',
  'server/page-footnotes': () => 'Notes',
  'server/page-back-to-text': () => 'Retour au texte',
  'server/page-no-script': () => 'Sans JavaScript, vous pouvez lire les diapositives, mais il n’y a pas de terminal.',

  'server/too-many-windows': () => 'trop de fenêtres',
  'server/too-many-workspaces': () => 'tous les postes sont pris',
  'server/come-in-again': () => 'entrez à nouveau',
  'server/given-back': () => 'votre nœud a été rendu',
  'server/logged-out': () => 'déconnecté',
  'server/server-ends': () => 'le serveur s’arrête',
  'server/no-hello': () => 'message hello manquant',
  'server/too-many-messages': () => 'trop de messages',
  'server/not-a-message': () => 'message étranger à ce protocole',
  'server/second-hello': () => 'message hello répété',
  'server/hello-first': () => 'le premier message doit être hello',
} satisfies Wordings<ServerCodes>;
