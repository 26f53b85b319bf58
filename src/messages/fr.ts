import type { Codes } from './codes.ts';
import { cli } from './fr/cli.ts';
import { config } from './fr/config.ts';
import { deck } from './fr/deck.ts';
import { help } from './fr/help.ts';
import { lint } from './fr/lint.ts';
import { match } from './fr/match.ts';
import { plan } from './fr/plan.ts';
import { report } from './fr/report.ts';
import { run } from './fr/run.ts';
import { server } from './fr/server.ts';
import { target } from './fr/target.ts';
import { text } from './fr/text.ts';
import type { Wordings } from './wording.ts';

/** All words of Pupitre in French. */
export const fr = {
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
