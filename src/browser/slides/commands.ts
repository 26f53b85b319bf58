import type { StageState } from '../../protocol.ts';
import { type DialogName, type Layout, layouts, mayDrive, type Page } from '../page.ts';
import { resetTimer, toggleTimer } from '../presenter/timer.ts';
import { clampZoom, remember, rememberZoom } from '../remember.ts';
import { fragmentOf } from './address.ts';
import { wipe } from './ink.ts';
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
  | 'freeze'
  | 'demo'
  | 'drive'
  | 'laser'
  | 'draw'
  | 'wipe'
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
      advance(page);
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
      setBlackout(page, !isBlack(page));
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
      turnLayout(page);
      break;
    case 'freeze':
      tellStage(page, { frozen: !page.stage.peek().frozen });
      break;
    case 'demo':
      toggleDemo(page);
      break;
    case 'drive':
      if (mayDrive(page)) {
        page.driving.value = !page.driving.peek();
        remember('drive', page.driving.peek() ? 'on' : 'off');
      }
      break;
    case 'laser':
    case 'draw':
      page.pen.value = page.pen.peek() === command ? 'none' : command;
      break;
    case 'wipe':
      wipe(page, page.slide.peek().index);
      page.send({ type: 'wipe', slide: page.slide.peek().index });
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
      if (isBlack(page)) setBlackout(page, false);
      page.pen.value = 'none';
      page.query.value = '';
      break;
    default:
      openDialog(page, command);
  }
}

export function openDialog(page: Page, name: DialogName): void {
  page.dialog.value = page.dialog.peek() === name ? undefined : name;
}

/** Changes what the audience's windows show. */
function tellStage(page: Page, change: Partial<StageState>): void {
  page.stage.value = { ...page.stage.peek(), ...change };
  page.send({ type: 'stage', ...change });
}

/** To the next slide; in a demo, one step further with the commands of this one. A window that goes its own way only turns. */
function advance(page: Page): void {
  const isDemo = page.stage.peek().demo && page.follow.peek() && page.connection.peek() === 'open';
  if (!isDemo) goTo(page, page.position.peek() + 1);
  else {
    const atOnce = matchMedia('(prefers-reduced-motion: reduce)').matches;
    page.send({ type: 'advance', ...(atOnce && { atOnce }) });
  }
}

function toggleDemo(page: Page): void {
  const demo = !page.stage.peek().demo;
  tellStage(page, { demo });
  page.announcement.value = { text: demo ? page.t.demoOn : page.t.demoOff, urgent: false };
}

/** True for a window that shows nothing, or that knows, as a presenter's does, that the others show nothing. */
export function isBlack(page: Page): boolean {
  return isOnStage(page) ? page.stage.value.blackout : page.blackout.value;
}

/** Every window that follows; one that goes its own way is black by itself. */
export function setBlackout(page: Page, on: boolean): void {
  if (isOnStage(page)) tellStage(page, { blackout: on });
  else page.blackout.value = on;
}

/** It shows what the others show: who points the projector at a second window of theirs expects it to be black with the rest. */
function isOnStage(page: Page): boolean {
  return page.presenter.value || page.audience || page.follow.value;
}

/** The next layout of this window; a presenter changes that of the audience. */
function turnLayout(page: Page): void {
  const isStage = page.presenter.peek() || page.audience;
  const now = isStage ? page.stage.peek().layout : page.layout.peek();
  const layout = layouts[(layouts.indexOf(now) + 1) % layouts.length] ?? 'both';
  if (isStage) tellStage(page, { layout });
  if (!page.presenter.peek()) setLayout(page, layout);
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
