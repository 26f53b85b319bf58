import { useEffect, useState } from 'preact/hooks';
import type { Invitation } from '../../protocol.ts';
import { CopyButton } from '../exercises/copy-button.tsx';
import type { Page } from '../page.ts';
import { recallCode, recallKey } from '../remember.ts';

/** What a QR code draws, as the data of a path, and the side of its square. */
interface Code {
  readonly path: string;
  readonly side: number;
}

/** An address for the projector's machine, or for a phone; as a QR code where another device reaches it. */
export function Device({ page }: { readonly page: Page }) {
  const { t } = page;
  const [answer, setAnswer] = useState<{ readonly invitation: Invitation; readonly code?: Code } | 'failed'>();
  useEffect(() => {
    const abort = new AbortController();
    invite(abort.signal).then(setAnswer, () => {
      if (!abort.signal.aborted) setAnswer('failed');
    });
    return () => {
      abort.abort();
    };
  }, []);
  const own = recallCode();
  const { invitation, code } = typeof answer === 'object' ? answer : {};
  return (
    <div class="device" aria-busy={answer === undefined}>
      {answer === 'failed' && <p role="alert">{t.inviteFailed}</p>}
      {invitation && (
        <>
          <p>{invitation.onlyHere ? t.onlyHere : t.otherDeviceHint}</p>
          {[invitation.url, ...(invitation.more ?? [])].map((url) => (
            <p key={url} class="invitation">
              <code>{url}</code>
              <CopyButton page={page} text={url} />
            </p>
          ))}
        </>
      )}
      {own !== undefined && page.you.value?.role === 'student' && (
        <p class="invitation">
          {t.yourCode(page.you.value.name)} <code>{own}</code>
        </p>
      )}
      {code && (
        <svg class="qr" role="img" aria-label={t.qr} viewBox={`0 0 ${code.side} ${code.side}`}>
          <path d={code.path} />
        </svg>
      )}
    </div>
  );
}

async function invite(signal: AbortSignal): Promise<{ readonly invitation: Invitation; readonly code?: Code }> {
  const response = await fetch('/invite', { method: 'POST', signal, headers: { 'X-Pupitre-Key': recallKey() ?? '' } });
  if (!response.ok) throw new Error('no address');
  const invitation = (await response.json()) as Invitation;
  if (invitation.onlyHere) return { invitation };
  const { encode } = await import('uqr');
  const { data } = encode(invitation.url, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { invitation, code: { path, side: data.length } };
}
