import type { CliCodes } from '../codes/cli.ts';
import type { Wordings } from '../wording.ts';

export const cli = {} satisfies Wordings<CliCodes>;
