import { useMemo } from 'preact/hooks';
import type { Tile } from '../../protocol.ts';
import { describe } from './describe.ts';
import type { ListProps } from './tiles.tsx';

/** All students as a table, which screen readers can walk through. */
export function StudentTable(props: ListProps) {
  const { words, tiles } = props;
  const { columns } = words;
  return (
    <div class="wall-table-box" tabIndex={0} role="region" aria-label={words.students}>
      <table class="wall-table">
        <thead>
          <tr>
            {[
              columns.name,
              columns.needs,
              columns.slide,
              columns.time,
              columns.last,
              columns.progress,
              columns.state,
            ].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tiles.map((tile) => (
            <Row key={tile.id} {...props} tile={tile} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ page, words, tile, now, open }: ListProps & { readonly tile: Tile }) {
  return useMemo(() => {
    const { need, why, slide, time, last, reason, state } = describe(page, words, tile, now);
    return (
      <tr data-need={need} data-away={tile.windows === 0}>
        <th scope="row">
          <button
            type="button"
            class="quiet"
            title={words.menuOf(tile.name)}
            onClick={() => {
              open(tile);
            }}
          >
            {tile.name}
          </button>
        </th>
        <td>{why}</td>
        <td>{slide}</td>
        <td>{time}</td>
        <td>
          {last} {reason}
        </td>
        <td>{words.progress(tile.passed, page.course.units.length)}</td>
        <td>{state}</td>
      </tr>
    );
  }, [tile, Math.floor(now / 20_000)]);
}
