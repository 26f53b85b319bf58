import { type Message, message } from '../../messages/message.ts';
import type { KeptShells } from './run-records.ts';

/** What of the shells does not come back although they are given what they were. */
export function notBrought({ parts, without, hidden }: KeptShells): readonly Message[] {
  const told: Message[] = [];
  if (hidden.length > 0) told.push(message('resume/hidden', { names: hidden }));
  const jobs = Object.values(parts).flatMap((part) => part.jobs);
  if (jobs.length > 0)
    told.push(message('resume/jobs', { jobs: jobs.map((job) => job.replace(/^\[\d+\][ +-]*\w+\s+/, '')) }));
  for (const [terminal, why] of Object.entries(without)) told.push(message('resume/without', { terminal, why }));
  return told;
}
