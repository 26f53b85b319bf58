import type { Language } from '../../messages/message.ts';
import type { Say } from '../../messages/word.ts';
import { documentStart, playerFrame, type TerminalSize } from './document.ts';
import { attributes, escaped } from './markup.ts';
import type { PageParts } from './page-parts.ts';

const keys = {
  j: 'next',
  k: 'previous',
  n: 'next-failure',
  f: 'filter',
  o: 'open-all',
  p: 'play',
  Esc: 'close',
} as const;

interface FrameOptions {
  readonly title: string;
  readonly size: TerminalSize;
  readonly lang: Language;
  readonly say: Say;
}

/** The beginning of a report, up to the first run. */
export function pageStart(parts: PageParts, { title, size, lang, say }: FrameOptions): string {
  return `${documentStart(parts, { title: say('kept/report-of', { title }), lang })}<header class="page-head">
<h1>${escaped(say('kept/report'))}</h1>
${tools(say)}
</header>
${playerFrame(say, size)}
<main>
`;
}

/** The end of a report. */
export const pageEnd = '</main>\n</body>\n</html>\n';

/** Shown by the script: nothing of it works without. */
function tools(say: Say): string {
  const rows = Object.entries(keys).map(
    ([key, does]) => `<div><dt><kbd>${key}</kbd></dt><dd>${escaped(say('kept/key', { does }))}</dd></div>`,
  );
  const filters = [
    ['all', say('kept/show-all')],
    ['not-passed', say('kept/show-not-passed')],
  ] as const;
  const choices = filters.map(
    ([value, label]) =>
      `<label><input type="radio" name="filter"${attributes({ value, checked: value === 'all' })}>${escaped(label)}</label>`,
  );
  return `<div class="tools" hidden>
<fieldset class="filter"><legend class="visually-hidden">${escaped(say('kept/filter'))}</legend>${choices.join('')}</fieldset>
<button type="button" id="open-all"${attributes({ 'data-close': say('kept/close-all') })}>${escaped(say('kept/open-all'))}</button>
<details class="keys"><summary>${escaped(say('kept/keys'))}</summary><dl>${rows.join('')}</dl></details>
</div>`;
}
