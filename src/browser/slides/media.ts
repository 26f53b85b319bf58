import { effect } from '@preact/signals';
import type { Page } from '../page.ts';
import type { Sections } from './stage.ts';

/** Films and sounds of the slide that is seen say how long they are; those of the others are silent. */
export function watchMedia(page: Page, sections: Sections): void {
  effect(() => {
    const shown = sections.value[page.position.value];
    for (const media of document.querySelectorAll<HTMLMediaElement>('.slide :is(audio, video)')) {
      if (shown?.contains(media) === true) media.preload = 'metadata';
      else media.pause();
    }
  });
}
