import type { ConfigCodes } from '../codes/config.ts';
import type { Wordings } from '../wording.ts';

export const config = {} satisfies Wordings<ConfigCodes>;
