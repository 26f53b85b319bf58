import './styles/page.css';
import type { Course } from '../protocol.ts';
import { connectPage } from './connect-page.ts';
import { enhance } from './exercises/enhance.tsx';
import { buildApp } from './layout/app.tsx';
import { applyLooks, watchWidth } from './layout/looks.ts';
import { watchPanes } from './layout/pane-stops.ts';
import { highlightHits } from './slides/highlight.ts';
import { watchKeys } from './slides/keyboard.ts';
import { followAddress, goTo } from './slides/navigation.ts';
import { findSections, stage } from './slides/stage.ts';
import { watchSwipes } from './slides/swipe.ts';

document.documentElement.classList.add('js');

const app = document.getElementById('app');

const main = document.getElementById('slides');

if (app !== null && main !== null) start(app, main);

function start(app: HTMLElement, main: HTMLElement): void {
  const sections = findSections(main);
  const link = connectPage(readCourse());
  const { page } = link;
  const narrow = watchWidth();
  applyLooks(page, narrow);
  const places = buildApp(page, app, main, sections, narrow);
  followAddress(page);
  const entered = new WeakSet<HTMLElement>();
  stage(page, main, sections, (section) => {
    if (entered.has(section)) return;
    entered.add(section);
    enhance(page, section);
  });
  highlightHits(page, sections);
  watchKeys(page, main);
  watchPanes(page, places);
  watchSwipes(main, (direction) => {
    goTo(page, page.position.peek() + direction);
  });
  link.mountInto(places.terminal).catch(() => {
    page.notices.value = [...page.notices.peek(), page.t.noTerminal];
  });
}

/** What the server wrote into the page. */
function readCourse(): Course {
  return JSON.parse(document.getElementById('course')?.textContent ?? '') as Course;
}
