import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../exercises/copy-button.tsx';
import type { Page } from '../page.ts';

interface Invitation {
  readonly url: string;
  /** What the QR code draws, as the data of a path, and the side of its square. */
  readonly path: string;
  readonly side: number;
}

/** An address for the projector's machine, or for a phone. */
export function Device({ page }: { readonly page: Page }) {
  const { t } = page;
  const [invitation, setInvitation] = useState<Invitation | 'failed'>();
  useEffect(() => {
    const abort = new AbortController();
    invite(abort.signal).then(setInvitation, () => {
      if (!abort.signal.aborted) setInvitation('failed');
    });
    return () => {
      abort.abort();
    };
  }, []);
  return (
    <div class="device" aria-busy={invitation === undefined}>
      <p>{t.otherDeviceHint}</p>
      {invitation === 'failed' && <p role="alert">{t.inviteFailed}</p>}
      {typeof invitation === 'object' && (
        <>
          <p class="invitation">
            <code>{invitation.url}</code>
            <CopyButton page={page} text={invitation.url} />
          </p>
          <svg class="qr" role="img" aria-label={t.qr} viewBox={`0 0 ${invitation.side} ${invitation.side}`}>
            <path d={invitation.path} />
          </svg>
        </>
      )}
    </div>
  );
}

async function invite(signal: AbortSignal): Promise<Invitation> {
  const [response, { encode }] = await Promise.all([fetch('/invite', { method: 'POST', signal }), import('uqr')]);
  const answer: unknown = await response.json();
  if (!response.ok || typeof answer !== 'object' || answer === null || !('url' in answer))
    throw new Error('no address');
  const url = String(answer.url);
  const { data } = encode(url, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { url, path, side: data.length };
}
