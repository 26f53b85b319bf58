import type { Page } from '../page.ts';
import { perform } from './commands.ts';
import { commandOf } from './keys.ts';
import { goToNumber } from './navigation.ts';

/** Listens to the keys of the whole page, except while somebody types, or a control wants the key for itself. */
export function watchKeys(page: Page, main: HTMLElement): void {
  let digits = '';
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (page.dialog.peek() !== undefined || isTyping(event.target) || wantsKey(event)) return;
    if (/^\d$/.test(event.key)) {
      digits += event.key;
      return;
    }
    const number = digits;
    digits = '';
    if (event.key === 'Enter') {
      if (number !== '') goToNumber(page, Number(number));
      return;
    }
    if (scrollsSideways(event) || scrollsFirst(event, main)) return;
    const command = commandOf(event.key, event.shiftKey);
    if (command === undefined) return;
    event.preventDefault();
    perform(page, command);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  );
}

/** Space and Return press the button that has the focus; the arrows move inside of a separator or a row of tabs. */
function wantsKey(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.key === ' ' || event.key === 'Enter') {
    return event.target.closest('button, a[href], summary, input, [role=separator]') !== null;
  }
  return false;
}

/** Code and tables that are wider than their box move under ← and → until their end is seen; the browser moves them. */
function scrollsSideways(event: KeyboardEvent): boolean {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const box = by !== 0 && event.target instanceof Element ? event.target.closest('pre, .table-scroll') : null;
  if (box === null) return false;
  const rest = by > 0 ? box.scrollWidth - box.clientWidth - box.scrollLeft : box.scrollLeft;
  return rest >= 2;
}

/** A slide that is taller than its pane moves under ↑ and ↓ until its end is seen. */
function scrollsFirst(event: KeyboardEvent, main: HTMLElement): boolean {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return false;
  const rest = by > 0 ? main.scrollHeight - main.clientHeight - main.scrollTop : main.scrollTop;
  if (rest < 2) return false;
  event.preventDefault();
  main.scrollBy({ top: (by * main.clientHeight) / 3 });
  return true;
}
