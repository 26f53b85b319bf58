import type { Page, Pane } from '../page.ts';

const controls: Readonly<Record<Pane, string>> = { slides: 'slides', terminal: 'terminal', notes: 'notes' };

/** Where there is room for one pane only; beside the slides, notes or terminal of a presenter. */
export function Tabs({ page, panes }: { readonly page: Page; readonly panes: readonly Pane[] }) {
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
          }}
        >
          {page.t[pane]}
        </button>
      ))}
    </div>
  );
}
