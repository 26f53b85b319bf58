import { performance } from 'node:perf_hooks';
import type { Language } from '../../messages/message.ts';
import { createPaint } from '../../report/paint.ts';
import { frameOf } from './frame.ts';
import type { StepShells } from './shells.ts';
import type { StepState } from './state.ts';
import type { Surface } from './surface.ts';

/** What is to be seen now. */
interface Scene {
  readonly state: StepState;
  readonly shells: StepShells;
}

interface PainterOptions {
  readonly surface: Surface;
  readonly lang: Language;
  readonly colors: boolean;
  /** Undefined while there is nothing to be seen. */
  readonly scene: () => Scene | undefined;
}

/** Least milliseconds between two frames. */
const frameMs = 25;

/** Draws what has changed: at once, but not more often than an eye can follow, nor faster than the terminal takes it. */
export class Painter {
  readonly #options: PainterOptions;
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = 0;
  /** A frame is on its way. */
  #isDrawing = false;
  /** How often something has changed. */
  #changes = 0;

  constructor(options: PainterOptions) {
    this.#options = options;
  }

  /** There is something new to see. */
  changed(): void {
    this.#changes++;
    if (!this.#options.surface.isOpen || this.#isDrawing) return;
    this.#isDrawing = true;
    const ms = Math.max(0, this.#drawnAt + frameMs - performance.now());
    this.#timer = setTimeout(() => void this.#frame(), ms);
  }

  /** Draws nothing more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #frame(): Promise<void> {
    const { surface, scene } = this.#options;
    const changes = this.#changes;
    await scene()?.shells.current?.screen.settled();
    this.#isDrawing = false;
    this.#drawnAt = performance.now();
    if (surface.isBehind) {
      surface.onceReady(() => {
        this.changed();
      });
      return;
    }
    this.#draw();
    if (this.#changes !== changes) this.changed();
  }

  #draw(): void {
    const { surface, lang, colors, scene } = this.#options;
    const seen = scene();
    if (!seen || !surface.isOpen) return;
    const { state, shells } = seen;
    const { list, current } = shells;
    const shell = current?.screen.picture(colors);
    const frame = frameOf(state, {
      ...{ size: surface.size, shell, lang, paint: createPaint(colors) },
      terminal: list.names.length > 1 ? list.current : undefined,
    });
    const isInShell = state.mode.kind === 'shell';
    surface.draw(frame, { applicationCursorKeys: isInShell && shell?.modes.applicationCursorKeys === true });
  }
}
