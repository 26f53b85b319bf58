import { useMemo } from 'preact/hooks';
import { excerptOf } from './find.ts';
import { goTo } from './navigation.ts';
import type { StageProps } from './stage.ts';

/** Finds words in the slides; Return goes to the first hit, the others are in a list. */
export function SearchBox({ page, sections }: StageProps) {
  const { t, course } = page;
  const query = page.query.value;
  const texts = useMemo(() => sections.value.map((section) => textOf(section)), [sections.value]);
  const hits = texts.flatMap((text, position) => {
    const excerpt = excerptOf(text, query);
    // An increment repeats the slide before: only what is new there is a hit.
    const repeated =
      course.slides[position]?.continued === true && excerptOf(texts[position - 1] ?? '', query) !== undefined;
    return excerpt === undefined || repeated ? [] : [{ position, excerpt }];
  });
  const choose = (position: number) => {
    page.dialog.value = undefined;
    goTo(page, position);
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const next = hits.find(({ position }) => position > page.position.value) ?? hits[0];
        if (next !== undefined) choose(next.position);
      }}
    >
      <input
        type="search"
        data-focus
        aria-label={t.searchLabel}
        value={query}
        onInput={(event) => {
          page.query.value = event.currentTarget.value;
        }}
      />
      <p role="status">{query.trim() !== '' && t.hits(hits.length)}</p>
      <ol class="hits">
        {hits.map(({ position, excerpt }) => (
          <li key={position}>
            <button
              type="button"
              class="row"
              onClick={() => {
                choose(position);
              }}
            >
              <span class="number">{course.slides[position]?.number}</span>
              <span class="title">{course.slides[position]?.title}</span>
              <span class="excerpt">
                {excerpt.before}
                <mark>{excerpt.hit}</mark>
                {excerpt.after}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </form>
  );
}

/** What is written on a slide, without our buttons and without the notes. */
function textOf(section: HTMLElement): string {
  const copy = section.querySelector('.slide-content')?.cloneNode(true);
  if (!(copy instanceof Element)) return '';
  for (const ours of copy.querySelectorAll('.step-controls, .expected-mark')) ours.remove();
  for (const block of copy.querySelectorAll('p, li, h1, h2, h3, pre, td, th, br')) block.after(' ');
  return copy.textContent;
}
