/** Words of the terminal's pane. */
export interface TerminalStrings {
  readonly terminal: string;
  readonly smaller: string;
  readonly larger: string;
  readonly search: string;
  /** Name of the key. */
  readonly shift: string;
  readonly searchPlaceholder: string;
  readonly previous: string;
  readonly next: string;
  readonly notFound: string;
  readonly close: string;
  readonly screenReader: string;
  readonly keys: string;
  readonly copy: string;
  readonly paste: string;
  readonly arrows: Readonly<Record<'left' | 'up' | 'down' | 'right', string>>;
  readonly copied: string;
  readonly cannotCopy: string;
  readonly cannotPaste: string;
  readonly notSent: string;
  readonly tooLong: string;
  readonly pasteLines: (lines: number) => string;
  readonly pasteWhy: string;
  readonly openLink: string;
  readonly linkDiffers: (text: string) => string;
  readonly open: string;
  readonly cancel: string;
  readonly wantsClipboard: (characters: number) => string;
}

const en: TerminalStrings = {
  terminal: 'Terminal',
  smaller: 'Smaller text',
  larger: 'Larger text',
  search: 'Search in the terminal',
  shift: 'Shift',
  searchPlaceholder: 'Search',
  previous: 'Previous match',
  next: 'Next match',
  notFound: 'Not found.',
  close: 'Close',
  screenReader: 'Screen reader mode',
  keys: 'Keys',
  copy: 'Copy',
  paste: 'Paste',
  arrows: { left: 'Left', up: 'Up', down: 'Down', right: 'Right' },
  copied: 'Copied.',
  cannotCopy: 'The browser does not let the page copy. Select the text and use the browser’s own menu.',
  cannotPaste:
    'The browser does not let the page read the clipboard. Press Ctrl+Shift+V, or use the browser’s own menu.',
  notSent: 'No connection: what you type is not sent.',
  tooLong: 'Nothing was pasted: this is more than one million characters. Put it into a file instead.',
  pasteLines: (lines) => `Paste ${String(lines)} lines?`,
  pasteWhy: 'The program in the terminal does not tell pasted text from typed text: every line runs at once.',
  openLink: 'Open this address in a new tab?',
  linkDiffers: (text) => `The terminal shows “${text}”, the address is:`,
  open: 'Open',
  cancel: 'Cancel',
  wantsClipboard: (characters) =>
    `A program in the terminal offers ${String(characters)} characters for the clipboard.`,
};

const fr: TerminalStrings = {
  terminal: 'Terminal',
  smaller: 'Texte plus petit',
  larger: 'Texte plus grand',
  search: 'Chercher dans le terminal',
  shift: 'Maj',
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

export const terminalStrings: Readonly<Record<'en' | 'fr', TerminalStrings>> = { en, fr };
