import type { RunCodes } from '../codes/run.ts';
import type { Wordings } from '../wording.ts';

export const run = {
  'run/interrupted': () => 'interrompu',
  'run/exit-code': ({ command, exitCode }) => `${command} s'est terminée avec le code ${exitCode}`,
} satisfies Wordings<RunCodes>;
