import { Icon } from '../layout/icon.tsx';
import { type Page, stateOf } from '../page.ts';

/** Beside an output that the slide promises: whether it came. */
export function ExpectedMark({ page, region }: { readonly page: Page; readonly region: string }) {
  const held = heldAt(page, region);
  if (held === undefined) return null;
  return (
    <p class="expected-mark" data-held={String(held)}>
      <Icon name={held ? 'check' : 'cross'} /> {held ? page.t.held : page.t.notHeld}
    </p>
  );
}

function heldAt(page: Page, region: string): boolean | undefined {
  const marks = page.course.units.flatMap((unit) => stateOf(page, unit).expected ?? []);
  return marks.find((mark) => mark.region === region)?.held;
}
