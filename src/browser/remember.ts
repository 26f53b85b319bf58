/** What this browser keeps from one visit to the next. Where it keeps nothing (private windows), the page works all the same. */
const prefix = 'pupitre.';

/** The remembered word if it is one of `allowed`, otherwise the first of them. */
export function recall<Word extends string>(key: string, allowed: readonly [Word, ...Word[]]): Word {
  const kept = read(key);
  return allowed.find((word) => word === kept) ?? allowed[0];
}

/** The remembered number if it lies between `min` and `max`, otherwise `fallback`. */
export function recallNumber(key: string, min: number, max: number, fallback: number): number {
  const kept = Number(read(key) ?? Number.NaN);
  return kept >= min && kept <= max ? kept : fallback;
}

/** How much larger than usual the text of a window may be. */
export function clampZoom(zoom: number): number {
  return Math.round(Math.max(0.6, Math.min(2.5, zoom)) * 10) / 10;
}

/** How much larger the text of this window is: kept as long as the window, for each window by itself. */
export function recallZoom(): number {
  try {
    return clampZoom(Number(sessionStorage.getItem(`${prefix}zoom`) ?? 1) || 1);
  } catch {
    return 1;
  }
}

export function rememberZoom(zoom: number): void {
  try {
    sessionStorage.setItem(`${prefix}zoom`, String(zoom));
  } catch {
    // As below.
  }
}

/** What the login page kept: it is shown to the server besides the cookie. */
export function recallKey(): string | undefined {
  return read('key') ?? undefined;
}

/** The code that lets the person in from another browser, if this one was told it. */
export function recallCode(): string | undefined {
  return read('code') ?? undefined;
}

export function remember(key: string, value: string | number): void {
  try {
    localStorage.setItem(prefix + key, String(value));
  } catch {
    // Full or forbidden: it is only a convenience.
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}
