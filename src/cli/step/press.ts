import { message } from '../../messages/message.ts';
import type { StepDriver } from './driver.ts';
import { edit, fieldOf, textOf } from './field.ts';
import type { Key } from './keys.ts';
import { currentStep, findPlace, type Mode, type TypingSpeed } from './state.ts';

/** What keys act on. */
export interface KeyTarget {
  readonly driver: StepDriver;
  /** Gives all keys to the shell from now on, which is opened where there is none. */
  readonly takeShell: () => void;
  /** Ends the program as ^C does. */
  readonly interrupt: () => void;
  readonly redraw: () => void;
  /** Ends the run; `keepsShell`: the person has its shell afterwards. */
  readonly quit: (keepsShell: boolean) => void;
}

const nextSpeed: Readonly<Record<TypingSpeed, TypingSpeed>> = {
  off: 'normal',
  normal: 'fast',
  fast: 'slow',
  slow: 'off',
};
const keysMode: Mode = { kind: 'keys' };

/** Does what a key means now. */
export function press(key: Key, target: KeyTarget): void {
  const { driver } = target;
  const { mode } = driver.state;
  if ('name' in key && key.name === 'ctrl-l') {
    target.redraw();
    return;
  }
  if ('name' in key && key.name === 'ctrl-c' && mode.kind !== 'ask' && mode.kind !== 'edit') {
    target.interrupt();
    return;
  }
  if (mode.kind === 'ask' || mode.kind === 'edit') {
    inField(key, mode, driver);
    return;
  }
  // What was pasted is no command.
  if ('pasted' in key) return;
  if (mode.kind === 'quit') inQuestion(key.name, target);
  else if (mode.kind === 'help') driver.update({ mode: keysMode });
  else if (driver.isPaused) whilePaused(key.name, target);
  else whileRunning(key.name, target);
}

function inField(
  key: Key,
  mode: Exclude<Mode, { kind: 'keys' | 'shell' | 'help' | 'quit' }>,
  driver: StepDriver,
): void {
  const name = 'name' in key ? key.name : '';
  if (name === 'escape' || name === 'ctrl-c') {
    driver.update({ mode: keysMode });
    return;
  }
  if (name !== 'enter') {
    driver.update({ mode: { ...mode, field: edit(mode.field, key, mode.kind === 'edit') } });
    return;
  }
  driver.update({ mode: keysMode });
  const text = textOf(mode.field);
  if (mode.kind === 'edit') {
    driver.edit(text);
    return;
  }
  if (text.trim() === '') return;
  const place = findPlace(driver.state, text);
  if (!place) driver.update({ said: message('step/no-slide', { wanted: text.trim() }) });
  else if (mode.what === 'goTo') driver.goTo(place.at, place.slide);
  else driver.run({ to: place.at });
}

function inQuestion(name: string, { driver, quit }: KeyTarget): void {
  if (name === 'q' || name === 'enter') quit(false);
  else if (name === 'k') quit(true);
  else driver.update({ mode: keysMode });
}

function whileRunning(name: string, target: KeyTarget): void {
  const { driver } = target;
  if (name === ' ' || name === 'enter' || name === 'escape') driver.pause();
  else if (name === 'o') target.takeShell();
  else if (name === 'x') driver.stop();
  else if (name === 'q') driver.update({ mode: { kind: 'quit' } });
}

function whilePaused(name: string, target: KeyTarget): void {
  const { driver } = target;
  const { state } = driver;
  switch (name) {
    case 'enter':
    case ' ':
      if (currentStep(state)) driver.run('step');
      else driver.quit();
      return;
    case 's':
      driver.skip();
      return;
    case 'b':
      driver.back();
      return;
    case 'r':
      driver.again();
      return;
    case 'f':
      driver.run('failure');
      return;
    case 'a':
      driver.accept();
      return;
    case 'g':
    case 'u':
      driver.update({ mode: { kind: 'ask', what: name === 'g' ? 'goTo' : 'runTo', field: fieldOf('') } });
      return;
    case 'e':
      beginEdit(driver);
      return;
    case 'o':
      target.takeShell();
      return;
    case 'h':
      driver.switchHidden();
      return;
    case 't': {
      const speed = nextSpeed[state.typing];
      driver.update({ typing: speed, said: message('step/typing', { speed }) });
      return;
    }
    case '?':
      driver.update({ mode: { kind: 'help' } });
      return;
    case 'q':
      driver.update({ mode: { kind: 'quit' } });
      return;
    default:
      scroll(name, driver);
  }
}

const scrolls: Readonly<Record<string, number | undefined>> = { up: -1, down: 1, pageup: -5, pagedown: 5 };

function scroll(name: string, driver: StepDriver): void {
  const rows = scrolls[name];
  if (rows !== undefined) driver.update({ scroll: driver.state.scroll + rows });
}

function beginEdit(driver: StepDriver): void {
  const step = currentStep(driver.state);
  const edited = driver.edits.findLast((each) => each.step.id === step?.id);
  if (!step || step.action === 'manual' || step.action === 'none') {
    driver.update({ said: message('step/nothing-to-edit') });
  } else {
    driver.update({ mode: { kind: 'edit', field: fieldOf(edited?.text ?? step.input) } });
  }
}
