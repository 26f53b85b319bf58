import type { AwkHost } from './host.ts';
import { type Table, toText } from './values.ts';
import type { Variables } from './variables.ts';

/** The records of a program's inputs. */
export class Records {
  readonly #host: AwkHost;
  readonly #variables: Variables;
  #main: AsyncGenerator<string> | undefined;

  constructor(host: AwkHost, variables: Variables) {
    this.#host = host;
    this.#variables = variables;
  }

  /** Those of the files that are named, or of standard input. */
  get main(): AsyncGenerator<string> {
    return (this.#main ??= this.#records());
  }

  async *#records(): AsyncGenerator<string> {
    const args = this.#variables.globals.get('ARGV') as Table;
    const names =
      this.#host.args.length === 0 ? ['-'] : [...args].filter(([key]) => key !== '0').map(([, value]) => toText(value));
    let some = false;
    for (const name of names) {
      if (/^[A-Za-z_]\w*=/.test(name)) {
        this.#variables.assignText(name);
        continue;
      }
      some = true;
      this.#variables.globals.set('FILENAME', name === '-' ? '' : name).set('FNR', 0);
      yield* this.split(this.#host.lines(name));
    }
    if (!some && this.#host.args.length > 0) yield* this.split(this.#host.lines('-'));
  }

  /** Lines as records. */
  async *split(lines: AsyncGenerator<string>): AsyncGenerator<string> {
    const separator = this.#variables.text('RS');
    if (separator === '\n') {
      for await (const line of lines) yield line.replace(/\n$/, '');
      return;
    }
    let rest = '';
    for await (const line of lines) rest += line;
    if (separator === '') {
      for (const part of rest.split(/\n\n+/)) if (part.trim() !== '') yield part.replace(/^\n+|\n+$/g, '');
      return;
    }
    const parts = rest.replace(/\n$/, '').split(separator.length === 1 ? separator : this.#variables.regExp(separator));
    for (const part of parts) yield part;
  }
}
