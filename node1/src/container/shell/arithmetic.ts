import type { ArithmeticExpression } from 'unbash';
import { ShellError } from './control.ts';

/** What an expression reads and writes. */
export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

type Operator = (left: bigint, right: bigint) => bigint;

const deepest = 30;
const assignments = /^(?:[-+*/%&|^]|<<|>>)?=$/;

/** Operators of two values, by how weakly they bind: the weakest first. */
const levels: readonly Readonly<Record<string, Operator>>[] = [
  { ',': (_, b) => b },
  { '|': (a, b) => a | b },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => a & b },
  { '==': (a, b) => BigInt(a === b), '!=': (a, b) => BigInt(a !== b) },
  {
    '<': (a, b) => BigInt(a < b),
    '>': (a, b) => BigInt(a > b),
    '<=': (a, b) => BigInt(a <= b),
    '>=': (a, b) => BigInt(a >= b),
  },
  { '<<': (a, b) => a << (b & 63n), '>>': (a, b) => a >> (b & 63n) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / nonZero(b), '%': (a, b) => a % nonZero(b) },
];
const comma = 0;
const bitOr = 1;

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

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

/** The value of an expression, whose parameters are expanded already. Throws ShellError. */
export function evaluateText(text: string, variables: Variables, depth = 0): bigint {
  if (depth > deepest) throw new ShellError('expression recursion loop detected');
  return new Evaluation(text, variables, depth).all();
}

/** Reads an expression and gives its value at once. */
class Evaluation {
  readonly #tokens: readonly string[];
  readonly #variables: Variables;
  readonly #depth: number;
  #at = 0;
  /** What is read has no effect: the other side of `&&`, `||` and `?`. */
  #idle = 0;

  constructor(text: string, variables: Variables, depth: number) {
    this.#tokens =
      text.match(/0[xX][0-9a-fA-F]*|\d+#[0-9a-zA-Z]+|\w+|\*\*|\+\+|--|<<=|>>=|<<|>>|[-+*/%&|^<>=!]=|&&|\|\||[^\s]/g) ??
      [];
    this.#variables = variables;
    this.#depth = depth;
  }

  all(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const value = this.#level(comma);
    if (this.#next !== undefined) throw wrong();
    return value;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }
  #takes(token: string): boolean {
    if (this.#next !== token) return false;
    this.#at++;
    return true;
  }

  #level(index: number): bigint {
    const inner = (): bigint =>
      index === comma ? this.#assignment() : index + 1 < levels.length ? this.#level(index + 1) : this.#power();
    let left = inner();
    for (;;) {
      const operators = levels[index] ?? {};
      const operator = this.#next ?? '';
      const act = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
      if (act === undefined) return left;
      this.#at++;
      const right = inner();
      left = this.#idle > 0 ? 0n : wrap(act(left, right));
    }
  }

  #assignment(): bigint {
    const name = this.#next ?? '';
    const operator = this.#tokens[this.#at + 1] ?? '';
    if (!/^[A-Za-z_]\w*$/.test(name) || !assignments.test(operator)) return this.#choice();
    this.#at += 2;
    const given = this.#assignment();
    const act = operator === '=' ? undefined : levels.find((level) => Object.hasOwn(level, operator.slice(0, -1)));
    const change = act?.[operator.slice(0, -1)];
    return this.#assign(name, change === undefined ? given : wrap(change(this.#variable(name), given)));
  }

  #assign(name: string, value: bigint): bigint {
    if (this.#idle === 0) this.#variables.set(name, String(value));
    return value;
  }

  /** Reads what counts only where `counts`. */
  #only(counts: boolean, read: () => bigint): bigint {
    if (!counts) this.#idle++;
    try {
      return read();
    } finally {
      if (!counts) this.#idle--;
    }
  }

  #choice(): bigint {
    const test = this.#either();
    if (!this.#takes('?')) return test;
    const yes = this.#only(test !== 0n, () => this.#level(comma));
    if (!this.#takes(':')) throw new ShellError('malformed ?: operator');
    const no = this.#only(test === 0n, () => this.#assignment());
    return test !== 0n ? yes : no;
  }
  #either(): bigint {
    let left = this.#both();
    while (this.#takes('||')) {
      const right = this.#only(left === 0n, () => this.#both());
      left = BigInt(left !== 0n || right !== 0n);
    }
    return left;
  }
  #both(): bigint {
    let left = this.#level(bitOr);
    while (this.#takes('&&')) {
      const right = this.#only(left !== 0n, () => this.#level(bitOr));
      left = BigInt(left !== 0n && right !== 0n);
    }
    return left;
  }

  #power(): bigint {
    const base = this.#unary();
    return this.#takes('**') ? power(base, this.#power()) : base;
  }
  #unary(): bigint {
    const operator = this.#next ?? '';
    if (operator === '++' || operator === '--') {
      this.#at++;
      const name = this.#next ?? '';
      if (/^[A-Za-z_]\w*$/.test(name)) {
        this.#at++;
        return this.#assign(name, wrap(this.#variable(name) + (operator === '++' ? 1n : -1n)));
      }
      return this.#unary();
    }
    if (!/^[-+!~]$/.test(operator)) return this.#primary();
    this.#at++;
    const value = this.#unary();
    if (operator === '-') return wrap(-value);
    return operator === '!' ? BigInt(value === 0n) : operator === '~' ? ~value : value;
  }
  #primary(): bigint {
    const token = this.#next;
    if (token === undefined) throw wrong();
    this.#at++;
    if (token === '(') {
      const value = this.#level(comma);
      if (!this.#takes(')')) throw wrong();
      return value;
    }
    if (!/^[A-Za-z_]\w*$/.test(token)) return numberOf(token);
    const value = this.#variable(token);
    if (this.#takes('++')) this.#assign(token, wrap(value + 1n));
    else if (this.#takes('--')) this.#assign(token, wrap(value - 1n));
    return value;
  }
  #variable(name: string): bigint {
    const value = this.#variables.get(name) ?? '';
    return value.trim() === '' ? 0n : evaluateText(value, this.#variables, this.#depth + 1);
  }
}

function wrong(): ShellError {
  return new ShellError('arithmetic syntax error');
}

function numberOf(token: string): bigint {
  if (/^(?:0[xX][0-9a-fA-F]+|[1-9]\d*|0)$/.test(token)) return wrap(BigInt(token));
  if (/^0[0-7]+$/.test(token)) return wrap(BigInt(`0o${token.slice(1)}`));
  const [, base = '', digits = ''] = /^(\d+)#([0-9a-zA-Z]+)$/.exec(token) ?? [];
  if (Number(base) < 2 || Number(base) > 36) throw wrong();
  let value = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= Number(base)) throw wrong();
    value = value * BigInt(base) + BigInt(worth);
  }
  return wrap(value);
}

/** The text of an expression that was read with its script: `((...))` of bash. */
export function expressionText(expression: ArithmeticExpression): string {
  switch (expression.type) {
    case 'ArithmeticGroup':
      return `(${expressionText(expression.expression)})`;
    case 'ArithmeticTernary':
      return `${expressionText(expression.test)} ? ${expressionText(expression.consequent)} : ${expressionText(expression.alternate)}`;
    case 'ArithmeticUnary': {
      const operand = expressionText(expression.operand);
      return expression.prefix ? `${expression.operator}${operand}` : `${operand}${expression.operator}`;
    }
    case 'ArithmeticBinary':
      return `${expressionText(expression.left)} ${expression.operator} ${expressionText(expression.right)}`;
    case 'ArithmeticWord':
      return expression.value;
    default:
      return expression.text;
  }
}
