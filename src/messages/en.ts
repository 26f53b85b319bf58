import type { Codes } from './codes.ts';
import { cli } from './en/cli.ts';
import { config } from './en/config.ts';
import { deck } from './en/deck.ts';
import { help } from './en/help.ts';
import { lint } from './en/lint.ts';
import { match } from './en/match.ts';
import { plan } from './en/plan.ts';
import { report } from './en/report.ts';
import { run } from './en/run.ts';
import { server } from './en/server.ts';
import { target } from './en/target.ts';
import { text } from './en/text.ts';
import type { Wordings } from './wording.ts';

/** All words of Pupitre in English. */
export const en = {
  ...deck,
  ...plan,
  ...match,
  ...run,
  ...target,
  ...config,
  ...report,
  ...cli,
  ...help,
  ...server,
  ...lint,
  ...text,
} satisfies Wordings<Codes>;
