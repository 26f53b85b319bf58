import { regular } from '../regular.ts';
import type { AwkHost } from './host.ts';
import { type Scope, type Table, toNumber, toText, type Value } from './values.ts';

/** The variables of a program, its current record and its fields. */
export class Variables {
  readonly globals: Scope = new Map();
  locals: Scope | undefined;
  fields: string[] = [];
  record = '';
  readonly #expressions = new Map<string, RegExp>();

  constructor(host: AwkHost) {
    const initial: Readonly<Record<string, Value>> = {
      FS: ' ',
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      SUBSEP: '\x1c',
      NR: 0,
      NF: 0,
      FNR: 0,
      OFMT: '%.6g',
      CONVFMT: '%.6g',
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: '',
    };
    for (const [name, value] of Object.entries(initial)) this.globals.set(name, value);
    const env: Table = new Map(Object.entries(host.env).map(([name, text]) => [name, { text }]));
    this.globals.set('ENVIRON', env);
    const args: Table = new Map([
      ['0', 'awk'],
      ...host.args.map((arg, index): [string, Value] => [String(index + 1), { text: arg }]),
    ]);
    this.globals.set('ARGV', args).set('ARGC', host.args.length + 1);
    if (host.separator !== undefined)
      this.globals.set('FS', host.separator === 't' ? '\t' : host.separator.replaceAll('\\t', '\t'));
    for (const text of host.assigned) this.assignText(text);
  }

  assignText(text: string): void {
    const at = text.indexOf('=');
    this.globals.set(text.slice(0, at), {
      text: text
        .slice(at + 1)
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t'),
    });
  }

  count(): void {
    for (const name of ['NR', 'FNR']) this.globals.set(name, toNumber(this.get(name)) + 1);
  }
  text(name: string): string {
    return toText(this.get(name));
  }
  get(name: string): Value {
    const value = this.locals?.get(name) ?? this.globals.get(name) ?? '';
    return value instanceof Map ? '' : value;
  }
  set(name: string, value: Value): void {
    if (this.locals?.has(name) === true) this.locals.set(name, value);
    else this.globals.set(name, value);
    if (name === 'NF') {
      const count = Math.min(Math.max(0, toNumber(value)), 100_000);
      this.fields = Array.from({ length: count }, (_, index) => this.fields[index] ?? '');
      this.record = this.fields.join(this.text('OFS'));
    }
  }
  table(name: string): Table {
    const scope = this.locals?.has(name) === true ? this.locals : this.globals;
    const known = scope.get(name);
    if (known instanceof Map) return known;
    const made: Table = new Map();
    scope.set(name, made);
    return made;
  }
  setRecord(text: string): void {
    this.record = text;
    this.fields = this.parts(text, this.text('FS'));
    this.globals.set('NF', this.fields.length);
  }
  parts(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/);
    if (separator === '') return Array.from(text);
    return text.split(separator.length === 1 && separator !== '\\' ? separator : this.regExp(separator));
  }
  regExp(source: string): RegExp {
    const known = this.#expressions.get(source);
    if (known) {
      known.lastIndex = 0;
      return known;
    }
    const made = new RegExp(regular(source, true), 'g');
    this.#expressions.set(source, made);
    return made;
  }
}
