import type { DialogName, Page } from '../page.ts';
import { resetTimer, toggleTimer } from '../presenter/timer.ts';
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
      togglePresenter(page);
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
