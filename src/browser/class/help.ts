import type { HelpView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** Ends help at the terminal, on both sides and from anywhere in the page; the terminal has it otherwise. */
export const endKey = 'F9';

/** Takes in what the server says of help, and says it aloud. */
export function hearHelp(page: Page, view: HelpView): void {
  const before = page.help.peek();
  page.help.value = view;
  const text = page.visit === undefined ? forStudent(page, view, before) : forVisitor(page, view);
  if (text !== '')
    page.announcement.value = { text, urgent: view.state.startsWith('asks') && page.visit === undefined };
}

/** Whether somebody looks, or asks to. */
export function mayBeEnded(page: Page): boolean {
  return page.help.value !== undefined && page.help.value.state !== 'off';
}

/** Ends it; of a question, it is the no. */
export function endHelp(page: Page): void {
  const isQuestion = page.help.peek()?.state === 'asksToLook';
  if (page.visit !== undefined) page.send({ type: 'help', ask: 'end' });
  else page.send({ type: 'consent', answer: isQuestion ? 'no' : 'end' });
}

/** Listens to the key before the terminal does. */
export function watchEndKey(page: Page): void {
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== endKey || event.altKey || event.ctrlKey || event.metaKey || !mayBeEnded(page)) return;
      event.preventDefault();
      event.stopPropagation();
      endHelp(page);
    },
    { capture: true },
  );
}

function forStudent({ t }: Page, { who, state, why }: HelpView, before: HelpView | undefined): string {
  if (state !== 'off') return t.helping.asked[state](who);
  return why === 'ended' && before?.state !== 'asksToLook' ? t.helping.over(who || (before?.who ?? '')) : '';
}

function forVisitor({ t }: Page, { who, state, why }: HelpView): string {
  return [why && t.helping.why[why](who), state !== 'off' && t.helping.visiting[state](who)].filter(Boolean).join(' ');
}
