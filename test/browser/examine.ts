import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** 1280x720 at 200 %, and 400 % as WCAG 1.4.10 has it. */
const reflowSizes = [
  [640, 360],
  [320, 512],
] as const;

/** What is wrong with a window for those who see little, do not want motion, or have colours of their own; nothing is expected. */
export async function examine(page: Page): Promise<readonly string[]> {
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  const found = [...(await axe(page, 'light')), ...(await axe(page, 'dark'))];
  found.push(...(await page.evaluate(motion)));
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  found.push(...(await page.evaluate(unframed)));
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  for (const [width, height] of reflowSizes) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    found.push(...(await page.evaluate(cut)).map((each) => `${width}: ${each}`));
  }
  await page.setViewportSize(size);
  return found;
}

/** Everything that axe knows; in the dark only the colours are others. */
async function axe(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  // Without a window of its own for each result: there are no frames of others.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  if (colorScheme === 'dark') builder.withRules(['color-contrast']);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 200)}`));
}

/** What moves by itself. A shadow that depends on how far one has scrolled does not. */
function motion(): string[] {
  return document
    .getAnimations()
    .filter(({ timeline }) => timeline instanceof DocumentTimeline)
    .map(({ effect }) => `moves: ${effect instanceof KeyframeEffect ? (effect.target?.className ?? '') : ''}`);
}

/** Buttons that nothing marks as such where backgrounds have one colour. */
function unframed(): string[] {
  return [...document.querySelectorAll('button')]
    .filter((button) => button.getClientRects().length > 0 && !button.matches('.blackout'))
    .filter((button) => {
      const style = getComputedStyle(button);
      const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
      return sides.every((side) => Number.parseFloat(style[`border${side}Width`]) === 0);
    })
    .map((button) => `no border: ${button.outerHTML.slice(0, 150)}`);
}

/** What is cut off at the sides, or has to be moved in two directions to be read, other than code, tables and the terminal. */
function cut(): string[] {
  const found: string[] = [];
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    getComputedStyle(element).clipPath === 'none' &&
    element.closest('.visually-hidden, .skip-link, .xterm, [aria-hidden=true], .thumbnail, .course-title') === null;
  const name = (element: Element): string => element.outerHTML.replace(/\s+/g, ' ').slice(0, 150);
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
  // What a dialog covers is not looked at.
  const root = document.querySelector('dialog[open]') ?? document.body;
  for (const element of root.querySelectorAll('*')) {
    if (!isSeen(element)) continue;
    const { overflowX } = getComputedStyle(element);
    const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (isWider && overflowX === 'auto' && !element.matches('pre, .table-scroll, .terminal-host, [role=tablist]'))
      found.push(`scrolls sideways: ${name(element)}`);
    if (isWider && overflowX !== 'visible' && overflowX !== 'auto' && element.closest('button, label') !== null)
      found.push(`a label is cut: ${name(element)}`);
    if (!element.matches('button, a, input, label, h1, h2, p')) continue;
    if (element.closest('pre, .table-scroll, [role=tablist]') !== null) continue;
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1)
      found.push(`beyond the edge (${Math.round(box.left)} to ${Math.round(box.right)}): ${name(element)}`);
  }
  return found;
}
