import type { Mutant } from './mutant.ts';

const rules = ['test/lint/rules.test.ts'];

/** Faults in the planner and in lint. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/plan/units.ts',
    find: '(!isShown || last.shown === undefined)',
    replace: '!isShown',
    tests: ['test/plan/units.test.ts'],
    why: 'hidden steps at the beginning of a slide do not join the next one',
  },
  {
    file: 'src/plan/nearest.ts',
    find: ' || (best !== undefined && distance === limit)',
    replace: '',
    tests: ['test/plan/nearest.test.ts'],
    why: 'of two words that are as near the last one is meant',
  },
  {
    file: 'src/lint/rules/spaced-path.ts',
    find: '|hpa',
    replace: '',
    tests: rules,
    why: 'hpa is no kind',
  },
  {
    file: 'src/lint/rules/spaced-path.ts',
    find: '/[\\\\\\n]/.test(',
    replace: '/[\\\\\\n]{9}/.test(',
    tests: rules,
    why: 'joins over a line end',
  },
  {
    file: 'src/lint/rules/unset-variable.ts',
    find: ".replace(/_?s$/i, '')",
    replace: '',
    tests: ['test/lint/reasons.test.ts'],
    why: 'a plural is a slip of the pen',
  },
  {
    file: 'src/lint/rules/endless-command.ts',
    find: 'else if (stopsOthers.test(step.input)) stopAll();',
    replace: '',
    tests: rules,
    why: 'no later command stops what runs',
  },
  {
    file: 'src/lint/rules/kubectl-run-deployment.ts',
    find: 'for (const { name: other } of imageCommands(run.command)) runs.delete(other);',
    replace: '',
    tests: rules,
    why: 'one command in a loop is told once for each turn',
  },
  {
    file: 'src/lint/rules/wrong-port.ts',
    find: ' && onlyHere',
    replace: '',
    tests: rules,
    why: 'a port is mended that the text names, too',
  },
  {
    file: 'src/lint/lint.ts',
    find: 'one.line - other.line || one.column - other.column',
    replace: 'one.line - other.line',
    tests: ['test/lint/lint.test.ts'],
    why: 'messages of one line stand in the order of the rules',
  },
];
