/** Words that are frequent in one of the languages and rare in the other. */
const frequent = {
  en: new Set(
    'the of and to is that for with this we you it are be our will can how what your from not which when there let'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le la les des une du et dans pour que qui nous vous avec sur pas est sont au aux ce cette ces votre notre plus peut ou mais'.split(
      ' ',
    ),
  ),
} as const;

/** So many frequent words, and so many times more than of the other language, make a language certain. */
const least = 4;
const times = 2;

/**
 * The language of a text, by its most frequent words (as the simplest of language guessers do); undefined when there are too few, or it is
 * neither. `text` has neither code nor markup.
 */
export function languageOf(text: string): 'en' | 'fr' | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const [en, fr] = (['en', 'fr'] as const).map(
    (language) => words.filter((word) => frequent[language].has(word)).length,
  );
  if (en === undefined || fr === undefined) return undefined;
  if (en >= least && en >= times * fr) return 'en';
  return fr >= least && fr >= times * en ? 'fr' : undefined;
}
