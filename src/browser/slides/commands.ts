import { type DialogName, type Layout, layouts, type Page } from '../page.ts';
import { resetTimer, toggleTimer } from '../presenter/timer.ts';
import { clampZoom, remember, rememberZoom } from '../remember.ts';
import { fragmentOf } from './address.ts';
import { goTo } from './navigation.ts';

/** What a key or a button can ask for. */
export type Command =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'blackout'
  | 'mirrored'
  | 'fullscreen'
  | 'cloneWindow'
  | 'presenter'
  | 'audience'
  | 'nextLayout'
  | 'larger'
  | 'smaller'
  | 'startTimer'
  | 'resetTimer'
  | 'help'
  | 'overview'
  | 'search'
  | 'close';

export function perform(page: Page, command: Command): void {
  switch (command) {
    case 'next':
      goTo(page, page.position.peek() + 1);
      break;
    case 'previous':
      goTo(page, page.position.peek() - 1);
      break;
    case 'first':
      goTo(page, 0);
      break;
    case 'last':
      goTo(page, page.course.slides.length - 1);
      break;
    case 'blackout':
      page.blackout.value = !page.blackout.peek();
      break;
    case 'mirrored':
      page.mirrored.value = !page.mirrored.peek();
      break;
    case 'fullscreen':
      toggleFullscreen();
      break;
    case 'cloneWindow':
      window.open(fragmentOf(page.course, page.slide.peek(), false), '_blank', 'noopener');
      break;
    case 'presenter':
      if (!page.audience) togglePresenter(page);
      break;
    case 'audience':
      showAudience(page);
      break;
    case 'nextLayout':
      setLayout(page, layouts[(layouts.indexOf(page.layout.peek()) + 1) % layouts.length] ?? 'both');
      break;
    case 'larger':
      zoom(page, 0.1);
      break;
    case 'smaller':
      zoom(page, -0.1);
      break;
    case 'startTimer':
      toggleTimer(page);
      break;
    case 'resetTimer':
      resetTimer(page);
      break;
    case 'close':
      page.blackout.value = false;
      page.query.value = '';
      break;
    default:
      openDialog(page, command);
  }
}

export function openDialog(page: Page, name: DialogName): void {
  page.dialog.value = page.dialog.peek() === name ? undefined : name;
}

/** An audience's window always begins with both. */
export function setLayout(page: Page, layout: Layout): void {
  page.layout.value = layout;
  if (!page.audience) remember('layout', layout);
}

/** Opens a window for the audience at this slide; one that is for the audience becomes an ordinary page again. */
function showAudience(page: Page): void {
  const fragment = fragmentOf(page.course, page.slide.peek(), false);
  if (page.audience) location.replace(`${location.pathname}${fragment}`);
  else window.open(`?audience${fragment}`, '_blank', 'popup,noopener,width=1280,height=720');
}

function zoom(page: Page, by: number): void {
  page.zoom.value = clampZoom(page.zoom.peek() + by);
  rememberZoom(page.zoom.peek());
}

function togglePresenter(page: Page): void {
  page.presenter.value = !page.presenter.peek();
  page.pane.value = page.presenter.peek() ? 'notes' : 'slides';
}

function toggleFullscreen(): void {
  const change =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  // Refused (an embedded page, no user gesture): the page stays as it is.
  change.catch(() => undefined);
}
