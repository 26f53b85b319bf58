import type { Codes, TextCodes } from './codes.ts';
import { batch } from './en/batch.ts';
import { changes } from './en/changes.ts';
import { classroom } from './en/class.ts';
import { cli } from './en/cli.ts';
import { config } from './en/config.ts';
import { deck } from './en/deck.ts';
import { kept } from './en/kept.ts';
import { lint } from './en/lint.ts';
import { lintCommands } from './en/lint-commands.ts';
import { match } from './en/match.ts';
import { plan } from './en/plan.ts';
import { report } from './en/report.ts';
import { resume } from './en/resume.ts';
import { run } from './en/run.ts';
import { server } from './en/server.ts';
import { step } from './en/step.ts';
import { target } from './en/target.ts';
import { tools } from './en/tools.ts';
import type { Wordings } from './wording.ts';

const text = {
  'text/verbatim': (data) => data.text,
  'text/list': ({ parts, more }, say) => `${parts.map((part) => say(part)).join(', ')}${more ? ', …' : ''}`,
  'text/sequence': ({ parts }, say) => parts.map((part) => say(part)).join('; '),
} satisfies Wordings<TextCodes>;

/** All words of Pupitre in English. */
export const en = {
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
