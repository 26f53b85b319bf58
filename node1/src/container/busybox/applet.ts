import type { Message } from '../../messages/codes.ts';
import { refusal, word } from '../../messages/message.ts';
import type { AppletCall } from '../container-context.ts';

export type { Applet, AppletCall, Applets } from '../container-context.ts';

/** Says that the container's programs do not do `what`; the exit code of that, 1. */
export function refuse({ io, place }: Pick<AppletCall, 'io' | 'place'>, what: string | Message): number {
  io.stderr(`${word(refusal(what), place.lang)}\n`);
  return 1;
}
