import type { ComponentChildren } from 'preact';
import { HelpBar } from '../class/help-bar.tsx';
import { logOut } from '../log-out.ts';
import type { Page } from '../page.ts';
import { Icon } from './icon.tsx';

/** What everybody has to know now: no connection, no node, and what the server wants to say. */
export function Banners({ page }: { readonly page: Page }) {
  const { t, connection, node, queue } = page;
  return (
    <>
      <HelpBar page={page} />
      {connection.value === 'lost' && (
        <Banner kind="warning">
          <span>
            <Icon name="spinner" /> {t.lost}
          </span>
        </Banner>
      )}
      {connection.value === 'loggedOut' && (
        <Banner kind="error">
          <span>
            <Icon name="warning" /> {t.loggedOut}
          </span>
          <button
            type="button"
            onClick={() => {
              void logOut();
            }}
          >
            {t.comeInAgain}
          </button>
        </Banner>
      )}
      {connection.value === 'givenBack' && (
        <Banner kind="error">
          <span>
            <Icon name="warning" /> {t.givenBack}
          </span>
          <button
            type="button"
            onClick={() => {
              location.reload();
            }}
          >
            {t.askForNode}
          </button>
        </Banner>
      )}
      {connection.value === 'queued' && queue.value && (
        <Banner kind="note">
          <span>
            <Icon name="spinner" /> {t.queued(queue.value.place, queue.value.of, minutesOf(queue.value.withinMs))}
          </span>
        </Banner>
      )}
      {(node.value.status === 'ended' || node.value.status === 'broken') && (
        <Banner kind="error">
          <span>
            <Icon name="warning" /> {node.value.status === 'ended' ? t.nodeEnded : t.nodeBroken} {node.value.reason}
          </span>
          <button
            type="button"
            onClick={() => {
              page.dialog.value = 'newNode';
            }}
          >
            {t.newNode('node1')}
          </button>
        </Banner>
      )}
      {!page.audience && page.problem.value !== undefined && (
        <Banner kind="warning">
          <span>
            <Icon name="warning" /> {page.problem.value}
          </span>
        </Banner>
      )}
      {(page.audience ? [] : page.notices.value).map((text, index) => (
        <Banner key={index} kind="note">
          <span class="banner-text">{text}</span>
          <button
            type="button"
            class="quiet"
            aria-label={t.dismiss}
            onClick={() => {
              page.notices.value = page.notices.value.filter((_, at) => at !== index);
            }}
          >
            <Icon name="cross" />
          </button>
        </Banner>
      ))}
    </>
  );
}

function minutesOf(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.ceil(ms / 60_000);
}

function Banner({
  kind,
  children,
}: {
  readonly kind: 'warning' | 'error' | 'note';
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`banner banner-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
