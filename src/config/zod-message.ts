import { type Code, type Message, message, type MessageData, verbatim } from '../messages/message.ts';

/** A message as the text that zod wants for an error: `fromZod` reads it back. */
export function toZod<C extends Code>(code: C, ...data: MessageData<C>): string {
  return JSON.stringify(message(code, ...data));
}

/** The message that stands in the text of one of zod's issues; a text of zod's own is taken as it is. */
export function fromZod(text: string): Message {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return verbatim(text);
  }
}
