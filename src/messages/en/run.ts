import type { RunCodes } from '../codes/run.ts';
import type { Wordings } from '../wording.ts';

export const run = {
  'run/interrupted': () => 'interrupted',
  'run/exit-code': ({ command, exitCode }) => `${command} ended with exit code ${exitCode}`,
  'run/cannot-open': ({ url, why }, say) => `${url} cannot be opened: ${say(why)}`,
  'run/not-run-after': ({ id }) => `not run, because ${id} did not pass`,
} satisfies Wordings<RunCodes>;
