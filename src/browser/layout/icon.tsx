/** Drawn for a square of 24, with lines of 2. */
const paths = {
  play: 'M7 4.5v15l12-7.5z',
  forward: 'M4 5v14l8-7zM13 5v14l8-7z',
  catchUp: 'M4 5v14M20 5v14l-8-7zM12 5v14L4 12zM20 5v14',
  stop: 'M6 6h12v12H6z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M4.5 12.5l5 5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  circle: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 1.5',
  spinner: 'M12 4a8 8 0 1 1-8 8',
  warning: 'M12 4L3 20h18zM12 10v5M12 17.5v.1',
  skip: 'M6 6v12l8-6zM17 6v12',
  hand: 'M5 12l4 4 3-3M12 5h7v14H5v-3',
  retry: 'M19 12a7 7 0 1 1-2-5M19 3v4.5h-4.5',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  list: 'M8 6h12M8 12h12M8 18h12M4 6v.1M4 12v.1M4 18v.1',
  grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l4.5 4.5',
  presenter: 'M3 4h18v11H3zM12 15v5M8 20h8',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
  moon: 'M20 14a8.5 8.5 0 1 1-10-10 7 7 0 0 0 10 10',
  auto: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 3v18M12 8h8M12 12h9M12 16h8',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.1',
  slidesOnly: 'M3 5h18v14H3zM7 10h6M7 14h4',
  both: 'M3 5h18v14H3zM12 5v14',
  terminalOnly: 'M3 5h18v14H3zM7 10l3 2.5L7 15M12 15h4',
  device: 'M3 5h13v9H3zM8 18h4M18 9h4v11h-4z',
  fresh: 'M12 5v14M5 12h14',
  plus: 'M12 5v14M5 12h14',
  follow: 'M9 12h6M10 7H8a5 5 0 0 0 0 10h2M14 7h2a5 5 0 0 1 0 10h-2',
  textSmaller: 'M3 18L8 6l5 12M4.8 14h6.4M15.5 12H22',
  textLarger: 'M3 18L8 6l5 12M4.8 14h6.4M15.5 12H22M18.7 8.7v6.6',
  speaker: 'M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  keyboard: 'M3 6h18v12H3zM7 10v.1M11 10v.1M15 10v.1M8 14h8',
  steps: 'M3 19h6v-5h6V9h6V4',
  save: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  pause: 'M8 5v14M16 5v14',
  laser: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 2v3M12 19v3M2 12h3M19 12h3',
  raised:
    'M7 12V6.5a1.5 1.5 0 0 1 3 0V11M10 5a1.5 1.5 0 0 1 3 0v6M13 6a1.5 1.5 0 0 1 3 0v6M16 9a1.5 1.5 0 0 1 3 0v5a6.5 6.5 0 0 1-12 3.5L4.5 13a1.5 1.5 0 0 1 2.5-1',
  people:
    'M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3 3 0 0 1 0 6M18 14.5a6 6 0 0 1 3.5 5.5',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
} as const;

export type IconName = keyof typeof paths;

/** A sign beside words, or in a button that has a label; never alone for a screen reader. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
