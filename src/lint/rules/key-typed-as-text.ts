import { message } from '../../messages/message.ts';
import { withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** `keys ^C`: `keys` types what stands there, a caret and a C. */
export const keyTypedAsText: LintRule = {
  id: 'key-typed-as-text',
  severity: 'warning',
  examples: [
    {
      title: 'a control key',
      deck: withHidden('top', 'keys ^C'),
      at: ['7:9'],
      fixed: withHidden('top', 'key ^C'),
    },
    { title: 'a line feed', deck: withHidden('vim x', 'keys ^J'), at: ['7:9'], fixed: withHidden('vim x', 'key ^J') },
    {
      title: 'a key and its modifier',
      deck: withHidden('vim x', 'keys Ctrl-C'),
      at: ['7:9'],
      fixed: withHidden('vim x', 'key Ctrl-C'),
    },
    { title: 'text', deck: withHidden('vim x', 'keys :wq', 'keys s/^C/x/', 'keys Escape'), at: [] },
    { title: 'a key', deck: withHidden('top', 'key ^C'), at: [] },
  ],
  check({ code, text }, report) {
    for (const { language, text: typed, start, end, snippet } of code) {
      if (language !== 'keys' || !snippet || !/^(?:\^[A-Z@[\\\]_]|(?:Ctrl|Alt|C|M)-[A-Za-z])$/.test(typed.trim()))
        continue;
      const at = start + text.slice(start, end).indexOf('keys');
      const span = { start: at, end: at + 'keys'.length };
      report(span, message('lint/key-typed-as-text', { key: typed.trim() }), { fix: [{ ...span, text: 'key' }] });
    }
  },
};
