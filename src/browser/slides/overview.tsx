import { SlideProgress } from './contents.tsx';
import { goTo } from './navigation.ts';
import type { StageProps } from './stage.ts';
import { Thumbnail } from './thumbnail.tsx';

/** All slides as small pictures; the arrows move between them. */
export function Overview({ page, sections }: StageProps) {
  return (
    <div class="overview" onKeyDown={moveInGrid}>
      {page.course.slides.map((slide, position) => (
        <button
          key={slide.index}
          type="button"
          class="overview-slide"
          aria-label={page.t.slideOf(slide.number, page.course.slides.at(-1)?.number ?? 0, slide.title)}
          aria-current={position === page.position.value ? 'page' : undefined}
          data-focus={position === page.position.value ? true : undefined}
          onClick={() => {
            page.dialog.value = undefined;
            goTo(page, position);
          }}
        >
          <Thumbnail section={sections.value[position]} />
          <span class="caption">
            <span class="number">{slide.number}</span>
            <span class="title">{slide.title || page.t.slideN(slide.number)}</span>
            <SlideProgress page={page} section={sections.value[position]} />
          </span>
        </button>
      ))}
    </div>
  );
}

function moveInGrid(event: KeyboardEvent): void {
  const grid = event.currentTarget;
  if (!(grid instanceof HTMLElement)) return;
  const buttons = [...grid.querySelectorAll<HTMLElement>('.overview-slide')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
  const to = target(event.key, at, columns, buttons.length);
  if (to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
}

function target(key: string, at: number, columns: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
