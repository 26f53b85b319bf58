import type { Say } from '../../messages/word.ts';
import { displayWidth, truncate } from '../../report/width.ts';
import { currentFailure, currentStep, type StepState } from './state.ts';

/** A key and what it does now, in words. */
export type KeyHelp = readonly [key: string, does: string];

/** The key that brings a person back from the shell: the one that telnet and docker's consoles taught, and that of Pupitre's page. */
const wayBack = { name: 'Ctrl-]', other: 'F6' } as const;
/** Of the keys that scroll. */
const arrows = '↑ ↓';
/** They as they come: at any other place than the beginning of what came, too. */
export const wayBackKeys = /\x1d|\x1b\[17~/;

/** The keys that mean something now, the most important first. */
export function keysFor(state: StepState, say: Say): readonly KeyHelp[] {
  const [enter, escape] = [say('step/enter'), say('step/escape')];
  switch (state.mode.kind) {
    case 'shell': {
      const names = say('step/or', { one: wayBack.name, other: wayBack.other });
      return [[names, say('step/key-back-from-shell')]];
    }
    case 'ask':
      return [
        [enter, say('step/key-done')],
        [escape, say('step/key-cancel')],
      ];
    case 'edit':
      return [
        [enter, say('step/key-type')],
        [escape, say('step/key-cancel')],
        ['Ctrl-J', say('step/key-line')],
      ];
    case 'quit':
      return [
        ['q', say('step/key-quit')],
        ['k', say('step/key-stay')],
        [escape, say('step/key-cancel')],
      ];
    case 'help':
      return [[escape, say('step/key-cancel')]];
    case 'keys':
      return state.drive === 'paused' ? pausedKeys(state, say) : runningKeys(say);
  }
}

function runningKeys(say: Say): readonly KeyHelp[] {
  return [
    [say('step/space'), say('step/key-pause')],
    ['x', say('step/key-stop')],
    ['o', say('step/key-shell')],
    ['q', say('step/key-quit')],
    ['Ctrl-C', say('step/key-interrupt')],
  ];
}

function pausedKeys(state: StepState, say: Say): readonly KeyHelp[] {
  const enter = say('step/enter');
  const edit: KeyHelp = ['e', say('step/key-edit')];
  const accept: KeyHelp = ['a', say('step/key-accept')];
  const shell: KeyHelp = ['o', say('step/key-shell')];
  const on: KeyHelp = ['f', say('step/key-run-on')];
  const quit: KeyHelp = ['q', say('step/key-quit')];
  const others: readonly KeyHelp[] = [
    ['g', say('step/key-go-to')],
    ['u', say('step/key-run-to')],
    ['r', say('step/key-again')],
    ['h', say('step/key-hidden', { on: state.hidden })],
    ['t', say('step/key-typing', { speed: state.typing })],
    [arrows, say('step/key-scroll')],
    ['Ctrl-C', say('step/key-interrupt')],
  ];
  const back: KeyHelp = ['b', say('step/key-back')];
  if (!currentStep(state)) return [[enter, say('step/key-finish')], back, shell, ...others];
  if (currentFailure(state)) {
    const [, ...rest] = others.filter(([key]) => key !== 'r');
    return [
      [enter, say('step/key-retry')],
      edit,
      accept,
      shell,
      ['s', say('step/key-without')],
      on,
      quit,
      back,
      ['g', say('step/key-go-to')],
      ...rest,
    ];
  }
  return [[enter, say('step/key-run')], ['s', say('step/key-skip')], back, shell, on, quit, edit, ...others, accept];
}

/**
 * The keys on one line of at most `columns` cells: as many as fit, `?` for all of them at the end when they do not. `around`: cells that each takes besides
 * its name and its words.
 */
export function keyLine(state: StepState, columns: number, around: number, say: Say): readonly KeyHelp[] {
  const all = keysFor(state, say);
  const widthOf = (keys: readonly KeyHelp[]): number =>
    keys.reduce((sum, [key, does]) => sum + displayWidth(key) + displayWidth(does) + around, 0);
  if (widthOf(all) <= columns) return all;
  const hasHelp = state.mode.kind === 'keys' && state.drive === 'paused';
  const help: readonly KeyHelp[] = hasHelp ? [['?', say('step/key-help')]] : [];
  let kept = all;
  while (kept.length > 0 && widthOf([...kept, ...help]) > columns) kept = kept.slice(0, -1);
  if (kept.length === 0) return [[truncate(all[0]?.[0] ?? '', columns), '']];
  return [...kept, ...help];
}
