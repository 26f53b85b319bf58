import type { Deck, Diagnostic } from './model.ts';

/** Messages in the order of the deck: those of a manifest, then chapter by chapter; in a file by place. */
export function inDeckOrder(
  messages: readonly Diagnostic[],
  { file, slides }: Pick<Deck, 'file' | 'slides'>,
): Diagnostic[] {
  const ranks = new Map(
    [file, ...new Set(slides.map((slide) => slide.file))].toReversed().map((name, index) => [name, -index]),
  );
  const rank = (message: Diagnostic): number => ranks.get(message.file) ?? 1;
  return messages.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
