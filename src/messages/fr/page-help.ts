import type { HelpWords } from '../en/page-help.ts';

/** What the page says while an instructor helps at a student's terminal, in French. */
export const help: HelpWords = {
  region: 'Aide au terminal',
  asked: {
    asksToLook: (who) => `${who} demande à voir votre terminal.`,
    looks: (who) => `${who} voit votre terminal.`,
    asksToType: (who) => `${who} voit votre terminal et demande à y taper.`,
    types: (who) => `${who} peut taper dans votre terminal.`,
  },
  over: (who) => `${who} ne voit plus votre terminal.`,
  yesLook: 'Oui, regarder',
  yesType: 'Oui, taper',
  no: 'Non',
  end: 'Terminer',
  /** Dans la liste des touches. */
  endAnywhere: 'Mettre fin à l’aide dans le terminal, de partout',
  offered: 'Votre formateur peut voir votre terminal quand il viendra.',
  offer: 'Les laisser regarder',
  withdraw: 'Finalement non',
  visiting: {
    asksToLook: (who) => `${who} doit d’abord dire oui\u00a0: vous ne voyez rien avant.`,
    looks: (who) => `Vous regardez le terminal\u00a0: ${who}. Ce que vous tapez ne va nulle part.`,
    asksToType: (who) => `Vous regardez le terminal\u00a0: ${who}, qui doit dire oui pour que vous y tapiez.`,
    types: (who) => `Vous pouvez taper dans le terminal\u00a0: ${who}.`,
  },
  why: {
    absent: (who) => `${who} n’a pas de fenêtre ouverte\u00a0; la question sera posée dès qu’il y en aura une.`,
    no: (who) => `${who} a dit non.`,
    late: (who) => `${who} n’a pas répondu.`,
    soon: () => 'La question vient d’être posée.',
    ended: (who) => `Vous ne voyez plus le terminal\u00a0: ${who}.`,
    busy: (who) => `Quelqu’un d’autre aide déjà ${who}.`,
    unknown: () => 'Cette personne n’est pas dans la classe.',
  },
  again: (seconds) => `Vous pourrez redemander dans ${seconds}\u00a0s.`,
  askToLook: 'Demander à voir',
  askToType: 'Demander à taper',
  withdrawQuestion: 'Ne plus demander',
  onlyInstructors: 'Seul un formateur peut demander à voir les terminaux des autres.',
  onlyLooking: 'Ici, vous ne faites que regarder.',
};
