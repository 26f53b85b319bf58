import { type AppletCall } from './applet.ts';
import { regular } from './regular.ts';

/** expr(1). */
export function expr(run: AppletCall): number {
  const words = [...run.args];
  if (words.length === 0) {
    run.io.stderr('expr: too few arguments\n');
    return 2;
  }
  class Wrong extends Error {}
  const atom = (): string => {
    const word = words.shift();
    if (word === undefined) throw new Wrong('syntax error');
    if (word === '(') {
      const value = or();
      if (words.shift() !== ')') throw new Wrong('syntax error');
      return value;
    }
    if (word === 'length') return String(atom().length);
    if (word === 'substr') {
      const [text, start, count] = [atom(), Number(atom()), Number(atom())];
      return text.slice(start - 1, start - 1 + count);
    }
    if (word === 'index') {
      const [text, chars] = [atom(), atom()];
      return String(Array.from(text).findIndex((char) => chars.includes(char)) + 1);
    }
    return word;
  };
  const match = (): string => {
    let left = atom();
    while (words[0] === ':') {
      words.shift();
      const found = new RegExp(`^(?:${regular(atom(), false)})`).exec(left);
      left = found === null ? (left.includes('(') ? '' : '0') : (found[1] ?? String(found[0].length));
    }
    return left;
  };
  const number = (text: string): bigint => {
    if (!/^-?\d+$/.test(text)) throw new Wrong('non-numeric argument');
    return BigInt(text);
  };
  const calculate = (inner: () => string, ops: Readonly<Record<string, (a: bigint, b: bigint) => bigint>>): string => {
    let left = inner();
    for (let op = ops[words[0] ?? '']; op !== undefined; op = ops[words[0] ?? '']) {
      const isDivision = words[0] === '/' || words[0] === '%';
      words.shift();
      const right = number(inner());
      if (isDivision && right === 0n) throw new Wrong('division by zero');
      left = String(op(number(left), right));
    }
    return left;
  };
  const product = (): string => calculate(match, { '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b });
  const sum = (): string => calculate(product, { '+': (a, b) => a + b, '-': (a, b) => a - b });
  const compare = (): string => {
    let left = sum();
    while (/^(?:[<>]=?|!?==?)$/.test(words[0] ?? '')) {
      const op = words.shift() ?? '';
      const right = sum();
      const order =
        /^-?\d+$/.test(left) && /^-?\d+$/.test(right)
          ? Number(BigInt(left) - BigInt(right))
          : left < right
            ? -1
            : Number(left > right);
      left = String(
        Number(
          op === '=' || op === '=='
            ? order === 0
            : op === '!='
              ? order !== 0
              : op.startsWith('<')
                ? order < 0 || (op === '<=' && order === 0)
                : order > 0 || (op === '>=' && order === 0),
        ),
      );
    }
    return left;
  };
  const isNull = (text: string): boolean => text === '' || text === '0';
  const and = (): string => {
    let left = compare();
    while (words[0] === '&') {
      words.shift();
      const right = compare();
      left = isNull(left) || isNull(right) ? '0' : left;
    }
    return left;
  };
  const or = (): string => {
    let left = and();
    while (words[0] === '|') {
      words.shift();
      const right = and();
      left = isNull(left) ? right : left;
    }
    return left;
  };
  try {
    const value = or();
    if (words.length > 0) throw new Wrong('syntax error');
    run.io.stdout(`${value}\n`);
    return Number(isNull(value));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    run.io.stderr(`expr: ${error.message}\n`);
    return 2;
  }
}
