import type { PageTerminalWords } from '../en/page-terminal.ts';

/** What the terminal's pane of the page says. */
export const pageTerminal: PageTerminalWords = {
  terminal: 'Terminal',
  terminals: 'Terminaux',
  terminalNamed: (name) => `Terminal ${name}`,
  wayOut: 'quitte le terminal',
  newTerminal: 'Nouveau terminal',
  input: 'Saisie dans le terminal',
  tooMuchOutput: 'Trop de lignes pour être annoncées\u00a0: parcourez-les une à une',
  smaller: 'Texte plus petit',
  larger: 'Texte plus grand',
  search: 'Chercher dans le terminal',
  shift: 'Maj',
  escape: 'Échap',
  searchPlaceholder: 'Chercher',
  previous: 'Résultat précédent',
  next: 'Résultat suivant',
  notFound: 'Introuvable.',
  close: 'Fermer',
  screenReader: 'Mode lecteur d’écran',
  keys: 'Touches',
  copy: 'Copier',
  paste: 'Coller',
  arrows: { left: 'Gauche', up: 'Haut', down: 'Bas', right: 'Droite' },
  copied: 'Copié.',
  cannotCopy: 'Le navigateur refuse la copie à la page. Sélectionnez le texte et passez par le menu du navigateur.',
  cannotPaste:
    'Le navigateur refuse à la page de lire le presse-papiers. Utilisez Ctrl+Maj+V ou le menu du navigateur.',
  notSent: 'Pas de connexion : ce que vous tapez n’est pas envoyé.',
  tooLong: 'Rien n’a été collé : il y a plus d’un million de caractères. Mettez-les plutôt dans un fichier.',
  pasteLines: (lines) => `Coller ${String(lines)} lignes ?`,
  pasteWhy:
    'Le programme du terminal ne distingue pas un texte collé d’un texte tapé : chaque ligne s’exécute aussitôt.',
  openLink: 'Ouvrir cette adresse dans un nouvel onglet ?',
  linkDiffers: (text) => `Le terminal affiche « ${text} », l’adresse est :`,
  open: 'Ouvrir',
  cancel: 'Annuler',
  wantsClipboard: (characters) =>
    `Un programme du terminal propose ${String(characters)} caractères pour le presse-papiers.`,
};
