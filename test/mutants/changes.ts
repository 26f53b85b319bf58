import type { Mutant } from './mutant.ts';

const model = ['test/changes/difference.test.ts'];
const steps = ['test/run/changes.test.ts'];
const nodes = ['test/target/inventory.test.ts'];

/** Faults in what is told of what a step changed. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/changes/difference.ts',
    find: 'const unseen = joined(before.unseen, after.unseen);',
    replace: 'const unseen = after.unseen;',
    tests: model,
    why: 'what was not looked at before is new',
  },
  {
    file: 'src/changes/difference.ts',
    find: 'more: Math.max(0, told.length - most),',
    replace: 'more: 0,',
    tests: model,
    why: 'what is left out is not counted',
  },
  {
    file: 'src/changes/difference.ts',
    find: 'if (around) return around.length > mostInside ? [] : [each];',
    replace: 'if (around) return [each];',
    tests: model,
    why: 'every file of a new repository is told',
  },
  {
    file: 'src/run/changes/change-log.ts',
    find: 'return last ? [[name, last]] : [];',
    replace: 'return [];',
    tests: steps,
    why: 'what a shell has become while a program had it is never told',
  },
  {
    file: 'src/run/run.ts',
    find: "if (changes === 'step') this.#changes?.forget();",
    replace: '',
    tests: steps,
    why: 'what is done instead of a step that is skipped counts to the next one',
  },
  {
    file: 'src/run/changes/shell-things.ts',
    find: '...(!secretName.test(name) && { value: valueOf(line) }),',
    replace: 'value: valueOf(line),',
    tests: steps,
    why: 'a password is told',
  },
  {
    file: 'src/target/host-inventory.ts',
    find: 'const found = lines.find((line) => line.startsWith(start));',
    replace: 'const found = lines[0];',
    tests: nodes,
    why: 'the answer to another question is taken',
  },
  {
    file: 'src/target/port-watch.ts',
    find: 'if (old.has(listener.inode)) return false;',
    replace: '',
    tests: nodes,
    why: 'what listened before is new',
  },
];
