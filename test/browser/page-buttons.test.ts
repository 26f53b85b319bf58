import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

/** WCAG 2.2, 1.4.3, for text of any size. */
const leastContrast = 4.5;

interface Measured {
  readonly button: string;
  readonly contrast: number;
}

/** Every kind of button that is seen, and the contrast of its words or its sign with what is behind it (WCAG's formula). */
function measure(page: Page): Promise<readonly Measured[]> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    type Colour = readonly [number, number, number, number];
    const read = (colour: string): Colour => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (one: number, other: number) => one * top[3] + other * (1 - top[3]);
      return [mix(top[0], under[0]), mix(top[1], under[1]), mix(top[2], under[2]), 1];
    };
    const backgroundOf = (element: Element | null): Colour => {
      if (element === null) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] >= 1 ? own : over(own, backgroundOf(element.parentElement));
    };
    const luminance = ([r, g, b]: Colour): number => {
      const [red = 0, green = 0, blue = 0] = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const found: { button: string; contrast: number }[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('button, a.open-page, .done-box')) {
      if (element.getClientRects().length === 0) continue;
      const behind = backgroundOf(element);
      const style = getComputedStyle(element);
      const opaque = over(
        [...read(style.color).slice(0, 3), read(style.color)[3] * Number(style.opacity)] as never,
        behind,
      );
      const [one, other] = [luminance(opaque), luminance(behind)];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      found.push({ button: `${element.className}: ${element.ariaLabel ?? element.textContent.trim()}`, contrast });
    }
    return found;
  });
}

describe.skipIf(chromiumPath === undefined)('buttons (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await servePage(deckCourse, deckSections);
  }, 60_000);
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  /** Everything that has buttons, one after the other. */
  const scenes: readonly (readonly [name: string, show: () => Promise<void>])[] = [
    ['a slide', () => page.locator('.step .run').first().waitFor()],
    [
      'running and queued',
      async () => {
        server.tell('create', { status: 'running' });
        server.tell('expose', { status: 'queued' });
        await page.locator('.step .stop').first().waitFor();
      },
    ],
    [
      'done, and failed with ways out',
      async () => {
        server.tell('create', { status: 'passed', url: 'http://localhost/' });
        server.tell('expose', { status: 'failed', reason: 'x', cause: 'y', there: true, output: 'z' });
        await page.locator('.failure .primary').first().waitFor();
      },
    ],
    [
      'by hand, and a page',
      async () => {
        await close();
        await page.goto(`${server.url}#6`);
        await page.locator('.done-box').first().waitFor();
      },
    ],
    ['help', () => dialog('h')],
    ['overview', () => dialog('o')],
    ['search', () => dialog('/')],
    [
      'the rest of the course',
      async () => {
        await close();
        await page.locator('.slide-bar button').last().click();
        await page.getByRole('dialog').locator('.primary').waitFor();
      },
    ],
    [
      'presenter',
      async () => {
        await close();
        await page.keyboard.press('p');
        await page.locator('.notes-pane button').first().waitFor();
      },
    ],
  ];
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('#slides').focus();
  };
  const dialog = async (key: string): Promise<void> => {
    await close();
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
  };

  it.each(['light', 'dark'] as const)(
    'can be read at rest, under the mouse, with the focus, pressed, disabled: %s',
    async (colorScheme) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      page = await context.newPage();
      await page.goto(`${server.url}#3`);
      await page.waitForSelector('.slide-bar button:not(:disabled)');
      await page.addStyleTag({ content: '* { transition: none !important; }' });
      const devtools = await context.newCDPSession(page);
      await devtools.send('DOM.enable');
      await devtools.send('CSS.enable');
      const kinds = new Set<string>();
      const unreadable: string[] = [];
      for (const [scene, show] of scenes) {
        await show();
        for (const state of [[], ['hover'], ['focus', 'focus-visible'], ['hover', 'active'], ['disabled']]) {
          const { root } = await devtools.send('DOM.getDocument', { depth: 0 });
          const { nodeIds } = await devtools.send('DOM.querySelectorAll', {
            nodeId: root.nodeId,
            selector: 'button, a.open-page',
          });
          const isDisabled = state[0] === 'disabled';
          for (const nodeId of nodeIds) {
            await devtools.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: isDisabled ? [] : state });
          }
          if (isDisabled) {
            await page.evaluate(() => {
              for (const button of document.querySelectorAll('button')) button.disabled = true;
            });
          }
          for (const { button, contrast } of await measure(page)) {
            kinds.add(button);
            if (contrast < leastContrast)
              unreadable.push(`${scene}, ${state.join('+')}: ${button} ${contrast.toFixed(2)}`);
          }
          if (isDisabled) {
            await page.evaluate(() => {
              for (const button of document.querySelectorAll('button')) button.disabled = false;
            });
          }
        }
      }
      expect(unreadable).toEqual([]);
      expect(kinds.size).toBeGreaterThan(40);
    },
    120_000,
  );
});
