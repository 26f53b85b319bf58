import { openAll, shownSteps, toggleFilter } from './filter.ts';
import type { StepPlayer } from './player.ts';

const failures = new Set(['failed', 'timedOut', 'broken']);

/** Keys of a report; those of the player stay the player's, and with a modifier they are the browser's. */
export function watchKeys(player: StepPlayer): void {
  const keys: Readonly<Record<string, () => void>> = {
    j: () => {
      move(1, () => true);
    },
    k: () => {
      move(-1, () => true);
    },
    n: () => {
      move(1, ({ dataset }) => failures.has(dataset['status'] ?? ''));
    },
    f: toggleFilter,
    o: openAll,
    p: () => {
      currentStep()?.querySelector<HTMLElement>('.play')?.click();
    },
    Escape: player.close,
    ...(document.querySelector('main#slides') && {
      ArrowRight: () => {
        moveSlide(1);
      },
      ArrowLeft: () => {
        moveSlide(-1);
      },
    }),
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inPlayer = event.target instanceof Element && event.target.closest('.player-screen') !== null;
    if (inPlayer && event.key !== 'Escape') return;
    keys[event.key]?.();
  };
  // Before the player, which keeps the keys that it gets.
  addEventListener('keydown', onKey, { capture: true });
}

/** To the slide after the one at the top of the window, or the one before. */
function moveSlide(by: 1 | -1): void {
  const tops = [...document.querySelectorAll('.slide')].map((slide) => ({
    slide,
    top: slide.getBoundingClientRect().top,
  }));
  const next = by > 0 ? tops.find(({ top }) => top > 1) : tops.filter(({ top }) => top < -1).at(-1);
  next?.slide.scrollIntoView();
}

function currentStep(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('.step') ?? null;
}

/** To the next step that is `wanted`, from the one that has the focus, else from the first in the window. */
function move(by: 1 | -1, wanted: (step: HTMLElement) => boolean): void {
  const steps = shownSteps();
  const current = currentStep();
  const firstInView = steps.findIndex((step) => step.getBoundingClientRect().bottom > 0);
  const from = current ? steps.indexOf(current) + by : by > 0 ? firstInView : firstInView - 1;
  if (from < 0) return;
  const candidates = by > 0 ? steps.slice(from) : steps.slice(0, from + 1).reverse();
  const step = candidates.find(wanted);
  step?.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true });
  step?.scrollIntoView({ block: 'nearest' });
}
