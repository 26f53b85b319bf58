import { verboseLines } from './hooks.ts';

/** What bash says of a job when it changes: number, mark of the current one, how it ended, its command. */
const states = String.raw`(?:Done|Exit \d+|Done\(\d+\)|Stopped(?:\([^)\n]*\))?|[A-Z][A-Za-z ]*?(?:: \d+)?(?: \(core dumped\))?)`;
/** A line of `jobs`: the number and the command. */
const running = /^\[(\d+)\][-+ ] +(?:Running|Stopped(?:\([^)]*\))?) +(.*?)(?: &)?$/;
/** `[1] 12345`: a job begins. */
const begins = /^\[(\d+)\] \d+\r?$/gm;

/** What the line editor shows between the end of an output and the mark of the prompt: somebody's own mode string. */
const promptOfOthers = /\x1b\[\?2004h[^\n]{0,200}$/;

/**
 * An output without what bash says in between of jobs: those in `jobs`, as `jobs` listed those that run or are stopped when the command began, and
 * those that began in it. They are no output of the command: bash says it whenever it has waited for a program.
 */
export function withoutNotices(text: string, jobs: string): string {
  let rest = text.replace(promptOfOthers, '');
  for (const line of verboseLines) if (rest.includes(line)) rest = rest.replaceAll(`${line}\r\n`, '');
  if (!rest.includes('[')) return rest;
  for (const { number, command } of known(jobs))
    rest = rest.replace(noticeOf(number, escapeRegex(command).replaceAll('\n', '\\r*\\n')), '');
  for (const [, number] of rest.matchAll(begins)) if (number !== undefined) rest = rest.replace(noticeOf(number), '');
  return rest;
}

function noticeOf(number: string, command = '[^\\r\\n]*'): RegExp {
  return new RegExp(String.raw`\[${number}\][-+ ]  (?!Running)${states} +${command}(?: +\(wd: [^\r\n]*\))?\r*\n`, 'g');
}

/** Jobs of a listing; what follows a line without a number belongs to the command of the one before. */
function known(jobs: string): readonly { readonly number: string; readonly command: string }[] {
  const found: { number: string; command: string }[] = [];
  for (const line of jobs.split(/\r?\n/)) {
    const [, number, command = ''] = running.exec(line) ?? [];
    const last = found.at(-1);
    if (number !== undefined) found.push({ number, command });
    else if (last && line !== '') last.command += `\n${line.replace(/ &$/, '')}`;
  }
  return found;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
