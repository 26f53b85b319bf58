import type { ServerCodes } from '../codes/server.ts';
import type { Wordings } from '../wording.ts';

export const server = {} satisfies Wordings<ServerCodes>;
