import { ExitError } from '../../cli-kit/exit-error.ts';
import { parseReference, type Reference, ReferenceSyntaxError, withTag } from '../image/reference.ts';

/** A reference as an argument of docker. Throws ExitError. */
export function parseArgument(text: string, prefix = ''): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) throw new ExitError(`${prefix}${error.message}`);
    throw error;
  }
}

/** The name as docker completes it in its messages; what is no name stays as it is. */
export function withLatest(text: string): string {
  try {
    return withTag(parseReference(text));
  } catch {
    return text;
  }
}
