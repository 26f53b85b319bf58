import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Tile } from '../../protocol.ts';
import { Icon, type IconName } from '../layout/icon.tsx';
import { describe } from './describe.ts';
import type { Need } from './order.ts';
import type { WallProps } from './wall-store.ts';

export interface ListProps extends WallProps {
  readonly tiles: readonly Tile[];
  /** The server's time. */
  readonly now: number;
  readonly open: (tile: Tile) => void;
}

/** In pixels at the usual size of text; rows that are drawn above and below those that are seen. */
const size = { width: 240, height: 148, gap: 10, spare: 2 };

const icons: Readonly<Record<Need, IconName | undefined>> = {
  hand: 'raised',
  stuck: 'warning',
  failed: 'cross',
  none: undefined,
};

/** A tile for each student; only those that can be seen, and some around them, are in the page. */
export function TileGrid(props: ListProps) {
  const { tiles } = props;
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 800, width: 800, scale: 1 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = (): void => {
      const { scrollTop: top, clientHeight: height, clientWidth: width } = element;
      const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setSeen({ top, height, width, scale });
    };
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  useKeptFocus(box);
  const height = size.height * seen.scale + size.gap;
  const columns = Math.max(1, Math.floor((seen.width + size.gap) / (size.width * seen.scale + size.gap)));
  const rows = Math.ceil(tiles.length / columns);
  const first = Math.max(0, Math.floor(seen.top / height) - size.spare);
  const last = Math.min(rows, Math.ceil((seen.top + seen.height) / height) + size.spare);
  return (
    <div ref={box} class="tile-box">
      <ul
        class="tile-grid"
        style={{
          height: `${rows * height}px`,
          paddingTop: `${first * height}px`,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridAutoRows: `${height - size.gap}px`,
          gap: `${size.gap}px`,
        }}
      >
        {tiles.slice(first * columns, last * columns).map((tile, index) => (
          <li key={tile.id} class="tile-place" aria-setsize={tiles.length} aria-posinset={first * columns + index + 1}>
            <TileOf {...props} tile={tile} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Drawn again when something about the student is otherwise, or a minute has passed. */
function TileOf({ page, words, tile, now, open }: ListProps & { readonly tile: Tile }) {
  return useMemo(() => {
    const { need, why, slide, time, last, reason, state } = describe(page, words, tile, now);
    const icon = icons[need];
    return (
      <button
        type="button"
        class="tile"
        data-id={tile.id}
        data-need={need}
        data-away={tile.windows === 0}
        title={words.menuOf(tile.name)}
        onClick={() => {
          open(tile);
        }}
      >
        <span class="tile-name">
          {icon && <Icon name={icon} />} {tile.name}
        </span>
        <span class="tile-where">{[slide, time].filter(Boolean).join(' · ')}</span>
        {why !== '' && <span class="tile-why">{why}</span>}
        {last !== '' && (
          <span class="tile-last" data-status={tile.last?.status}>
            {last} {reason}
          </span>
        )}
        {state !== '' && <span class="tile-state">{state}</span>}
      </button>
    );
  }, [tile, Math.floor(now / 20_000)]);
}

/** A tile that is moved keeps the focus. */
function useKeptFocus(box: { readonly current: HTMLElement | null }): void {
  const focused = useRef<string | undefined>(undefined);
  useEffect(() => {
    const take = ({ target }: FocusEvent): void => {
      const tile = target instanceof HTMLElement ? target.closest<HTMLElement>('.tile') : null;
      focused.current = tile?.dataset['id'];
    };
    const forget = (): void => {
      focused.current = undefined;
    };
    document.addEventListener('focusin', take);
    document.addEventListener('pointerdown', forget);
    return () => {
      document.removeEventListener('focusin', take);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
  useLayoutEffect(() => {
    const id = focused.current;
    if (id === undefined || document.activeElement !== document.body) return;
    box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  });
}
