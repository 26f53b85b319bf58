import './styles/page.css';
import { computed, effect, signal } from '@preact/signals';
import type { Course } from '../protocol.ts';
import { watchEndKey } from './class/help.ts';
import { connect } from './connection.ts';
import { enhance } from './exercises/enhance.tsx';
import { buildApp } from './layout/app.tsx';
import { applyLooks, watchWidth } from './layout/looks.ts';
import { watchPanes } from './layout/pane-stops.ts';
import { openAddress, watchLinks } from './node-pages.ts';
import { createPage, mayDrive, type Page } from './page.ts';
import { receive } from './receive.ts';
import { rememberAnchors } from './slides/anchors.ts';
import { highlightHits } from './slides/highlight.ts';
import { watchInk } from './slides/ink.ts';
import { watchKeys } from './slides/keyboard.ts';
import { watchMedia } from './slides/media.ts';
import { followAddress, goTo } from './slides/navigation.ts';
import { watchPen } from './slides/pen.ts';
import { followCourse, replaceSections } from './slides/renew.ts';
import { watchScrollers } from './slides/scrollers.ts';
import { findSections, stage } from './slides/stage.ts';
import { watchSwipes } from './slides/swipe.ts';
import type { TerminalPane } from './terminal/mount.tsx';

document.documentElement.classList.add('js');

const app = document.getElementById('app');

const main = document.getElementById('slides');

if (app !== null && main !== null) {
  if (new URLSearchParams(location.search).has('wall')) {
    void import('./class/wall.tsx').then(({ showWall }) => showWall(readCourse(), app));
  } else start(app, main);
}

function start(app: HTMLElement, main: HTMLElement): void {
  const sections = signal(findSections(main));
  const link = connectPage(readCourse());
  const { page } = link;
  const narrow = watchWidth();
  applyLooks(page, narrow);
  const places = buildApp(page, app, main, sections, narrow);
  followAddress(page);
  /** The slides that were seen, and what lets go of each. */
  const entered = new Map<HTMLElement, (() => void)[]>();
  stage(page, main, sections, (section) => {
    if (entered.has(section)) return;
    rememberAnchors(section);
    const ends = [enhance(page, section), watchScrollers(page, section)];
    entered.set(section, ends);
    const diagrams = [...section.querySelectorAll<HTMLElement>('.slide-content pre.mermaid')];
    if (section === sections.value.at(-1) && page.course.units.length > 0 && !page.audience) {
      void import('./end/end-panel.tsx')
        .then(({ showEnd }) => showEnd(page, section))
        .then((end) => {
          if (entered.has(section)) ends.push(end);
          else end();
        });
    }
    if (diagrams.length > 0) {
      void import('./slides/draw-here.ts').then(({ drawHere }) => drawHere(page.t, diagrams));
    }
  });
  const leave = (section: HTMLElement): void => {
    for (const end of entered.get(section) ?? []) end();
    entered.delete(section);
  };
  followCourse(page, (fresh, course) => {
    replaceSections({ page, main, sections, leave }, fresh, course);
  });
  watchMedia(page, sections);
  watchLinks(page);
  highlightHits(page, sections);
  watchKeys(page, main);
  watchPanes(page, places);
  watchEndKey(page);
  watchPen(page, main, sections);
  watchInk(page, main, sections);
  watchSwipes(main, (direction) => {
    if (page.pen.peek() !== 'none') return;
    goTo(page, page.position.peek() + direction);
  });
  const isOver = effect(() => {
    if (page.audience || !page.lead.value || page.you.value?.role !== 'student') return;
    void import('./class/student.tsx').then(({ showClass }) => showClass(page, places.banners));
    queueMicrotask(() => {
      isOver();
    });
  });
  const isDriven = effect(() => {
    if (!mayDrive(page) || !page.driving.value) return;
    void import('./presenter/drive.tsx').then(({ showDrive }) => showDrive(page, places.footer));
    queueMicrotask(() => {
      isDriven();
    });
  });
  link.mountInto(places.terminal).catch(() => {
    page.notices.value = [...page.notices.peek(), page.t.noTerminal];
  });
}

/** What the server must know to choose the size of the shell. */
function kindOfWindow(): 'audience' | 'phone' | undefined {
  if (new URLSearchParams(location.search).has('audience')) return 'audience';
  const isSmall = Math.min(screen.width, screen.height) < 600;
  return isSmall && matchMedia('(pointer: coarse)').matches ? 'phone' : undefined;
}

/** What the server wrote into the page. */
function readCourse(): Course {
  return JSON.parse(document.getElementById('course')?.textContent ?? '') as Course;
}

/** Fulfilled when the slide can be seen: the browser has the terminal's script, and would run that first. */
async function painted(): Promise<void> {
  if (document.visibilityState === 'hidden') return;
  await new Promise((drawing) => requestAnimationFrame(drawing));
  await new Promise((drawn) => setTimeout(drawn));
}

export interface Link {
  readonly page: Page;
  /** Puts the terminal into its pane, once its script is here. The slides do not wait for it. */
  readonly mountInto: (pane: HTMLElement) => Promise<TerminalPane>;
}

/** The page's state, fed by the server. */
export function connectPage(course: Course): Link {
  let terminal: TerminalPane | undefined;
  const visit = new URLSearchParams(location.search).get('visit') ?? undefined;
  const connection = connect({ size: () => terminal?.size(), kind: kindOfWindow(), visit });
  const page = createPage(course, (message) => connection.send(message));
  connection.onMessage((message) => {
    receive(page, message);
  });
  effect(() => {
    page.connection.value = connection.status.value;
  });
  return {
    page,
    mountInto: async (pane) => {
      await painted();
      const [{ mountTerminal }, { pageTerminal }] = await Promise.all([
        import('./terminal/mount.tsx'),
        course.lang === 'fr' ? import('../messages/fr/page-terminal.ts') : import('../messages/en/page-terminal.ts'),
      ]);
      const readOnly = computed(() => page.visit !== undefined && page.help.value?.state !== 'types');
      const zoom = page.audience ? page.zoom : undefined;
      terminal = mountTerminal(pane, {
        ...{ connection, words: pageTerminal, zoom, readOnly },
        openAddress: (url) => {
          openAddress(page, url);
        },
      });
      return terminal;
    },
  };
}
