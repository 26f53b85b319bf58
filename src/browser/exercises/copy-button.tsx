import { useState } from 'preact/hooks';
import { Icon } from '../layout/icon.tsx';
import type { Page } from '../page.ts';
import { copyText } from '../terminal/copy-text.ts';

/** Puts a text on the clipboard and says so, to the eye and to the ear. The words go when the pointer or the focus does. */
export function CopyButton({ page, text }: { readonly page: Page; readonly text: string }) {
  const { t } = page;
  const [said, say] = useState<string>();
  const copy = async () => {
    const words = (await copyText(text)) ? t.copied : t.copyFailed;
    say(words);
    page.announcement.value = { text: words, urgent: false };
  };
  const forget = () => {
    say(undefined);
  };
  return (
    <button
      type="button"
      class="copy"
      aria-label={t.copyThis(text)}
      title={said ?? t.copy}
      onClick={() => void copy()}
      onBlur={forget}
      onPointerLeave={forget}
    >
      <Icon name={said === t.copied ? 'check' : 'copy'} />
      {said !== undefined && <span class="said">{said}</span>}
    </button>
  );
}
