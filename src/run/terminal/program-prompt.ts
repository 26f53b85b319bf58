/** Prompts that programs show while what was begun is not complete: python `...`, ipython `...:`, mysql `->`, sqlite `...>`, node `...` or `|`. */
const continuations = /^\s*(?:\.{3,}:?|\(?\S{0,8}\.{3,}>|(?:-|['"`]|\/\*)>|\|)\s*$/;

/** psql's, with the state of the input and of the transaction before the sign: `postgres=#`, `postgres-*>`. */
const ofPsql = /^[^\s]*?([=!^@\-*'"$(])[*!?]?[#>]$/;
/** States of the input in which psql waits for the rest of a statement. */
const openInPsql = '-*\'"$(';

/** redis-cli's, which changes with the database and in a transaction. */
const ofRedis = /^(?:\S+:\d+|not connected|redis \S+)(?:\[\d+\])?(?:\(TX\))?>$/;

/** irb's, with the number of the line and, in older versions, the depth: `irb(main):001:0>`, `irb(main):002:1*`. */
const ofIrb = /^irb\([^)]*\):\d+(?::\d+)?([>*"'`/])$/;

/** What programs show in the middle of a long output, which a key continues: gdb, psql's and mysql's `more`. */
const ofPager = /^--(?:Type <RET> for more\b.*|More--(?:\(\d+%\))?)$/;

/** What a program asks before it is ready; no line of a fence is an answer. */
const question = /pass(?:word|phrase)|mot de passe|[([]y\/n[)\]]/i;

/** Longest text before a cursor that can be a prompt. */
const longest = 120;

/** True for a line in which a program asks something before it shows its prompt: a password, say. */
export function isQuestion(line: string): boolean {
  return question.test(line);
}

/** True where a program shows its output page by page, and waits for a key. */
export function isPagerPrompt(line: string): boolean {
  return ofPager.test(line.trim());
}

/** True where a program that edits several lines as one (deno) waits for the rest; after a silence, since it shows nothing. */
export function isOpenLine(prompt: string, first: string): boolean {
  return first.trimEnd() === '>' && prompt.trim() === '';
}

/** True for a prompt that was seen before, or that its program is known to show in another state; `prompts` begins with the first. */
export function isKnownPrompt(line: string, prompts: readonly string[]): boolean {
  const [first] = prompts;
  if (first === undefined) return /\S[>#$%] ?$|^[>#$%] $/.test(line) && line.length <= longest;
  const text = line.trimEnd();
  if (prompts.some((prompt) => prompt.trimEnd() === text)) return true;
  const main = first.trimEnd();
  return isContinuation(line, first) || [ofPsql, ofRedis, ofIrb].some((form) => form.test(main) && form.test(text));
}

/** True for a line that ends as the first prompt does: `mydb> ` after `test> `. A prompt of signs only does not change. */
export function isPromptLike(line: string, first: string | undefined): boolean {
  const text = line.trimEnd();
  if (text === '' || line.length > longest) return false;
  if (first === undefined) return /[>#$%:)\]?]$/.test(text);
  if (!/\p{L}/u.test(first) || !/\p{L}/u.test(text)) return false;
  return text.at(-1) === first.trimEnd().at(-1) && line.length - text.length === first.length - first.trimEnd().length;
}

/** True for the prompt of a program that waits for the rest of what was begun; `first` is its usual one. */
export function isContinuation(line: string, first: string): boolean {
  const text = line.trimEnd();
  const main = first.trimEnd();
  if (text === main) return false;
  if (main === '>' && text === '>>') return true;
  if (ofIrb.test(main)) return (ofIrb.exec(text)?.[1] ?? '>') !== '>';
  const state = ofPsql.test(main) ? ofPsql.exec(text)?.[1] : undefined;
  return continuations.test(line) || (state !== undefined && openInPsql.includes(state));
}

/** True when the program has indented the line by itself: more blanks follow its prompt than one. */
export function isIndented(line: string): boolean {
  return line.trim() !== '' && line.length - line.trimEnd().length > 1;
}
