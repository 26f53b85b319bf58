/** A node of a parsed template; `pos` counts characters from the beginning of its text. */
export type Node =
  | { readonly kind: 'text'; readonly pos: number; readonly text: string }
  | { readonly kind: 'action'; readonly pos: number; readonly pipe: Pipe }
  | {
      readonly kind: 'if' | 'range' | 'with';
      readonly pos: number;
      readonly pipe: Pipe;
      readonly list: readonly Node[];
      readonly otherwise: readonly Node[] | undefined;
    }
  | { readonly kind: 'break' | 'continue'; readonly pos: number }
  | { readonly kind: 'template'; readonly pos: number; readonly name: string; readonly pipe: Pipe | undefined };

export interface Pipe {
  readonly kind: 'pipe';
  readonly pos: number;
  /** `$x, $y` before `:=` or `=`. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export interface Command {
  readonly kind: 'command';
  readonly pos: number;
  readonly args: readonly Operand[];
}

/** What a command is made of. */
export type Operand =
  | { readonly kind: 'dot' | 'nil'; readonly pos: number }
  | { readonly kind: 'bool'; readonly pos: number; readonly value: boolean }
  | {
      readonly kind: 'number';
      readonly pos: number;
      readonly text: string;
      readonly value: number;
      readonly isInt: boolean;
    }
  | { readonly kind: 'string'; readonly pos: number; readonly quoted: string; readonly text: string }
  | { readonly kind: 'identifier'; readonly pos: number; readonly name: string }
  | { readonly kind: 'field' | 'variable'; readonly pos: number; readonly path: readonly string[] }
  | { readonly kind: 'chain'; readonly pos: number; readonly node: Operand; readonly path: readonly string[] }
  | Pipe;

/** A node as Go writes it in its messages. */
export function show(node: Node | Operand | Command): string {
  switch (node.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'identifier':
      return node.name;
    case 'field':
      return node.path.map((name) => `.${name}`).join('');
    case 'variable':
      return node.path.join('.');
    case 'chain':
      return `${bracketed(node.node)}${node.path.map((name) => `.${name}`).join('')}`;
    case 'command':
      return node.args.map(bracketed).join(' ');
    case 'pipe': {
      const variables = node.variables.length === 0 ? '' : `${node.variables.join(', ')} ${node.assigns ? '=' : ':='} `;
      return variables + node.commands.map(show).join(' | ');
    }
    case 'text':
      return JSON.stringify(node.text);
    case 'action':
      return `{{${show(node.pipe)}}}`;
    case 'template':
      return `{{template ${JSON.stringify(node.name)}${node.pipe === undefined ? '' : ` ${show(node.pipe)}`}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    default: {
      const list = node.list.map(show).join('');
      const otherwise = node.otherwise === undefined ? '' : `{{else}}${node.otherwise.map(show).join('')}`;
      return `{{${node.kind} ${show(node.pipe)}}}${list}${otherwise}{{end}}`;
    }
  }
}

function bracketed(node: Operand): string {
  return node.kind === 'pipe' ? `(${show(node)})` : show(node);
}
