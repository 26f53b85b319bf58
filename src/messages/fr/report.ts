import type { ReportCodes } from '../codes/report.ts';
import type { Wordings } from '../wording.ts';

export const report = {} satisfies Wordings<ReportCodes>;
