/** An expression. */
export type Expr =
  | { readonly t: 'num'; readonly value: number }
  | { readonly t: 'str'; readonly value: string }
  | { readonly t: 'regex'; readonly source: string }
  | { readonly t: 'var'; readonly name: string }
  | { readonly t: 'index'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly t: 'field'; readonly of: Expr }
  | { readonly t: 'assign'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly t: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly t: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly t: 'step'; readonly op: string; readonly of: Expr; readonly prefix: boolean }
  | { readonly t: 'cond'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly t: 'in'; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly t: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly t: 'getline'; readonly from?: Expr; readonly kind: 'file' | 'command' | 'main'; readonly to?: Expr };

/** A statement. */
export type Stmt =
  | { readonly t: 'expr'; readonly of: Expr }
  | {
      readonly t: 'print';
      readonly args: readonly Expr[];
      readonly formatted: boolean;
      readonly to?: { readonly op: string; readonly name: Expr };
    }
  | { readonly t: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no?: Stmt }
  | { readonly t: 'while'; readonly test: Expr; readonly body: Stmt; readonly first: boolean }
  | { readonly t: 'for'; readonly init?: Stmt; readonly test?: Expr; readonly step?: Stmt; readonly body: Stmt }
  | { readonly t: 'each'; readonly name: string; readonly of: string; readonly body: Stmt }
  | { readonly t: 'block'; readonly body: readonly Stmt[] }
  | { readonly t: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | { readonly t: 'jump'; readonly kind: 'next' | 'break' | 'continue' | 'nextfile' }
  | { readonly t: 'exit' | 'return'; readonly value?: Expr };

/** A pattern with what is done where it holds. */
export interface Rule {
  readonly kind: 'BEGIN' | 'END' | 'line';
  readonly from?: Expr;
  readonly to?: Expr;
  readonly body?: Stmt;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, { readonly params: readonly string[]; readonly body: Stmt }>;
}

export class AwkSyntaxError extends Error {
  readonly line: number;
  constructor(line: number, message = 'Unexpected token') {
    super(message);
    this.line = line;
  }
}
