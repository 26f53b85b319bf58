import type { ITheme } from '@xterm/xterm';

/** Least contrast of any text with what is behind it (WCAG AA); xterm.js changes colours that have less. */
export const leastContrast = 4.5;

const light: ITheme = {
  background: '#ffffff',
  foreground: '#1f2328',
  cursor: '#0550ae',
  cursorAccent: '#ffffff',
  selectionBackground: '#b6d7ff',
  selectionForeground: '#1f2328',
  black: '#24292f',
  red: '#b3261e',
  green: '#116329',
  yellow: '#7d4e00',
  blue: '#0550ae',
  magenta: '#8250df',
  cyan: '#0b6470',
  white: '#57606a',
  brightBlack: '#57606a',
  brightRed: '#a40e26',
  brightGreen: '#1a7f37',
  brightYellow: '#6f4400',
  brightBlue: '#0969da',
  brightMagenta: '#8a3fd1',
  brightCyan: '#0e7490',
  brightWhite: '#24292f',
};

const dark: ITheme = {
  background: '#0d1117',
  foreground: '#e6edf3',
  cursor: '#79c0ff',
  cursorAccent: '#0d1117',
  selectionBackground: '#1f4a80',
  selectionForeground: '#ffffff',
  black: '#484f58',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  white: '#c9d1d9',
  brightBlack: '#8b949e',
  brightRed: '#ffa198',
  brightGreen: '#7ee787',
  brightYellow: '#f2cc60',
  brightBlue: '#a5d6ff',
  brightMagenta: '#e2c5ff',
  brightCyan: '#b3f0ff',
  brightWhite: '#ffffff',
};

/** Calls `apply` with the colours that fit the page, now and whenever the page's or the system's theme changes. */
export function followTheme(apply: (theme: ITheme) => void): () => void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const update = () => {
    const wanted = root.dataset['theme'];
    apply(wanted === 'dark' || (wanted !== 'light' && system.matches) ? dark : light);
  };
  const observer = new MutationObserver(update);
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', update);
  update();
  return () => {
    observer.disconnect();
    system.removeEventListener('change', update);
  };
}
