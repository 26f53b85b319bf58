import { useEffect, useRef } from 'preact/hooks';

/** The notes of a slide, as the server has made them. */
export function Notes({ section, none }: { readonly section: HTMLElement | undefined; readonly none: string }) {
  const box = useRef<HTMLDivElement>(null);
  const notes = section?.querySelector(':scope > .notes');
  const empty = (notes?.textContent.trim() ?? '') === '';
  useEffect(() => {
    box.current?.replaceChildren(...[...(notes?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  }, [notes]);
  return (
    <>
      <div ref={box} hidden={empty} />
      {empty && <p class="no-notes">{none}</p>}
    </>
  );
}
