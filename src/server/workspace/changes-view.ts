import type { Changes } from '../../changes/difference.ts';
import { changeText, unseenOf } from '../../changes/wording.ts';
import type { Language } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { ChangesView } from '../../protocol.ts';

/** Changes that a page is shown, and characters of each: every window gets them with every state. */
const shown = { changes: 20, characters: 300 } as const;

/** What a page shows of changes. */
export function changesView(changes: Changes, lang: Language): ChangesView {
  const list = changes.list.slice(0, shown.changes).map((each) => {
    const text = changeText(each);
    const isLong = text.length > shown.characters;
    return { change: each.change, text: isLong ? `${text.slice(0, shown.characters)}…` : text };
  });
  const unseen = unseenOf(changes);
  return {
    list,
    more: changes.list.length - list.length + changes.more,
    ...(unseen && { unseen: word(unseen, lang) }),
  };
}
