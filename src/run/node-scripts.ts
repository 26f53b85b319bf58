import stripAnsi from 'strip-ansi';
import { type Message, message } from '../messages/message.ts';
import type { Step } from '../plan/step.ts';
import { type ScriptEnd, TargetError } from '../target/target.ts';

/** How a script ended that was started to go on beside the steps. */
type Ended = Pick<ScriptEnd, 'exitCode' | 'output'> | { readonly problem: Message };

interface Started {
  readonly step: Step;
  ended: Ended | undefined;
  readonly end: Promise<void>;
}

/** Most scripts of a node that are remembered. */
const mostKept = 100;
const lastLines = 3;
const longestLine = 200;

/** The scripts that were started on a node, and go on beside its steps. */
export class NodeScripts {
  #all: Started[] = [];

  /** Remembers a script of a step that has been started. */
  add(step: Step, running: Promise<ScriptEnd>): void {
    const started: Started = {
      step,
      ended: undefined,
      end: running.then(
        (end) => {
          started.ended = end;
        },
        (error: unknown) => {
          const problem = error instanceof TargetError ? error.told : message('run/script-let-go');
          started.ended = { problem };
        },
      ),
    };
    // Done once more: how it ended before says nothing any more.
    this.#all = [...this.#all.filter((each) => each.step.id !== step.id), started].slice(-mostKept);
  }

  /** How many go on. */
  get running(): number {
    return this.#all.filter(({ ended }) => ended === undefined).length;
  }

  /** Fulfilled when none goes on. */
  async ended(): Promise<void> {
    await Promise.all(this.#all.map(({ end }) => end));
  }

  /** What went wrong with the first that has failed; undefined where none has. */
  get failure(): Message | undefined {
    for (const { step, ended } of this.#all) {
      if (!ended || ('exitCode' in ended && ended.exitCode === 0)) continue;
      const { file, line } = step.place;
      const why = 'problem' in ended ? ended.problem : endOf(ended);
      return message('run/background-failed', { file, line, why });
    }
    return undefined;
  }
}

/** How a script ended that did not end well, and the last that it said. */
export function endOf({ exitCode, output }: ScriptEnd): Message {
  const lines = stripAnsi(output)
    .replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const said = lines
    .slice(-lastLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return message('run/script-ended', { exitCode, said: said.join(' / ') });
}
