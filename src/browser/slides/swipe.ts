/** How far a finger goes before it is a swipe, in CSS pixels, and in how many milliseconds. */
const distance = 60;
const duration = 800;

/** Left and right by finger. Moving code sideways, selecting, and zooming with two fingers are not swipes. */
export function watchSwipes(element: HTMLElement, swiped: (direction: 1 | -1) => void): void {
  let start: { x: number; y: number; at: number } | undefined;
  element.addEventListener(
    'touchstart',
    (event) => {
      const touch = event.touches[0];
      start =
        event.touches.length === 1 && touch !== undefined && !movesSideways(event.target, element)
          ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
          : undefined;
    },
    { passive: true },
  );
  element.addEventListener(
    'touchend',
    (event) => {
      const touch = event.changedTouches[0];
      if (start === undefined || touch === undefined) return;
      const x = touch.clientX - start.x;
      const y = touch.clientY - start.y;
      const quick = event.timeStamp - start.at < duration;
      start = undefined;
      if (!quick || Math.abs(x) < distance || Math.abs(x) < 2 * Math.abs(y)) return;
      if (getSelection()?.isCollapsed === false) return;
      swiped(x < 0 ? 1 : -1);
    },
    { passive: true },
  );
}

function movesSideways(target: EventTarget | null, limit: HTMLElement): boolean {
  for (
    let node = target instanceof Element ? target : null;
    node !== null && node !== limit;
    node = node.parentElement
  ) {
    if (node.scrollWidth > node.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(node).overflowX)) return true;
  }
  return false;
}
