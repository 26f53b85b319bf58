import { effect } from '@preact/signals';
import { render, type VNode } from 'preact';
import type { UnitView } from '../../protocol.ts';
import { Icon } from '../layout/icon.tsx';
import { type Page, stateOf } from '../page.ts';
import { regionsOf, unitsOn } from './lookup.ts';
import { StepControls } from './step-controls.tsx';
import { sameText, visibleText } from './wording.ts';

/**
 * Gives the fences and addresses of a slide their buttons and states. The slide's own HTML stays as it came. Returns the function that lets go of
 * them, for a slide that is taken away.
 */
export function enhance(page: Page, section: HTMLElement): () => void {
  const made: (() => void)[] = [];
  const units = unitsOn(page, section).filter((unit) => unit.visible);
  const byRegion = new Map(units.map((unit) => [unit.region, unit]));
  const attached = new Set<UnitView>();
  for (const element of regionsOf(section)) {
    const region = element.dataset['region'] ?? '';
    const unit = byRegion.get(region);
    if (unit !== undefined) {
      attached.add(unit);
      made.push(attach(page, unit, element));
    } else if (element.matches('pre')) {
      made.push(show(<ExpectedMark page={page} region={region} />, after(element, 'div')));
    }
  }
  // What a person does by hand may have no element of its own: it goes to the end of the exercise.
  const index = Number(section.dataset['index']);
  const box = [...section.querySelectorAll<HTMLElement>('[data-exercise]')].at(-1) ?? section.firstElementChild;
  for (const unit of units) {
    if (attached.has(unit) || unit.slide !== index || box === null) continue;
    const root = document.createElement('div');
    box.append(root);
    made.push(mount(page, unit, root, root, true));
  }
  return () => {
    for (const end of made) end();
  };
}

function attach(page: Page, unit: UnitView, element: HTMLElement): () => void {
  if (!element.matches('pre')) return mount(page, unit, after(element, 'div'), element, true);
  const box = document.createElement('div');
  element.replaceWith(box);
  const root = document.createElement('div');
  box.append(element, root);
  const end = mount(page, unit, root, box, sameText(visibleText(element), unit));
  box.className = 'step';
  return end;
}

function mount(page: Page, unit: UnitView, root: HTMLElement, marked: HTMLElement, same: boolean): () => void {
  root.className = 'step-controls';
  const unmark = effect(() => {
    marked.dataset['status'] = stateOf(page, unit).status;
  });
  const hide = show(<StepControls page={page} unit={unit} same={same} />, root);
  return () => {
    unmark();
    hide();
  };
}

/** Shows a view in a place of its own; returns the function that ends it. */
function show(view: VNode, root: HTMLElement): () => void {
  render(view, root);
  return () => {
    render(null, root);
  };
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
