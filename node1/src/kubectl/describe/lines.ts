import { alignTabs } from '../../cli-kit/tabwriter.ts';

/** Collects the lines of a description; tabs are columns, `level` is an indentation of two spaces (kubectl's PrefixWriter). */
export interface Lines {
  add(level: number, line: string): void;
  /** Columns before this point do not align with columns after it. */
  flush(): void;
  /** With the tabs as they are. */
  text(): string;
  /** With the tabs as columns. */
  aligned(): string;
}

/** An empty description. */
export function lines(): Lines {
  const parts: string[] = [];
  let part = '';
  return {
    add(level, line) {
      part += `${'  '.repeat(level)}${line}\n`;
    },
    flush() {
      parts.push(part);
      part = '';
    },
    text: () => parts.join('') + part,
    aligned: () => [...parts, part].map((each) => alignTabs(each)).join(''),
  };
}
