import { notSimulated } from '../../cli-kit/exit-error.ts';

/** A Go template, as `-o go-template` takes it. Throws ExitError. */
export function goTemplate(_text: string): (value: unknown) => string {
  throw notSimulated('-o go-template');
}
