/** What an HTML report has in it besides the run: built by Vite and taken from asciinema-player. */
export interface PageParts {
  /** A module without imports. */
  readonly script: string;
  readonly styles: readonly string[];
  /** A classic script that defines `AsciinemaPlayer`. */
  readonly player: string;
  /** A classic script that draws diagrams, with `mermaid.js` beside the page; absent: there are none. */
  readonly diagrams?: string;
}
