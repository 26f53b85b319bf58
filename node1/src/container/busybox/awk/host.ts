/** What a program of awk has around it. */
export interface AwkHost {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `name=value` of -v. */
  readonly assigned: readonly string[];
  readonly separator: string | undefined;
  /** Lines of a file, with their ends; `-`: of standard input. */
  readonly lines: (name: string) => AsyncGenerator<string>;
  readonly write: (text: string) => Promise<void>;
  readonly error: (text: string) => void;
  readonly file: (name: string, append: boolean) => Promise<(data: string) => void>;
  readonly command: (text: string, input?: string) => Promise<{ readonly code: number; readonly output: string }>;
  readonly breathe: () => Promise<void>;
}
