import { message } from '../../messages/message.ts';
import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

const deep = `${'> '.repeat(2000)}a\n`;

/** A piece of markdown that is nested too deeply for the parser. */
export const tooComplex: LintRule = {
  id: 'too-complex',
  severity: 'warning',
  examples: [
    { title: 'two thousand quotes in each other', deck: deep, at: ['1:1'] },
    { title: 'a few', deck: '> > > a\n', at: [] },
  ],
  check(document, report) {
    for (const { offset } of messagesOf(document, 'too-complex')) {
      report(
        { start: offset, end: offset + 1 },
        message('lint/words', {
          en: 'This part is nested too deeply to be read as markdown; it is shown as it is written. Make it flatter.',
          fr: 'Cette partie est trop imbriquée pour être lue comme du markdown\u00a0; elle est montrée telle qu’elle est écrite. La simplifier.',
        }),
      );
    }
  },
};
