import type { Exercise, Snippet } from '../model.ts';
import { type Fence, idAt, type Region } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { dedent, rowsOf } from './dedent.ts';
import { promptsIn } from './prompt-forms.ts';
import { readInfo, readSnippet } from './snippet.ts';
import type { Variables } from './variables.ts';

// By how often they hold prompts: none, bash, console, shell, sh, and a few of text.
const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'dash', 'ash', 'ksh', 'shellscript']);
const transcripts = new Set([
  '',
  'console',
  'terminal',
  'shell-session',
  'bash-session',
  'shellsession',
  'sh-session',
  'zsh-session',
  'term',
  'prompt',
  'cli',
  'log',
  'text',
  'txt',
  'plain',
  'plaintext',
  'none',
  'output',
]);

/** Programs that root is shown to run; a `# ` before anything else begins a remark. */
const rootPrograms =
  /^# (?:sudo|apt|apt-get|dpkg|yum|dnf|rpm|zypper|apk|pacman|snap|brew|pip3?|npm|systemctl|service|journalctl|useradd|usermod|groupadd|passwd|chown|chmod|mkdir|mount|umount|modprobe|sysctl|iptables|ip|docker|podman|buildah|crictl|kubectl|kubeadm|helm|git|curl|wget|tar|cat|ls|cp|mv|rm|ln|echo|export|vi|vim|nano|sed|grep|ps|kill|df|du|lsblk|fdisk|mkfs\S*|dd|ssh|scp|su|chroot|crontab|ufw|firewall-cmd|useradd|id|uname|hostname\S*|reboot|\.?\/\S+)(?: |$)/;

/** PowerShell's, and that of Windows' own shell. */
const windowsPrompt = /^(?:\([\w.-]{1,30}\)\s?)?(?:PS(?: [^>]{1,80})?|[A-Z]:\\[^>\n]{0,80}(?:>[^>\n]{0,40}){0,2})>/;

/** How the text of a fence is to be typed: as a transcript, as it is, or not at all. */
function typedAs(language: string, text: string): 'console' | 'bash' | undefined {
  const rows = text.split('\n').filter((row) => row.trim() !== '');
  if (rows.length === 0) return undefined;
  const isShell = shells.has(language);
  if (!isShell && !transcripts.has(language)) return undefined;
  const prompt = promptsIn(rows);
  if (!prompt && rows.some((row) => windowsPrompt.test(row))) return undefined;
  // Captions alone (`$ # text`) and prompts alone are nothing to type.
  if (prompt)
    return rows.some((row) => prompt.test(row) && !/^(?:#|$)/.test(row.replace(prompt, ''))) ? 'console' : undefined;
  if (isShell) return rows.every((row) => /^\s*#/.test(row)) ? undefined : 'bash';
  // The prompt of root, where nothing else could be meant by it.
  const isRoot =
    !['', 'text', 'txt', 'plain', 'plaintext', 'none'].includes(language) && rootPrograms.test(rows[0] ?? '');
  return isRoot && !/[.:!?]$/.test(rows[0] ?? '') ? 'console' : undefined;
}

/** The language of an info string, also as pandoc and MkDocs write it: `{.bash #id}`, `{ .sh .copy }`. */
function languageOf(info: string): string {
  const written = /^\s*\{\s*\.?([\w-]+)/.exec(info)?.[1] ?? readInfo(info).method.replace(/[{,:].*$/, '');
  return written.toLowerCase();
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
  const method = typedAs(languageOf(fence.info), text);
  if (method === undefined) return [];
  const snippet = readSnippet(source, fence, { hidden: false, inNotes: false, isPlain: true }, variables);
  return [{ ...snippet, id: idAt(fence.start), method, argument: '', loose: true }];
}
