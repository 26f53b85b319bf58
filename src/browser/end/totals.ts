import type { UnitStatus, UnitView } from '../../protocol.ts';
import { isWrong } from '../page.ts';

/** Units by what came of them. */
export interface Totals {
  readonly passed: readonly UnitView[];
  readonly failed: readonly UnitView[];
  readonly skipped: readonly UnitView[];
  readonly notRun: readonly UnitView[];
}

/** Sorts units by their states; what still runs was not run to its end. */
export function totalsOf(units: readonly UnitView[], statusOf: (unit: UnitView) => UnitStatus): Totals {
  const those = (test: (status: UnitStatus) => boolean) => units.filter((unit) => test(statusOf(unit)));
  const isWrongStatus = (status: UnitStatus) => isWrong({ status });
  return {
    passed: those((status) => status === 'passed'),
    failed: those(isWrongStatus),
    skipped: those((status) => status === 'skipped'),
    notRun: those((status) => status !== 'passed' && status !== 'skipped' && !isWrongStatus(status)),
  };
}
