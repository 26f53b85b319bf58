/**
 * What is used of @xterm/addon-serialize, which works with the headless terminal too. Its own types are about the terminal of a
 * page, and would bring the DOM's along.
 */
import type { ITerminalAddon, Terminal } from '@xterm/headless';

interface Serializer extends ITerminalAddon {
  activate(terminal: Terminal): void;
  /** Sequences that make an empty terminal of the same size look like this one. */
  serialize(options: { readonly excludeAltBuffer?: boolean; readonly excludeModes: boolean }): string;
}

declare const addon: { readonly SerializeAddon: new () => Serializer };
export default addon;
