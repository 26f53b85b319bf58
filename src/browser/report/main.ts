import './report.css';
import { watchFilter } from './filter.ts';
import { watchKeys } from './keys.ts';
import { preparePlayer } from './player.ts';

/** The script of an HTML report (`src/report/html`): the report can be read without it. */

const tools = document.querySelector<HTMLElement>('.tools');
if (tools) tools.hidden = false;
const player = preparePlayer();
watchFilter();
watchKeys(player);

/** A link to a step opens it. */
function openTarget(): void {
  const step = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = step?.querySelector('details');
  if (details) details.open = true;
  step?.scrollIntoView();
}
addEventListener('hashchange', openTarget);
if (location.hash !== '') openTarget();

// Paper shows everything; afterwards the window is as it was.
let openedForPrint: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  openedForPrint = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
  for (const details of openedForPrint) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of openedForPrint) details.open = false;
});
