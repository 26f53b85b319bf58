import { type ArithmeticExpression, parse, type WordPart } from 'unbash';
import { ShellError } from './control.ts';

/** What an expression reads and writes. */
export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** A word with expansions in it, as text. */
  expand(parts: readonly WordPart[]): Promise<string>;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
const deepest = 100;

type Operator = (left: bigint, right: bigint) => bigint;
const operators: Readonly<Record<string, Operator>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / nonZero(b),
  '%': (a, b) => a % nonZero(b),
  '**': (a, b) => power(a, b),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<': (a, b) => BigInt(a < b),
  '>': (a, b) => BigInt(a > b),
  '<=': (a, b) => BigInt(a <= b),
  '>=': (a, b) => BigInt(a >= b),
  '==': (a, b) => BigInt(a === b),
  '!=': (a, b) => BigInt(a !== b),
  ',': (_, b) => b,
};

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new ShellError('divide by zero');
  return value;
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ShellError('exponent less than 0');
  let result = 1n;
  for (let left = BigInt.asUintN(16, exponent), square = base; left > 0n; left >>= 1n, square = wrap(square * square)) {
    if ((left & 1n) === 1n) result = wrap(result * square);
  }
  return result;
}

/** The value of an expression. Throws ShellError. */
export async function evaluate(
  expression: ArithmeticExpression | undefined,
  variables: Variables,
  depth = 0,
): Promise<bigint> {
  if (expression === undefined) throw new ShellError('arithmetic syntax error');
  if (depth > deepest) throw new ShellError('expression recursion loop detected');
  const inner = (each: ArithmeticExpression) => evaluate(each, variables, depth);
  switch (expression.type) {
    case 'ArithmeticGroup':
      return inner(expression.expression);
    case 'ArithmeticTernary':
      return (await inner(expression.test)) !== 0n ? inner(expression.consequent) : inner(expression.alternate);
    case 'ArithmeticWord': {
      const { parts, value } = expression;
      return valueOf(parts === undefined ? value : await variables.expand(parts), variables, depth);
    }
    case 'ArithmeticUnary':
      return unary(expression.operator, expression.operand, expression.prefix, variables, inner);
    case 'ArithmeticBinary': {
      const { operator, left, right } = expression;
      if (operator === '&&') return BigInt((await inner(left)) !== 0n && (await inner(right)) !== 0n);
      if (operator === '||') return BigInt((await inner(left)) !== 0n || (await inner(right)) !== 0n);
      if (/^(?:[-+*/%&|^]|<<|>>|\*\*)?=$/.test(operator)) {
        const given = await inner(right);
        const change = operators[operator.slice(0, -1)];
        const value = wrap(change === undefined ? given : change(await inner(left), given));
        variables.set(nameOf(left), String(value));
        return value;
      }
      const act = operators[operator];
      if (act === undefined) throw new ShellError('arithmetic syntax error');
      return wrap(act(await inner(left), await inner(right)));
    }
    default:
      throw new ShellError('arithmetic syntax error');
  }
}

async function unary(
  operator: string,
  operand: ArithmeticExpression,
  prefix: boolean,
  variables: Variables,
  inner: (each: ArithmeticExpression) => Promise<bigint>,
): Promise<bigint> {
  const value = await inner(operand);
  if (operator === '++' || operator === '--') {
    const next = wrap(operator === '++' ? value + 1n : value - 1n);
    variables.set(nameOf(operand), String(next));
    return prefix ? next : value;
  }
  if (operator === '-') return wrap(-value);
  if (operator === '!') return BigInt(value === 0n);
  return operator === '~' ? ~value : value;
}

function nameOf(expression: ArithmeticExpression): string {
  if (expression.type !== 'ArithmeticWord' || !/^[A-Za-z_]\w*$/.test(expression.value))
    throw new ShellError('arithmetic syntax error');
  return expression.value;
}

/** A number in any of its forms, a variable, or an expression that an expansion has made. */
async function valueOf(text: string, variables: Variables, depth: number): Promise<bigint> {
  const trimmed = text.trim();
  if (trimmed === '') return 0n;
  if (/^0[xX][0-9a-fA-F]+$/.test(trimmed)) return wrap(BigInt(trimmed));
  if (/^0[0-7]+$/.test(trimmed)) return wrap(BigInt(`0o${trimmed.slice(1)}`));
  if (/^\d+$/.test(trimmed)) return wrap(BigInt(trimmed));
  const [, base, digits = ''] = /^(\d+)#([0-9a-zA-Z]+)$/.exec(trimmed) ?? [];
  if (base !== undefined) {
    let value = 0n;
    for (const digit of digits) value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36));
    return wrap(value);
  }
  if (/^[A-Za-z_]\w*$/.test(trimmed)) {
    const value = variables.get(trimmed);
    return value === undefined || value === trimmed ? 0n : valueOf(value, variables, depth + 1);
  }
  return evaluate(parseExpression(trimmed), variables, depth + 1);
}

/** Reads an expression; undefined where it is none. */
export function parseExpression(text: string): ArithmeticExpression | undefined {
  const { commands, errors } = parse(`: $((${text}))`);
  const command = commands[0]?.command;
  if ((errors !== undefined && errors.length > 0) || command?.type !== 'Command') return undefined;
  const word = command.args[0];
  const part = word?.type === 'Word' ? word.parts?.[0] : undefined;
  return part?.type === 'ArithmeticExpansion' && part.text.length === text.length + 5 ? part.expression : undefined;
}

/** The value of a text. Throws ShellError. */
export function evaluateText(text: string, variables: Variables): Promise<bigint> {
  return evaluate(parseExpression(text), variables);
}
