/** One slide as the page knows it; its HTML stands in the page. */
export interface SlideView {
  /** 1-based, as in the deck; increases from slide to slide, with gaps where slides are not shown. */
  readonly index: number;
  /** As shown. */
  readonly number: number;
  readonly name?: string;
  readonly title: string;
  readonly continued: boolean;
}

/**
 * Which of the slides of a deck that was saved anew is shown in the place of one before, as positions: the one of its name, else of its title
 * (the second of two with the same title is the second again), else the one that comes as long after a slide that is still there.
 */
export function placeAfter(before: readonly SlideView[], at: number, after: readonly SlideView[]): number {
  const known = keysOf(after);
  const keys = keysOf(before);
  for (let from = at; from >= 0; from--) {
    const found = known.indexOf(keys[from] ?? '');
    // An increment that is gone is part of the slide before it.
    const isPart = before.slice(from + 1, at + 1).every(({ continued }) => continued);
    if (found >= 0) return isPart ? found : Math.min(found + at - from, after.length - 1);
  }
  return Math.max(0, Math.min(at, after.length - 1));
}

/** What each slide is known by when others come and go around it. */
function keysOf(slides: readonly SlideView[]): readonly string[] {
  const seen = new Map<string, number>();
  let head = '';
  let increment = 0;
  return slides.map(({ name, title, continued }) => {
    if (continued && head !== '') return `${head}+${++increment}`;
    const key = name === undefined ? `title ${title}` : `name ${name}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    head = `${key} ${count}`;
    increment = 0;
    return head;
  });
}

/** One unit as the page knows it. */
export interface UnitView {
  readonly id: string;
  /** `data-region` of the element of its visible fence or URL. */
  readonly region: string;
  /** `SlideView.index`. */
  readonly slide: number;
  /** `check`: a script looks at what the student has done. */
  readonly kind: 'run' | 'open' | 'check' | 'manual';
  /** False: nothing of it is shown; it runs with its slide. */
  readonly visible: boolean;
  /** Exactly what will be typed; of a check nothing: it may hold the solution. */
  readonly text: string;
  /** Numbers of the lines of `text`, from 0, with which commands begin; absent: all. */
  readonly begins?: readonly number[];
  /** The terminal that it is typed into; absent: the first. */
  readonly terminal?: string;
  /** How many hidden steps run with it. */
  readonly hidden: number;
}

/** What stands in the page as JSON (`<script type="application/json" id="course">`). */
export interface Course {
  /** Another one for each content: slides and units. */
  readonly version: string;
  readonly title: string;
  readonly lang: 'en' | 'fr';
  /** How long it is planned to take (`minutes: 90` on the first slide). */
  readonly minutes?: number;
  /** Name of the target. */
  readonly target: string;
  /** What users of this target must know. */
  readonly notice?: string;
  /** Those who use it are not kept apart: the notice stands above the slides until it is closed. */
  readonly isShared?: true;
  /** What is run at the terminals is kept by the instructor. */
  readonly isKept?: true;
  readonly slides: readonly SlideView[];
  readonly units: readonly UnitView[];
}

/** How a unit is, for people. */
export type UnitStatus =
  | 'idle'
  | 'queued'
  | 'running'
  /** Running, and repeated or waiting for something. */
  | 'waiting'
  | 'passed'
  | 'failed'
  | 'timedOut'
  | 'broken'
  | 'skipped'
  /** A person has to do it. */
  | 'manual'
  /** Interrupted before it was done. */
  | 'notRun';
