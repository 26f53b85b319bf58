import { shortened } from './shortened.ts';
import type { WallProps } from './wall-store.ts';
import { slideNumber } from './words.ts';

/** Where the class fails: how each step went that somebody has tried. */
export function HeatMap({ page, wall, words }: WallProps) {
  const rows = wall.heat.value;
  if (rows.length === 0) return <p class="wall-empty">{words.nothingTried}</p>;
  const { heatColumns: columns } = words;
  return (
    <div class="wall-table-box" tabIndex={0} role="region" aria-label={words.heatHint}>
      <table class="wall-table heat-table">
        <caption class="visually-hidden">{words.heatHint}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.slide}</th>
            <th scope="col">{columns.step}</th>
            <th scope="col">{columns.passed}</th>
            <th scope="col">{columns.failed}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ unit, tried, passed, failedFirst, error }) => {
            const view = page.course.units.find(({ id }) => id === unit);
            return (
              <tr key={unit}>
                <td>{view && slideNumber(page.course, view.slide)}</td>
                <th scope="row">
                  <code title={view?.text}>{shortened(view?.text ?? unit)}</code>
                </th>
                <td>
                  {passed}/{tried}
                </td>
                <td class="heat" style={{ '--heat': `${Math.round((100 * failedFirst) / tried)}%` }}>
                  {failedFirst > 0 && words.failedFirst(failedFirst, tried)}
                  {error && (
                    <span class="heat-error" title={error.text}>
                      {words.sameError(error.count)}
                      {words.colon}
                      {error.text}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
