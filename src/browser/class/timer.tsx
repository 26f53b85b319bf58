import { useEffect, useRef } from 'preact/hooks';
import type { PageClassWords } from '../../messages/en/page-class.ts';
import { Icon } from '../layout/icon.tsx';
import { useTick } from '../layout/tick.ts';
import type { LeadView } from '../page.ts';

interface TimerProps {
  readonly view: LeadView;
  readonly words: PageClassWords;
  /** The time is up now. */
  readonly onEnd?: () => void;
}

/** How much time the class has left. */
export function Timer({ view, words, onEnd }: TimerProps) {
  useTick();
  const left = leftOf(view);
  const wasLeft = useRef(0);
  useEffect(() => {
    if (left !== undefined && left <= 0 && wasLeft.current > 0) onEnd?.();
    wasLeft.current = left ?? 0;
  });
  if (left === undefined) return null;
  return (
    <span class="class-timer" data-over={left <= 0} role="timer">
      <Icon name="clock" /> {left <= 0 ? words.timeUp : words.timeLeft(clock(left))}
    </span>
  );
}

/** Milliseconds that are left. */
function leftOf({ timerMs, at }: LeadView): number | undefined {
  return timerMs === undefined ? undefined : timerMs - (performance.now() - at);
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
