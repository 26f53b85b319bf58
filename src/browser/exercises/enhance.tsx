import { effect } from '@preact/signals';
import { render } from 'preact';
import type { UnitView } from '../../protocol.ts';
import { Icon } from '../layout/icon.tsx';
import { type Page, stateOf } from '../page.ts';
import { regionsOf, unitsOn } from './lookup.ts';
import { StepControls } from './step-controls.tsx';
import { sameText } from './wording.ts';

/** Gives the fences and addresses of a slide their buttons and states. The slide's own HTML stays as it came. */
export function enhance(page: Page, section: HTMLElement): void {
  const units = unitsOn(page, section).filter((unit) => unit.visible);
  const byRegion = new Map(units.map((unit) => [unit.region, unit]));
  const attached = new Set<UnitView>();
  for (const element of regionsOf(section)) {
    const region = element.dataset['region'] ?? '';
    const unit = byRegion.get(region);
    if (unit !== undefined) {
      attached.add(unit);
      attach(page, unit, element);
    } else if (element.matches('pre')) {
      render(<ExpectedMark page={page} region={region} />, after(element, 'div'));
    }
  }
  // What a person does by hand may have no element of its own: it goes to the end of the exercise.
  const index = Number(section.dataset['index']);
  const box = [...section.querySelectorAll<HTMLElement>('[data-exercise]')].at(-1) ?? section.firstElementChild;
  for (const unit of units) {
    if (attached.has(unit) || unit.slide !== index || box === null) continue;
    const root = document.createElement('div');
    box.append(root);
    mount(page, unit, root, root, true);
  }
}

function attach(page: Page, unit: UnitView, element: HTMLElement): void {
  if (!element.matches('pre')) {
    mount(page, unit, after(element, 'div'), element, true);
    return;
  }
  const box = document.createElement('div');
  element.replaceWith(box);
  const root = document.createElement('div');
  box.append(element, root);
  mount(page, unit, root, box, sameText(element.textContent, unit.text));
  box.className = 'step';
}

function mount(page: Page, unit: UnitView, root: HTMLElement, marked: HTMLElement, same: boolean): void {
  root.className = 'step-controls';
  effect(() => {
    marked.dataset['status'] = stateOf(page, unit).status;
  });
  render(<StepControls page={page} unit={unit} same={same} />, root);
}

function after(element: HTMLElement, name: string): HTMLElement {
  const root = document.createElement(name);
  // An inline address keeps its sentence: what belongs to it comes after the paragraph.
  (element.closest('p') ?? element).after(root);
  return root;
}

/** Beside an output that the slide promises: whether it came. */
function ExpectedMark({ page, region }: { readonly page: Page; readonly region: string }) {
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
