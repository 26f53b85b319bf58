import { message } from '../../messages/message.ts';
import { nearestKey, wholeKey } from '../../plan/keys.ts';
import { withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** How a key is written that `keys` takes for text: a modifier by its name on a keyboard, a name that is no word of a language. */
const looksLikeKey =
  /^<?(?:(?:ctrl|control|contrôle|strg|alt)[-+ ]\S|esc|[ée]chap|entrée|pgup|pgdn|suppr|enter(?=>))>?$/i;

/** `keys Ctrl-C`: `keys` presses what is the name of a key (`^C`, `Enter`), and types all else as it stands. */
export const keyTypedAsText: LintRule = {
  id: 'key-typed-as-text',
  severity: 'warning',
  examples: [
    {
      title: 'a key and its modifier',
      deck: withHidden('top', 'keys Ctrl-C'),
      at: ['7:9'],
      fixed: withHidden('top', 'key ^C'),
    },
    {
      title: 'a name in brackets',
      deck: withHidden('vim x', 'keys <Esc>'),
      at: ['7:9'],
      fixed: withHidden('vim x', 'key Escape'),
    },
    {
      title: 'a key in French',
      deck: withHidden('vim x', 'keys Échap'),
      at: ['7:9'],
      fixed: withHidden('vim x', 'key Escape'),
    },
    {
      title: 'names that `keys` knows',
      deck: withHidden('vim x', 'keys ^C', 'keys ^J', 'keys Escape', 'keys M-x'),
      at: [],
    },
    { title: 'text', deck: withHidden('vim x', 'keys :wq', 'keys s/^C/x/', 'keys escape'), at: [] },
    { title: 'a key', deck: withHidden('top', 'key ^C'), at: [] },
  ],
  check({ code, text }, report) {
    for (const { language, text: typed, start, end, snippet } of code) {
      const written = typed.trim();
      if (language !== 'keys' || !snippet || !looksLikeKey.test(written) || wholeKey(written) !== undefined) continue;
      const name = written.replace(/^<|>$/g, '');
      const key = nearestKey(name);
      const at = start + text.slice(start, end).indexOf('keys');
      const whole = text.slice(at, end);
      const place = at + whole.indexOf(written);
      const fix =
        key === undefined
          ? undefined
          : [
              { start: at, end: at + 4, text: 'key' },
              { start: place, end: place + written.length, text: key },
            ];
      report({ start: at, end: at + 4 }, message('lint/key-typed-as-text', { written, key: key ?? name }), { fix });
    }
  },
};
