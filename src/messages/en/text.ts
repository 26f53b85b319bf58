import type { TextCodes } from '../codes/text.ts';
import type { Wordings } from '../wording.ts';

export const text = {
  'text/verbatim': (data) => data.text,
  'text/list': ({ parts, more }, say) => `${parts.map((part) => say(part)).join(', ')}${more ? ', …' : ''}`,
  'text/sequence': ({ parts }, say) => parts.map((part) => say(part)).join('; '),
} satisfies Wordings<TextCodes>;
