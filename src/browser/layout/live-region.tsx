import type { Page } from '../page.ts';

/** Says what has changed to those who do not see it. */
export function LiveRegion({ page }: { readonly page: Page }) {
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
