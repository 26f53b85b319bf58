import type { PageClassWords } from '../../messages/en/page-class.ts';
import type { Course } from '../../protocol.ts';

/** What is said of the class, which is loaded where there is one. */
export async function classWords(lang: Course['lang']): Promise<PageClassWords> {
  const { pageClass } = await (lang === 'fr'
    ? import('../../messages/fr/page-class.ts')
    : import('../../messages/en/page-class.ts'));
  return pageClass;
}

/** The number of a slide as it is shown. */
export function slideNumber({ slides }: Course, index: number): string {
  return String(slides.find((slide) => slide.index === index)?.number ?? index);
}
