import { useEffect, useState } from 'preact/hooks';
import type { Invitation } from '../../protocol.ts';
import { CopyButton } from '../exercises/copy-button.tsx';
import type { Page } from '../page.ts';
import { recallCode, recallKey } from '../remember.ts';
import { QrCode } from './qr-code.tsx';

/** An address for the projector's machine, or for a phone; as a QR code where another device reaches it. */
export function Device({ page }: { readonly page: Page }) {
  const { t } = page;
  const [answer, setAnswer] = useState<Invitation | 'failed'>();
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
  const invitation = typeof answer === 'object' ? answer : undefined;
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
      {invitation && !invitation.onlyHere && <QrCode text={invitation.url} label={t.qr} />}
    </div>
  );
}

async function invite(signal: AbortSignal): Promise<Invitation> {
  const response = await fetch('/invite', { method: 'POST', signal, headers: { 'X-Pupitre-Key': recallKey() ?? '' } });
  if (!response.ok) throw new Error('no address');
  return (await response.json()) as Invitation;
}
