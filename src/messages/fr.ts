import type { Codes, TextCodes } from './codes.ts';
import { batch } from './fr/batch.ts';
import { changes } from './fr/changes.ts';
import { classroom } from './fr/class.ts';
import { cli } from './fr/cli.ts';
import { config } from './fr/config.ts';
import { deck } from './fr/deck.ts';
import { kept } from './fr/kept.ts';
import { lint } from './fr/lint.ts';
import { lintCommands } from './fr/lint-commands.ts';
import { match } from './fr/match.ts';
import { plan } from './fr/plan.ts';
import { report } from './fr/report.ts';
import { resume } from './fr/resume.ts';
import { run } from './fr/run.ts';
import { server } from './fr/server.ts';
import { step } from './fr/step.ts';
import { target } from './fr/target.ts';
import { tools } from './fr/tools.ts';
import type { Wordings } from './wording.ts';

const text = {
  'text/verbatim': (data) => data.text,
  'text/list': ({ parts, more }, say) => `${parts.map((part) => say(part)).join(', ')}${more ? ', …' : ''}`,
  'text/sequence': ({ parts }, say) => parts.map((part) => say(part)).join('\u00a0; '),
} satisfies Wordings<TextCodes>;

/** All words of Pupitre in French. */
export const fr = {
  ...deck,
  ...plan,
  ...match,
  ...run,
  ...target,
  ...config,
  ...batch,
  ...report,
  ...kept,
  ...changes,
  ...cli,
  ...server,
  ...classroom,
  ...resume,
  ...lint,
  ...lintCommands,
  ...step,
  ...tools,
  ...text,
} satisfies Wordings<Codes>;
