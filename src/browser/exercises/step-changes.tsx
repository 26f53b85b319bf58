import type { PageWords } from '../../messages/en/page.ts';
import type { ChangesView } from '../../protocol.ts';
import { spellOut } from './wording.ts';

/** What a unit changed on the node, behind a line to open. */
export function StepChanges({ t, changes }: { readonly t: PageWords; readonly changes: ChangesView }) {
  const { list, more, unseen } = changes;
  return (
    <details class="changes">
      <summary>{t.whatChanged}</summary>
      {list.length === 0 && <p>{t.changedNothing}</p>}
      <ul>
        {list.map(({ change, text }, index) => (
          <li key={index} data-change={change}>
            <span class="change-kind">{t.changeKinds[change]}</span> <code dir="ltr">{spellOut(text)}</code>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t.moreChanges(more)}</p>}
      {unseen !== undefined && <p class="change-unseen">{unseen}</p>}
    </details>
  );
}
