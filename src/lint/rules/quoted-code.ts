import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import type { LintDocument } from '../document.ts';
import { inExercise } from '../example.ts';
import { proseOf } from '../places.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';
import { translationsOf, verbs } from '../verbs.ts';

const quotedPattern = /«[ \u00a0\u202f]?([^«»\n`]{1,60}?)[ \u00a0\u202f]?»|“([^“”\n`]{1,60})”|"([^"\n`]{1,60})"/g;

// Addresses, folders, options, variables, files: nobody quotes those in prose.
const literalPattern =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+|:\d+)?|--?[a-z][\w-]*(?:=\S*)?|\$\w+|~?\/[\w.~-]+(?:\/[\w.~-]*)*|[\w-]+\.(?:ya?ml|json|sh|conf|txt|md)|localhost:\d+)$/;

/** What programs of this dialect's courses are called in French by a machine. */
const frenchNames: ReadonlyMap<string, string> = new Map(
  'travailleur:worker hacheur:hasher registre:registry déploiement:deployment service:service dernier:latest cosse:pod gousse:pod nœud:node'
    .split(' ')
    .map((pair): [string, string] => {
      const [from = '', to = ''] = pair.split(':');
      return [from, to];
    }),
);

/** «127.0.0.0/8», "exposer": quotes where the original has backticks. */
export const quotedCode: LintRule = {
  id: 'quoted-code',
  severity: 'warning',
  examples: [
    { title: 'an address', deck: 'sauf pour «127.0.0.0/8»\n', at: ['1:11'], fixed: 'sauf pour `127.0.0.0/8`\n' },
    {
      title: 'an option, a file',
      deck: 'Avec « --force » et “dockercoins.yml”.\n',
      at: ['1:6', '1:21'],
      fixed: 'Avec `--force` et `dockercoins.yml`.\n',
    },
    { title: 'a command', deck: 'Avec «kubectl scale».\n', at: ['1:6'], fixed: 'Avec `kubectl scale`.\n' },
    { title: 'a name that is code elsewhere', deck: 'Le `worker` travaille.\n\nUn «worker» de plus.\n', at: ['3:4'] },
    {
      title: 'a translated sub-command that the deck uses',
      deck: `Il faut "exposer".\n\n${inExercise('kubectl expose deploy/x')}`,
      at: ['1:9'],
    },
    {
      title: 'a translated name that is code elsewhere',
      deck: 'Le `worker` tombe. Voir le «travailleur».\n',
      at: ['1:28'],
    },
    { title: 'a command in straight quotes is a name', deck: 'What does "kubectl logs" do?\n', at: [] },
    { title: 'words', deck: `Il dit « bonjour », « exposer » et "24/7"; and/or "a/b".\n`, at: [] },
    {
      title: 'an attribute of HTML, a title of a link, code',
      deck: '<a href="/x/y">a</a> [a](b "/etc") `"--force"`\n\n```\n"--force"\n```\n',
      at: [],
    },
  ],
  check(document, report) {
    const isProse = proseOf(document);
    const names = namesIn(document);
    for (const { 0: written, 1: french1, 2: curly, 3: straight, index } of document.text.matchAll(quotedPattern)) {
      const content = (french1 ?? curly ?? straight ?? '').trim();
      const before = document.text.slice(Math.max(0, index - 2), index);
      // A part of an attribute, or of a link's title.
      if (!isProse(index) || /[=\w]$/.test(before) || (straight !== undefined && isInTag(document.text, index)))
        continue;
      const meant = meaningOf(content, straight !== undefined, names);
      if (meant === undefined) continue;
      const span = { start: index, end: index + written.length };
      report(
        span,
        meant === content
          ? message('lint/quoted-code', { written, content })
          : message('lint/quoted-translated-code', { written, meant }),
        {
          fix:
            straight === undefined && (literalPattern.test(content) || isCommand(content))
              ? [{ ...span, text: `\`${content}\`` }]
              : undefined,
        },
      );
    }
  },
};

/** What the deck itself writes as code, and the words of its commands. */
function namesIn({ code }: LintDocument): {
  readonly inline: ReadonlySet<string>;
  readonly typed: ReadonlySet<string>;
} {
  const inline = new Set<string>();
  const typed = new Set<string>();
  for (const piece of code) {
    if (piece.kind === 'inline') inline.add(piece.text.trim());
    else if (isTyped(piece)) for (const word of piece.text.split(/\s+/)) typed.add(word);
  }
  return { inline, typed };
}

function meaningOf(
  content: string,
  straight: boolean,
  { inline, typed }: ReturnType<typeof namesIn>,
): string | undefined {
  if (literalPattern.test(content) || (!straight && isCommand(content))) return content;
  if (!/^[\p{L}][\p{L}\d_-]+$/u.test(content)) return undefined;
  // Straight quotes are how English sets off a word that the deck also uses as code.
  if (!straight && inline.has(content)) return content;
  const name = frenchNames.get(content);
  const translations = translationsOf(content).filter((word) => typed.has(word));
  return name !== undefined && name !== content && inline.has(name)
    ? name
    : translations.length === 1
      ? translations[0]
      : undefined;
}

function isCommand(content: string): boolean {
  const [program = '', verb = '', ...rest] = content.split(' ');
  return (
    programs.has(program) &&
    Object.hasOwn(verbs, program) &&
    verbs[program]?.known.has(verb) === true &&
    rest.length < 6
  );
}

/** Between `<` and `>`, or in the parentheses of a link. */
function isInTag(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 300), index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.lastIndexOf('<') > line.lastIndexOf('>') || /\]\([^)]*$/.test(line);
}
