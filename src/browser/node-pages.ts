import type { Page } from './page.ts';
import { recallKey } from './remember.ts';

/** A page that the node serves. */
interface NodePage {
  readonly port: number;
  readonly path: string;
}

/** Names by which a node means itself. */
const nodeNames = /^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|node1)$/;

/** The page of the node that an address means, where this browser is on another machine and needs the server to reach it. */
function farPage(url: URL): NodePage | undefined {
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
  if (isHere || url.protocol !== 'http:' || !nodeNames.test(url.hostname)) return undefined;
  return { port: Number(url.port || 80), path: url.pathname + url.search + url.hash };
}

/** Opens an address in another tab; a page of the node by the server, where the browser does not reach it by itself. */
export function openAddress(page: Page, url: URL): void {
  const far = farPage(url);
  if (far) void openFar(page, far);
  else window.open(url.href, '_blank', 'noopener,noreferrer');
}

/** Links on slides and under steps lead to pages of the node from wherever the browser is. */
export function watchLinks(page: Page): void {
  const follow = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    // 1: the middle button opens another tab, too.
    if (!(link instanceof HTMLAnchorElement) || event.button > 1 || event.defaultPrevented) return;
    const far = URL.canParse(link.href) ? farPage(new URL(link.href)) : undefined;
    if (!far) return;
    event.preventDefault();
    void openFar(page, far);
  };
  document.addEventListener('click', follow);
  document.addEventListener('auxclick', follow);
}

async function openFar(page: Page, wanted: NodePage): Promise<void> {
  if (page.visit !== undefined) {
    // It would be the same port of the visitor's own node.
    say(page, page.t.nodePageOfAnother);
    return;
  }
  // Now: later it would be nobody's click, and a pop-up.
  const tab = window.open('', '_blank');
  if (tab) tab.opener = null;
  const answer = await ask(wanted).catch(() => ({ reason: page.t.nodePageFailed }));
  if ('url' in answer && tab) {
    tab.location.replace(answer.url);
    return;
  }
  tab?.close();
  const reason = 'url' in answer ? page.t.popUpBlocked : answer.reason;
  say(page, reason);
}

function say(page: Page, text: string): void {
  page.notices.value = [...page.notices.peek().filter((notice) => notice !== text), text];
}

async function ask(wanted: NodePage): Promise<{ readonly url: string } | { readonly reason: string }> {
  const response = await fetch('/pages', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Pupitre-Key': recallKey() ?? '' },
    body: JSON.stringify(wanted),
  });
  return (await response.json()) as { readonly url: string } | { readonly reason: string };
}
