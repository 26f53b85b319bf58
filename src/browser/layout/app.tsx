import { effect, type ReadonlySignal } from '@preact/signals';
import { render, type VNode } from 'preact';
import type { Page, Pane } from '../page.ts';
import { Presenter } from '../presenter/presenter.tsx';
import { isBlack, setBlackout } from '../slides/commands.ts';
import type { Sections } from '../slides/stage.ts';
import { Thumbnail } from '../slides/thumbnail.tsx';
import { Banners } from './banners.tsx';
import { Dialogs } from './dialogs.tsx';
import { Icon } from './icon.tsx';
import { Separator } from './separator.tsx';
import { SlideFooter } from './slide-footer.tsx';
import { Toolbar } from './toolbar.tsx';

const controls: Readonly<Record<Pane, string>> = { slides: 'slides', terminal: 'terminal', notes: 'notes' };

/** Places of the page that the server has sent, and those that are made around them. */
export interface Places {
  readonly app: HTMLElement;
  readonly main: HTMLElement;
  readonly toolbar: HTMLElement;
  /** Above the panes. */
  readonly banners: HTMLElement;
  readonly terminal: HTMLElement;
  /** Under the slides. */
  readonly footer: HTMLElement;
}

/** Builds everything around the slides. */
export function buildApp(
  page: Page,
  app: HTMLElement,
  main: HTMLElement,
  sections: Sections,
  narrow: ReadonlySignal<boolean>,
): Places {
  const { t } = page;
  const toolbar = element('header', 'toolbar', t.toolbar);
  const banners = element('div', 'banners');
  const ownBanners = element('div', '');
  banners.append(ownBanners);
  const tabs = element('nav', 'tabs-row', t.panes);
  const footer = element('section', 'slide-footer', t.slideControls);
  const separator = element('section', 'separator-place', t.separator);
  const terminal = element('section', 'terminal-pane', t.terminal);
  terminal.id = 'terminal';
  const notes = element('aside', 'notes-pane', t.notes);
  notes.id = 'notes';
  const next = element('aside', 'next-pane', t.nextUp);
  const rest = element('div', 'overlays');
  app.prepend(...[skipLink('slides', t.toSlides), skipLink('terminal', t.toTerminal), toolbar, banners, tabs]);
  main.after(footer, separator, terminal, next, notes, rest);
  app.classList.add('app');

  render(page.audience ? <AudienceHeader page={page} /> : <Toolbar page={page} />, toolbar);
  render(<Banners page={page} />, ownBanners);
  const ownFooter = element('div', '');
  footer.append(ownFooter);
  if (!page.audience) render(<SlideFooter page={page} sections={sections} />, ownFooter);
  draw(separator, () => <Separator key={String(page.presenter.value)} page={page} app={app} />);
  render(<Overlays page={page} sections={sections} />, rest);
  draw(tabs, () => {
    const panes = page.audience ? [] : panesOf(page, narrow.value);
    return panes.length < 2 ? null : <Tabs page={page} panes={panes} />;
  });
  draw(next, () => {
    const section = page.presenter.value && !narrow.value ? sections.value[page.position.value + 1] : undefined;
    return section === undefined ? null : <Thumbnail section={section} />;
  });
  draw(notes, () => (page.presenter.value ? <Presenter page={page} sections={sections} /> : null));
  return { app, main, toolbar, banners, terminal, footer };
}

function panesOf(page: Page, narrow: boolean): readonly Pane[] {
  if (narrow) return page.presenter.value ? ['slides', 'terminal', 'notes'] : ['slides', 'terminal'];
  return page.presenter.value ? ['notes', 'terminal'] : [];
}

function Overlays({ page, sections }: { readonly page: Page; readonly sections: Sections }) {
  return (
    <>
      <LiveRegion page={page} />
      <Dialogs page={page} sections={sections} />
      {isBlack(page) && !page.presenter.value && (
        <button
          type="button"
          class="blackout"
          aria-label={page.t.close}
          onClick={() => {
            setBlackout(page, false);
          }}
        />
      )}
    </>
  );
}

/** Of a window without tools: its name, and whether → types. */
function AudienceHeader({ page }: { readonly page: Page }) {
  return (
    <>
      <h1 class="visually-hidden">{page.course.title}</h1>
      {page.stage.value.demo && (
        <p class="demo-mark">
          <Icon name="keyboard" /> {page.t.demoShort}
        </p>
      )}
    </>
  );
}

function draw(place: HTMLElement, view: () => VNode | null): void {
  effect(() => {
    render(view(), place);
  });
}

function element(name: string, className: string, label?: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  if (label !== undefined) made.setAttribute('aria-label', label);
  return made;
}

function skipLink(id: string, text: string): HTMLElement {
  const link = document.createElement('a');
  link.className = 'skip-link';
  link.href = `#${id}`;
  link.textContent = text;
  link.addEventListener('click', (event) => {
    // The fragment belongs to the slides.
    event.preventDefault();
    const target = document.getElementById(id);
    (target?.querySelector<HTMLElement>('textarea') ?? target)?.focus();
  });
  return link;
}

/** Says what has changed to those who do not see it. */
function LiveRegion({ page }: { readonly page: Page }) {
  const said = page.announcement.value;
  return (
    <div class="visually-hidden">
      <div role="status" aria-live="polite">
        {said?.urgent === false && said.text}
      </div>
      <div role="alert" aria-live="assertive">
        {said?.urgent === true && said.text}
      </div>
    </div>
  );
}

/** Where there is room for one pane only; beside the slides, notes or terminal of a presenter. */
function Tabs({ page, panes }: { readonly page: Page; readonly panes: readonly Pane[] }) {
  const shown = page.pane.value;
  const current = panes.includes(shown) ? shown : panes[0];
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || current === undefined) return;
    event.preventDefault();
    const next = panes[(panes.indexOf(current) + by + panes.length) % panes.length];
    if (next === undefined) return;
    page.pane.value = next;
    const list = event.currentTarget;
    if (list instanceof HTMLElement) list.querySelector<HTMLElement>(`[data-pane="${next}"]`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" onKeyDown={move}>
      {panes.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          data-pane={pane}
          aria-selected={pane === current}
          aria-controls={controls[pane]}
          tabIndex={pane === current ? 0 : -1}
          onClick={() => {
            page.pane.value = pane;
            if (pane === 'terminal') page.unseen.value = false;
          }}
        >
          {page.t[pane]}
          {pane === 'terminal' && pane !== current && page.unseen.value && (
            <span class="unseen">
              <span class="visually-hidden">{page.t.newOutput}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
