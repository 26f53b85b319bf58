/** What the page says while an instructor helps at a student's terminal; `who` is the other side. */
export const help = {
  /** Name of the bar. */
  region: 'Help at the terminal',
  /** To the student. */
  asked: {
    asksToLook: (who: string) => `${who} asks to look at your terminal.`,
    looks: (who: string) => `${who} is looking at your terminal.`,
    asksToType: (who: string) => `${who} is looking, and asks to type in your terminal.`,
    types: (who: string) => `${who} may type in your terminal.`,
  },
  over: (who: string) => `${who} does not see your terminal any more.`,
  yesLook: 'Yes, look',
  yesType: 'Yes, type',
  no: 'No',
  end: 'End',
  /** In the list of keys. */
  endAnywhere: 'End help at the terminal, from anywhere',
  offered: 'Your instructor may look at your terminal when they come.',
  offer: 'Let them look',
  withdraw: 'Rather not',
  /** To the visitor. */
  visiting: {
    asksToLook: (who: string) => `Waiting for ${who} to say yes: you see nothing before.`,
    looks: (who: string) => `You are looking at the terminal of ${who}. What you type goes nowhere.`,
    asksToType: (who: string) => `You are looking at the terminal of ${who}. Waiting for the yes to typing.`,
    types: (who: string) => `You may type in the terminal of ${who}.`,
  },
  why: {
    absent: (who: string) => `${who} has no window open; the question is asked when there is one.`,
    no: (who: string) => `${who} said no.`,
    late: (who: string) => `${who} has not answered.`,
    soon: () => 'That was asked a moment ago.',
    ended: (who: string) => `You do not see the terminal of ${who} any more.`,
    busy: (who: string) => `Somebody else is helping ${who}.`,
    unknown: () => 'There is no such student in the class.',
  },
  again: (seconds: number) => `You can ask again in ${seconds} s.`,
  askToLook: 'Ask to look',
  askToType: 'Ask to type',
  withdrawQuestion: 'Ask no more',
  onlyInstructors: 'Only an instructor may ask to look at the terminals of others.',
  onlyLooking: 'You only look here.',
};

export type HelpWords = typeof help;
