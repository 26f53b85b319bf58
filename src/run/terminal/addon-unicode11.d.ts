/**
 * What is used of @xterm/addon-unicode11, in the terminal of the page and in the headless one. Its own types are about the former,
 * and would bring the DOM's along.
 */
export declare class Unicode11Addon {
  activate(terminal: unknown): void;
  dispose(): void;
}

declare const addon: { readonly Unicode11Addon: typeof Unicode11Addon };
export default addon;
