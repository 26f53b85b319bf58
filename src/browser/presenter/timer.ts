import type { Page } from '../page.ts';

export function toggleTimer(page: Page): void {
  const { before, since } = page.timer.peek();
  page.timer.value =
    since === undefined ? { before, since: performance.now() } : { before: before + performance.now() - since };
}

export function resetTimer(page: Page): void {
  page.timer.value = { before: 0 };
}

/** Milliseconds on the timer. */
export function timerValue(timer: Page['timer']['value']): number {
  return timer.before + (timer.since === undefined ? 0 : performance.now() - timer.since);
}

/** `1:02:03`, or `02:03` below one hour. */
export function clockFace(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
