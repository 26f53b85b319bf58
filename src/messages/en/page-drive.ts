/** The controls of an instructor who runs the course step by step. */
export const pageDrive = {
  title: 'Step by step',
  where: (step: number, steps: number, slide: number) => `Step ${step} of ${steps}, slide ${slide}:`,
  back: 'Back',
  accept: 'Accept',
  acceptHint: 'It counts as passed, with a note that a person accepted it, and why it had failed',
  edit: 'Edit',
  editLabel: 'The command, to be changed and typed',
  editHint:
    'Return types it into your terminal, as your keyboard would; Shift+Return begins another line. The slide does not change. When it has done what the step is for, accept the step.',
  type: 'Type it',
  toHere: 'Up to here',
  toFailure: 'To the next failure',
  pause: 'Pause after this',
  pauseHint: 'What runs goes on to its end, and nothing after it',
  goTo: 'Go to…',
  hidden: 'Hidden snippets',
  demo: 'Demo (→ types)',
  typing: 'Typing',
  speeds: { off: 'at once', slow: 'slow', normal: 'normal', fast: 'fast' },
};

export type PageDriveWords = typeof pageDrive;
