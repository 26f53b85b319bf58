/** A mistake in the options of `run` or `create`, without the words around it. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}
