import type { RunCodes } from '../codes/run.ts';
import type { Wordings } from '../wording.ts';

export const run = {
  'run/interrupted': () => 'interrompu',
  'run/exit-code': ({ command, exitCode }) => `${command} s'est terminée avec le code ${exitCode}`,
  'run/cannot-open': ({ url, why }, say) => `${url} ne peut pas être ouverte\u00a0: ${say(why)}`,
  'run/not-run-after': ({ id }) => `pas exécutée, car ${id} n’a pas réussi`,
} satisfies Wordings<RunCodes>;
