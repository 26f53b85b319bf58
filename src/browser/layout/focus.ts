/** F6 goes from slides to terminal to tools, Shift+F6 back. It must work out of the terminal, so it comes before all others. */
export function cyclePanes(stops: () => readonly (() => boolean)[], here: () => number): void {
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'F6' || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const all = stops();
      const from = here();
      for (let step = 1; step <= all.length; step++) {
        const at = (from + (event.shiftKey ? -step : step) + all.length * 2) % all.length;
        if (all[at]?.() === true) return;
      }
    },
    { capture: true },
  );
}
