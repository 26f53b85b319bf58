import type { Message } from '../../messages/message.ts';
import { message } from '../../messages/message.ts';
import type { PlacedWord } from '../commands.ts';
import { verbs } from '../verbs.ts';
import { kindOf, nearKind } from './kubectl-kinds.ts';
import { fromFile, type Need, needOf, selects } from './kubectl-needs.ts';
import { isExpanded, type ReadCommand } from './read-command.ts';

/** What is wrong with the operands of a command, and where. */
export interface ArgumentProblem {
  readonly at: PlacedWord;
  readonly reason: Message;
  /** It cannot be anything else. */
  readonly fix?: { readonly start: number; readonly end: number; readonly text: string };
}

/** What is wrong even where a command is only shown: a kind that is none, a kind in the place of a pod. */
export function kubectlKindProblem(read: ReadCommand): ArgumentProblem | undefined {
  return typeThenName(read) ?? wrongKind(read) ?? kindForName(read);
}

/** What kubectl would refuse because of what stands there, or of what is missing; the first of it. */
export function kubectlProblem(read: ReadCommand): ArgumentProblem | undefined {
  const { command, operands, options, isOpen } = read;
  if (options.some(({ name }) => name === '--help' || name === '-h')) return undefined;
  return (
    templateMissing(read) ??
    fileWithoutOption(read) ??
    typeThenName(read) ??
    wrongKind(read) ??
    kindForName(read) ??
    (isOpen ? undefined : missing(read, needOf(command.name))) ??
    (isOpen ? undefined : labelled(read)) ??
    tooMany(read, operands)
  );
}

function missing(
  { command, operands, options, rest, found }: ReadCommand,
  need: Need | undefined,
): ArgumentProblem | undefined {
  if (!need) return undefined;
  const has = (names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const words = command.name === 'exec' || rest === undefined ? operands : [...operands, ...rest];
  // `TYPE/NAME` is both.
  const count = need.operands[1] === 'NAME' && words.some(({ value }) => value.includes('/')) ? 2 : words.length;
  if (count < need.operands.length && !(need.or && has(need.or))) {
    return {
      at: found.name,
      reason: message('lint/missing-argument', {
        command: nameOf(command.name),
        argument: need.operands[count] ?? '',
        usage: command.usage,
      }),
    };
  }
  if (need.or && has(need.or) && need.or !== selects) return undefined;
  const isEmpty = command.name === 'exec' && operands.length === 1 && (rest?.length ?? 0) === 0;
  if (isEmpty) {
    const reason = message('lint/missing-argument', {
      command: nameOf('exec'),
      argument: '-- COMMAND',
      usage: command.usage,
    });
    return { at: found.name, reason };
  }
  const wanted = need.options?.find((names) => !has(names));
  if (!wanted) return deletesNothing(command.name, operands, has);
  return {
    at: found.name,
    reason: message('lint/missing-option', {
      command: nameOf(command.name),
      options: wanted.filter((name) => name.startsWith('--') || wanted.length === 1),
    }),
  };

  function deletesNothing(name: string, words: readonly PlacedWord[], given: typeof has): ArgumentProblem | undefined {
    const [kind] = words;
    if (!kind || words.length > 1 || kind.value.includes('/') || kind.value === 'all' || given(selects))
      return undefined;
    const isKind = kind.value.split(',').every((each) => kindOf(each) !== undefined);
    // One word is a kind without a name, or a name without its kind: both are refused.
    if (!isKind && (name === 'delete' || /^(?:wait|rollout restart)$/.test(name)) && !isFile(kind))
      return { at: kind, reason: message('lint/no-kind', { word: kind.text, meant: nearKind(kind.value) }) };
    if (name !== 'delete' || !isKind) return undefined;
    return {
      at: kind,
      reason: message('lint/missing-argument', { command: nameOf(name), argument: 'NAME', usage: command.usage }),
    };
  }
}

/** `delete web.yaml`, `create https://x/y.yaml`: a manifest without `-f`. */
function fileWithoutOption({ command, operands, options }: ReadCommand): ArgumentProblem | undefined {
  const [file] = operands;
  if (
    !file ||
    !/^(?:apply|create|delete|replace|diff|get|describe|edit|scale|label|annotate|expose)$/.test(command.name)
  )
    return undefined;
  if (options.some(({ name }) => fromFile.includes(name)) || !isFile(file)) return undefined;
  return { at: file, reason: message('lint/missing-option', { command: nameOf(command.name), options: ['-f'] }) };
}

/** A path or an address, which no name of an object is. */
function isFile({ value, text }: PlacedWord): boolean {
  return (
    /^https?:\/\/|^\.{0,2}\/|^~\//.test(value) ||
    (/\.(?:ya?ml|json)$/.test(value) && !isExpanded({ text } as PlacedWord))
  );
}

/** `get pods services`, `get all pods`: the second kind is taken for a name. */
function kindForName({ command, operands }: ReadCommand): ArgumentProblem | undefined {
  const [first, second] = operands;
  if (!first || !second || !/^(?:get|describe|delete)$/.test(command.name) || first.value.includes('/'))
    return undefined;
  const kind = kindOf(second.value);
  if (kind === undefined || (kindOf(first.value) === undefined && first.value !== 'all')) return undefined;
  // `get pods node`: a pod may be called so.
  // What is named after its kind: `limits limits`, `quota quota`.
  if (kind === kindOf(first.value)) return undefined;
  if (!second.value.endsWith('s') && operands.length < 3) return undefined;
  return { at: second, reason: message('lint/kind-for-name', { right: `${first.text},${second.text}` }) };
}

/** `logs deployment web` asks for a pod `deployment` and its container `web`. */
function typeThenName({ command, operands, rest }: ReadCommand): ArgumentProblem | undefined {
  if (!['logs', 'exec', 'attach', 'port-forward'].includes(command.name)) return undefined;
  const [kind, name] = operands;
  if (!kind || !name || kindOf(kind.value) === undefined) return undefined;
  // `exec web sh`: an old form without `--`, whose second word is the command.
  if (command.name === 'exec' && rest === undefined) return undefined;
  if (command.name === 'port-forward' && /^:?\d+(?::\d+)?$/.test(name.value)) return undefined;
  const text = `${kind.text}/${name.text}`;
  return {
    at: { ...kind, end: name.end },
    reason: message('lint/type-slash-name', { command: nameOf(command.name), right: text }),
    fix: { start: kind.start, end: name.end, text },
  };
}

const takesKind = new Set([
  'get',
  'describe',
  'delete',
  'edit',
  'label',
  'annotate',
  'scale',
  'expose',
  'patch',
  'explain',
  'autoscale',
]);

/** A word in the place of a kind that is none. */
function wrongKind({ command, operands, options }: ReadCommand): ArgumentProblem | undefined {
  const [kind, next] = operands;
  if (!takesKind.has(command.name) || !kind || isExpanded(kind) || options.some(({ name }) => fromFile.includes(name)))
    return undefined;
  for (const written of (kind.value.split('/')[0] ?? '').split(',')) {
    const word = command.name === 'explain' ? (written.split('.')[0] ?? '') : written;
    if (!/^[a-z][a-z0-9-]*$/i.test(word) || word === 'all' || kindOf(word) !== undefined) continue;
    const near = nearKind(word);
    const isVerb = verbs['kubectl']?.known.has(word) === true;
    const isName =
      (command.name === 'label' || command.name === 'annotate') &&
      next !== undefined &&
      isPair(next.value, command.name);
    if (near === undefined && !isVerb && !(isName && /[-\d]/.test(word) && !kind.value.includes('/'))) continue;
    return { at: kind, reason: message('lint/no-kind', { word, meant: near }) };
  }
  return undefined;
}

/** `label namespaces color=x`: of which one? */
function labelled({ command, operands, options, found }: ReadCommand): ArgumentProblem | undefined {
  if (!['label', 'annotate', 'taint', 'set image'].includes(command.name)) return undefined;
  const has = (names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const isPairHere = ({ value }: PlacedWord): boolean => isPair(value, command.name);
  const pairs = operands.filter(isPairHere);
  const objects = operands.filter((word) => !isPairHere(word));
  const argument =
    pairs.length === 0 && !has(['--list'])
      ? command.name === 'taint'
        ? 'KEY=VALUE:EFFECT'
        : command.name === 'set image'
          ? 'CONTAINER=IMAGE'
          : 'KEY=VALUE'
      : objects.length === 0 && !has(fromFile)
        ? 'TYPE'
        : objects.length === 1 && objects[0]?.value.includes('/') !== true && !has(selects)
          ? 'NAME'
          : undefined;
  if (argument === undefined) {
    const first = operands.findIndex(isPairHere);
    const late = first < 0 ? undefined : operands.slice(first).find((word) => !isPairHere(word));
    return late && { at: late, reason: message('lint/names-before-pairs', { name: late.text }) };
  }
  return {
    at: found.name,
    reason: message('lint/missing-argument', { command: nameOf(command.name), argument, usage: command.usage }),
  };
}

function isPair(word: string, command: string): boolean {
  return /^[^\s=]+=/.test(word) || /^[\w./-]+-$/.test(word) || (command === 'taint' && /^[\w./-]+:\w+-?$/.test(word));
}

function tooMany(
  { command, options, isOpen }: ReadCommand,
  operands: readonly PlacedWord[],
): ArgumentProblem | undefined {
  const most = needOf(command.name)?.most;
  const extra = most === undefined ? undefined : operands[most];
  if (
    !extra ||
    isOpen ||
    (command.name === 'logs' && options.some(({ name }) => name === '-l' || name === '--selector'))
  )
    return undefined;
  return {
    at: extra,
    reason: message('lint/extra-argument', {
      command: nameOf(command.name),
      argument: extra.text,
      usage: command.usage,
    }),
  };
}

/** `-o jsonpath` alone: kubectl wants the template behind an equals sign. */
function templateMissing({ options }: ReadCommand): ArgumentProblem | undefined {
  if (options.some(({ name }) => name === '--template')) return undefined;
  const bare = options.find(
    ({ name, value }) =>
      /^(?:-o|--output)$/.test(name) &&
      /^(?:jsonpath|go-template|custom-columns|jsonpath-file|go-template-file)$/.test(value ?? ''),
  );
  return (
    bare && {
      at: bare.word,
      reason: message('lint/option-without-value', { option: `${bare.name} ${bare.value ?? ''}=`, next: undefined }),
    }
  );
}

function nameOf(name: string): string {
  return `kubectl ${name}`;
}
