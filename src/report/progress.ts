import type { Language } from '../messages/message.ts';
import { type Say, word } from '../messages/word.ts';
import type { RunEvent } from '../plan/events.ts';
import { elapsed } from './elapsed.ts';
import { stepLabel } from './label.ts';
import { oneLine } from './printable.ts';
import { displayWidth, truncate } from './width.ts';

/** Where a run is. Times are in milliseconds since `runBegin`. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The step that runs now: since when, what it types, what it waits for. */
  readonly current: { readonly since: number; readonly text: string; readonly note: string } | undefined;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const barWidth = 10;
const leastCommandWidth = 16;

/** Where a run is after one more event. */
export function advance(progress: Progress, event: RunEvent, say: Say, lang: Language): Progress {
  const { current } = progress;
  switch (event.type) {
    case 'runBegin':
      return { done: 0, total: event.plan.steps.length, current: undefined };
    case 'stepBegin':
      return { ...progress, current: { since: event.at, text: stepLabel(event.step), note: '' } };
    case 'commandBegin':
      return current ? { ...progress, current: { ...current, text: oneLine(event.text) } } : progress;
    case 'retry': {
      const note = `${say('report/nth-try', { attempt: event.attempt })}, ${say('report/waiting-for', { what: oneLine(word(event.reason, lang)) })}`;
      return current ? { ...progress, current: { ...current, note } } : progress;
    }
    case 'waiting': {
      const note = say('report/waiting-for', { what: oneLine(word(event.awaited, lang)) });
      return current ? { ...progress, current: { ...current, note } } : progress;
    }
    case 'stepEnd':
      // A step that a person has run again is counted once more.
      return { ...progress, done: Math.min(progress.total, progress.done + 1), current: undefined };
    default:
      return progress;
  }
}

/** One line: spinner, bar, steps done, and what runs now for how long. What it waits for matters most. */
export function progressLine({ done, total, current }: Progress, now: number, columns: number, say: Say): string {
  const filled = total === 0 ? 0 : Math.min(barWidth, Math.floor((done / total) * barWidth));
  const spinner = frames[Math.floor(now / 100) % frames.length] ?? '';
  const head = `${spinner} [${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${done}/${total}`;
  if (current === undefined) return head;
  const start = `${head}  ${elapsed(now - current.since, say('report/decimal-sign'))}  `;
  const note = current.note === '' ? '' : ` · ${current.note}`;
  const room = Math.max(leastCommandWidth, columns - displayWidth(start) - displayWidth(note));
  return `${start}${truncate(current.text, room)}${note}`;
}
