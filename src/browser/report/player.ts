import { readRecording, type Session } from './recording.ts';

/** What of asciinema-player is used; it is a script of its own in the report. */
interface AsciinemaPlayer {
  create(
    source: { readonly data: string },
    element: HTMLElement,
    options: Readonly<Record<string, unknown>>,
  ): { readonly el: HTMLElement; dispose(): void };
}

declare global {
  var AsciinemaPlayer: AsciinemaPlayer | undefined;
}

export interface StepPlayer {
  readonly close: () => void;
}

/** Lets steps be played, one at a time. */
export function preparePlayer(): StepPlayer {
  const sessions = new Map<string, Promise<Session>>();
  let close = (): void => undefined;

  const play = async (step: HTMLElement, button: HTMLElement): Promise<void> => {
    close();
    const frame = frameBelow(step);
    if (!frame) return;
    const screen = frame.querySelector<HTMLElement>('.player-screen');
    const name = step.dataset['recording'] ?? '';
    const remove = (): void => {
      frame.remove();
      if (document.activeElement === document.body) button.focus();
    };
    close = remove;
    frame.querySelector('.close-player')?.addEventListener('click', () => {
      close();
      button.focus();
    });
    try {
      const known = sessions.get(name) ?? readRecording(name, sizeOf(frame));
      sessions.set(name, known);
      const session = await known;
      if (!screen?.isConnected || !globalThis.AsciinemaPlayer) throw new Error('no player');
      const player = globalThis.AsciinemaPlayer.create({ data: session.asciicast }, screen, {
        autoPlay: true,
        startAt: session.timeOf(Number(step.dataset['at'])),
        markers: stepsOf(name).map((each) => [session.timeOf(Number(each.dataset['at'])), each.ariaLabel ?? '']),
        fit: 'width',
        controls: true,
      });
      close = () => {
        player.dispose();
        remove();
        close = () => undefined;
      };
      player.el.querySelector<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
    } catch (error) {
      console.error(error);
      frame.querySelector<HTMLElement>('.player-error')?.removeAttribute('hidden');
    }
  };

  for (const button of document.querySelectorAll<HTMLElement>('.step .play')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const step = button.closest<HTMLElement>('.step');
      if (step) void play(step, button);
    });
  }
  return {
    close: () => {
      close();
    },
  };
}

function frameBelow(step: HTMLElement): HTMLElement | null {
  const template = document.querySelector<HTMLTemplateElement>('#player-frame');
  const details = step.querySelector('details');
  if (details) details.open = true;
  const content = template?.content.cloneNode(true);
  if (content) step.querySelector('.facts')?.after(content);
  return step.querySelector('.player');
}

function sizeOf({ dataset }: HTMLElement) {
  return { cols: Number(dataset['cols']), rows: Number(dataset['rows']) };
}

function stepsOf(recording: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.step[data-at]')].filter(
    ({ dataset }) => dataset['recording'] === recording,
  );
}
