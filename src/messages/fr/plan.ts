import type { PlanCodes } from '../codes/plan.ts';
import type { Wordings } from '../wording.ts';

export const plan = {} satisfies Wordings<PlanCodes>;
