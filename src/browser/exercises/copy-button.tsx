import { useState } from 'preact/hooks';
import type { Page } from '../page.ts';
import { Icon } from '../layout/icon.tsx';

/** Puts a text on the clipboard and says so, to the eye and to the ear. The words go when the pointer or the focus does. */
export function CopyButton({ page, text }: { readonly page: Page; readonly text: string }) {
  const { t } = page;
  const [said, say] = useState<string>();
  const copy = async () => {
    const words = (await toClipboard(text)) ? t.copied : t.copyFailed;
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

/** Whether it worked. Without TLS a page from another machine has no clipboard; the old way still copies there. */
async function toClipboard(text: string): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Forbidden by a policy: the old way.
    }
  }
  return copySelected(text);
}

function copySelected(text: string): boolean {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.className = 'visually-hidden';
  area.value = text;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else copies without TLS
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
