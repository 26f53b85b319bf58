import { useEffect, useState } from 'preact/hooks';

/** Draws a component again each second, for as long as it is seen. */
export function useTick(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      tick((count) => count + 1);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
}
