import type { Exercise, Snippet } from '../model.ts';
import { type Fence, idAt, type Region } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { dedent, rowsOf } from './dedent.ts';
import { loosePrompt } from './prompt-forms.ts';
import { readInfo, readSnippet } from './snippet.ts';
import type { Variables } from './variables.ts';

// By how often they hold prompts: none, bash, console, shell, sh, and a few of text.
const shells = new Set(['bash', 'sh', 'shell', 'zsh']);
const transcripts = new Set([
  '',
  'console',
  'terminal',
  'shell-session',
  'bash-session',
  'shellsession',
  'sh-session',
  'text',
  'txt',
  'plain',
  'plaintext',
  'none',
  'output',
]);

/** How the text of a fence is to be typed: as a transcript, as it is, or not at all. */
function typedAs(language: string, text: string): 'console' | 'bash' | undefined {
  const rows = text.split('\n').filter((row) => row.trim() !== '');
  if (rows.length === 0) return undefined;
  const isShell = shells.has(language);
  if (!isShell && !transcripts.has(language)) return undefined;
  if (rows.some((row) => loosePrompt.test(row))) return 'console';
  if (isShell) return rows.every((row) => /^\s*#/.test(row)) ? undefined : 'bash';
  // The prompt of root, where nothing else could be meant by it.
  return language !== '' &&
    /^# [a-z][\w./-]*(?: |$)/.test(rows[0] ?? '') &&
    !/^# .*[.:!?]$/.test(rows[0] ?? '') &&
    language !== 'text'
    ? 'console'
    : undefined;
}

/** What reading such exercises needs to know. */
export interface PromptContext {
  readonly source: Source;
  readonly exerciseClasses: readonly string[];
  readonly variables: Variables;
}

/** The fences of a slide that a person would type, as one exercise; none where there are none. What stands in a marked exercise or in a comment is left out. */
export function readPrompts(context: PromptContext, regions: readonly Region[]): Exercise[] {
  const snippets = snippetsIn(context, regions);
  const [first, last] = [snippets[0], snippets.at(-1)];
  if (!first || !last) return [];
  const position = { start: first.position.start, end: last.position.end };
  return [{ id: `${first.id}p`, className: '', snippets, urls: [], inNotes: false, position }];
}

function snippetsIn(context: PromptContext, regions: readonly Region[]): Snippet[] {
  return regions.flatMap((region) => {
    if (region.kind === 'comment') return [];
    if (region.kind === 'fence') return snippetOf(context, region);
    return region.names.some((name) => context.exerciseClasses.includes(name))
      ? []
      : snippetsIn(context, region.regions);
  });
}

function snippetOf({ source, variables }: PromptContext, fence: Fence): Snippet[] {
  if (fence.shape !== 'block') return [];
  const text = dedent(rowsOf(source, fence.body))
    .map((row) => row.text)
    .join('\n');
  const method = typedAs(readInfo(fence.info).method.replace(/[{,].*$/, ''), text);
  if (method === undefined) return [];
  const snippet = readSnippet(source, fence, { hidden: false, inNotes: false, isPlain: true }, variables);
  return [{ ...snippet, id: idAt(fence.start), method, argument: '', loose: true }];
}
