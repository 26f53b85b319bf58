import type { TestExpression, Word } from 'unbash';
import { compareNumbers, testFile } from '../busybox/conditions.ts';
import { expandText, type Expansion } from './expand.ts';
import { matches } from './pattern.ts';
import type { State } from './state.ts';

/** Whether an expression of `[[ ]]` holds. */
export async function holds(expression: TestExpression, state: State, expansion: Expansion): Promise<boolean> {
  const text = (word: Word): Promise<string> => expandText(word, expansion);
  switch (expression.type) {
    case 'TestGroup':
      return holds(expression.expression, state, expansion);
    case 'TestNot':
      return (await holds(expression.operand, state, expansion)) !== (expression.negations.length % 2 === 1);
    case 'TestLogical': {
      const isAnd = expression.operator === '&&';
      for (const operand of expression.operands) if ((await holds(operand, state, expansion)) !== isAnd) return !isAnd;
      return isAnd;
    }
    case 'TestUnary': {
      const value = await text(expression.operand);
      if (expression.operator === '-z') return value === '';
      if (expression.operator === '-n') return value !== '';
      return testFile({ ...state.run, cwd: state.cwd }, expression.operator, value);
    }
    case 'TestBinary': {
      const { operator, right } = expression;
      const left = await text(expression.left);
      if (operator === '=' || operator === '==') return matches(left, await expandText(right, expansion, true));
      if (operator === '!=') return !matches(left, await expandText(right, expansion, true));
      const other = await text(right);
      if (operator === '=~') return new RegExp(other).test(left);
      if (operator === '<') return left < other;
      if (operator === '>') return left > other;
      return compareNumbers[operator]?.(Number(left), Number(other)) ?? false;
    }
  }
}
