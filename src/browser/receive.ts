import { batch } from '@preact/signals';
import type { ClassView, Course, ServerMessage, StageState, UnitState, UnitView } from '../protocol.ts';
import { hearHelp } from './class/help.ts';
import { nameOf } from './exercises/wording.ts';
import { idleState, isFrozen, isWrong, type Page } from './page.ts';
import { wipe, withPiece } from './slides/ink.ts';

/** Messages of the instructor that are shown at a time. */
const mostSaid = 5;

/** Takes in what the server says; the terminal's own messages (`screen`, `size`) are not for here. */
export function receive(page: Page, message: ServerMessage): void {
  batch(() => {
    switch (message.type) {
      case 'welcome':
        welcome(page, message);
        break;
      case 'you':
        page.you.value = { name: message.name, role: message.role };
        break;
      case 'class':
        lead(page, message.class);
        break;
      case 'said':
        page.said.value = [...page.said.value, message.text].slice(-mostSaid);
        break;
      case 'offered':
        page.offered.value = [...page.offered.value.filter((unit) => unit !== message.unit), message.unit].slice(
          -mostSaid,
        );
        break;
      case 'queue': {
        const { place, of, withinMs } = message;
        page.queue.value = { place, of, withinMs };
        break;
      }
      case 'node':
        if (message.node !== page.node.value.id) forget(page);
        page.node.value = { id: message.node, status: message.status, reason: message.reason };
        break;
      case 'unit':
        if (page.coming.value) page.coming.value.units.set(message.unit, message.state);
        else if (isFrozen(page)) page.missed.set(message.unit, message.state);
        else tell(page, message.unit, message.state);
        break;
      case 'slide':
        if (page.coming.value) {
          page.coming.value.slide = message.index;
          break;
        }
        page.led = message.index;
        if (page.follow.value && !isFrozen(page)) show(page, message.index);
        break;
      case 'stage':
        setStage(page, message.stage);
        break;
      case 'drive':
        page.drive.value = message.drive;
        break;
      case 'ink': {
        const { slide, stroke, anchor, points } = message;
        page.ink.value = withPiece(page.ink.value, { slide, stroke, anchor, points });
        break;
      }
      case 'wipe':
        wipe(page, message.slide);
        break;
      case 'pointer':
        page.pointer.value = message.at;
        break;
      case 'report':
        page.report.value = message;
        break;
      case 'course':
        comes(page, message);
        break;
      case 'deck':
        page.problem.value = message.problem;
        break;
      case 'help':
        hearHelp(page, message);
        break;
      case 'windows':
        page.windows.value = message.count;
        break;
      case 'notice':
        page.asked.value = new Set();
        page.notices.value = [...page.notices.value, message.text];
        break;
    }
  });
}

function lead(page: Page, view: ClassView): void {
  const before = page.lead.value?.slide;
  page.lead.value = { ...view, at: performance.now() };
  // Who was put back into the lobby gets its page from the server.
  if (view.lobby !== undefined && page.you.value?.role === 'student') location.reload();
  // Who has a node is turned with it; who waits for one reads along.
  if (page.queue.value && view.follows && view.slide !== undefined && view.slide !== before) show(page, view.slide);
}

function setStage(page: Page, stage: StageState): void {
  const wasFrozen = isFrozen(page);
  page.stage.value = stage;
  if (!page.audience || stage.frozen) return;
  page.layout.value = stage.layout;
  for (const [unit, state] of page.missed) tell(page, unit, state);
  page.missed.clear();
  if (wasFrozen && page.led !== undefined && !page.coming.peek()) show(page, page.led);
}

function welcome(page: Page, message: Extract<ServerMessage, { type: 'welcome' }>): void {
  const before = page.node.value.id;
  const isNew = before !== undefined && before !== message.node;
  const hasOld = Object.values(message.units).some(({ stale }) => stale === 'node');
  const isVisit = page.visit !== undefined;
  if (!isVisit && (isNew || hasOld)) page.notices.value = [hasOld ? page.t.nodeIsNewKept : page.t.nodeIsNew];
  page.node.value = { id: message.node, status: message.nodeStatus, reason: message.nodeReason };
  page.connection.value = 'open';
  page.queue.value = undefined;
  // Who looks is told after it.
  if (!isVisit) page.help.value = undefined;
  page.windows.value = message.windows;
  page.ink.value = [];
  // A window whose address names a slide shows that one; so does one that was here before. A visitor's shows that of the student.
  const leads = !isVisit && (before !== undefined || location.hash.length > 1);
  const { course: version, units, slide } = message;
  if (page.coming.value || version !== page.course.version) {
    comes(page, { version, units, ...(!leads && { slide }) }, leads);
    return;
  }
  tellAll(page, units);
  if (leads) page.send({ type: 'slide', index: page.slide.value.index });
  else show(page, message.slide);
}

/** The server has another course: the page is about to read it. What is said of it until then is kept. */
function comes(
  page: Page,
  { version, units, slide }: Omit<Extract<ServerMessage, { type: 'course' }>, 'type'>,
  leads = page.coming.peek()?.leads ?? false,
): void {
  page.missed.clear();
  page.coming.value = { version, units: new Map(Object.entries(units ?? {})), slide, leads };
}

/** The course that was on its way is here; it shows the same slide as before, in its new place. */
export function arrive(page: Page, course: Course, position: number): void {
  const coming = page.coming.peek();
  batch(() => {
    const turned = page.follow.peek() && coming?.slide !== undefined ? positionOf(course, coming.slide) : -1;
    page.replaceCourse(course, turned < 0 ? position : turned);
    page.ran = undefined;
    page.led = coming?.slide ?? page.slide.peek().index;
    page.ink.value = [];
    page.coming.value = undefined;
    tellAll(page, Object.fromEntries(coming?.units ?? []));
  });
  if (coming?.leads) page.send({ type: 'slide', index: page.slide.peek().index });
}

/** How units are, all of them. */
function tellAll(page: Page, units: Readonly<Record<string, UnitState>>): void {
  forget(page);
  const at = performance.now();
  for (const [id, state] of Object.entries(units)) {
    const told = page.told.get(id);
    if (told !== undefined) told.value = { state, at };
  }
}

function forget(page: Page): void {
  page.missed.clear();
  page.report.value = undefined;
  page.asked.value = new Set();
  for (const unit of page.course.units) {
    const told = page.told.get(unit.id);
    if (told !== undefined) told.value = { state: idleState(unit), at: 0 };
  }
}

function tell(page: Page, id: string, state: UnitState): void {
  const told = page.told.get(id);
  const unit = page.course.units.find((candidate) => candidate.id === id);
  if (told === undefined || unit === undefined) return;
  const before = told.value.state.status;
  told.value = { state, at: performance.now() };
  if (page.asked.value.has(id)) page.asked.value = new Set([...page.asked.value].filter((other) => other !== id));
  if (state.status !== 'idle' && page.pane.peek() !== 'terminal') page.unseen.value = true;
  if (state.status === 'idle' && state.note !== undefined)
    page.announcement.value = { text: state.note, urgent: false };
  if (before !== 'running' && state.status === 'running') followRun(page, unit);
  if (before === state.status || !(state.status === 'passed' || isWrong(state))) return;
  const reason = isWrong(state) ? [state.cause, state.reason].filter(Boolean).join(' ') : '';
  page.announcement.value = {
    text: page.t.announced(nameOf(page, unit), page.t.status[state.status], reason),
    urgent: isWrong(state),
  };
}

/** Windows that follow go where the run goes; where its unit can be seen already, they stay. */
function followRun(page: Page, unit: UnitView): void {
  const { slides } = page.course;
  const first = slides.findIndex(({ index }) => index === unit.slide);
  // The increments of a slide show what it shows.
  const isSeen = (at: number) => at >= first && slides.slice(first + 1, at + 1).every(({ continued }) => continued);
  if (first < 0 || page.ran === unit.slide || !page.follow.value || isFrozen(page)) return;
  page.ran = unit.slide;
  if (isSeen(page.position.value)) return;
  show(page, unit.slide);
  page.send({ type: 'slide', index: unit.slide });
}

function show(page: Page, index: number): void {
  const position = positionOf(page.course, index);
  if (position >= 0) page.position.value = position;
}

function positionOf({ slides }: Course, index: number): number {
  return slides.findIndex((slide) => slide.index === index);
}
