import type { Message } from '../../messages/message.ts';
import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { commandsOf, type FoundCommand, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** `curl http://x/?a=1&b=2`: the shell takes a part of it for itself. */
export const unquotedWord: LintRule = {
  id: 'unquoted-word',
  severity: 'warning',
  examples: [
    { title: 'an address', deck: inExercise('curl http://localhost/?a=1&b=2'), at: ['4:6'] },
    { title: 'a pattern', deck: inExercise('find . -name *.md\nredis-cli keys *'), at: ['4:14', '5:16'] },
    {
      title: 'JSON',
      deck: inExercise('curl -d {"a": 1} localhost\nkubectl patch svc web -p {"spec":{"type":"NodePort"}}'),
      at: ['4:9', '5:26'],
    },
    { title: 'a program of awk', deck: inExercise('awk {print $1} f\nps aux | awk "{print $2}"'), at: ['4:5', '5:14'] },
    {
      title: 'several words',
      deck: inExercise('git commit -m fix the bug\npsql -c select * from users\ncurl -H Accept: text/html localhost'),
      at: ['4:15', '5:9', '6:9'],
    },
    {
      title: 'quoted, or nothing for the shell',
      deck: inExercise(
        `curl 'http://localhost/?a=1&b=2'\ncurl localhost/?a=1 &\nfind . -name '*.md'\nawk '{print $1}' f\nawk "{print \\$1}" f\ngit commit -m fix\ngit commit -m fix f.txt\n` +
          `psql -c 'select 1'\ncurl -H 'Accept: text/html' localhost\nkubectl get po -o jsonpath={.items}\ncurl -d '{"a": 1}' x\ncp a{,.bak}\nX=1; awk "/$X/{print}" f`,
      ),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const command of commandsOf(piece)) {
        const found = changed(command, piece.text);
        if (found) report(piece.span(found.word.start, found.word.end), found.told);
      }
    }
  },
};

interface Changed {
  readonly word: PlacedWord;
  readonly told: Message;
}

/** The first word of which the shell makes something else. */
function changed({ name, args }: FoundCommand, text: string): Changed | undefined {
  const program = name.value;
  const tell = (word: PlacedWord | undefined): Changed | undefined =>
    word && { word, told: message('lint/unquoted-word', { word: word.text }) };
  const isBare = (word: PlacedWord | undefined): word is PlacedWord => word !== undefined && !/["'\\]/.test(word.text);
  const last = args.at(-1);
  // `&` ends the command, and what follows is an assignment.
  if (
    isBare(last) &&
    /^(?:https?:\/\/|localhost|[\w.-]+:\d+).*\?[^=]*=/.test(last.text) &&
    /^&[\w.-]+=/.test(text.slice(last.end))
  )
    return tell(last);
  const json = args.find(({ text: each }) => each.startsWith('{"'));
  if (json) return tell(json);
  switch (program) {
    case 'find':
      return tell(
        args.find((word, at) => /^-i?name$/.test(args[at - 1]?.value ?? '') && isBare(word) && /[*?]/.test(word.text)),
      );
    case 'redis-cli':
      return tell(
        args.find(
          (word, at) => args[at - 1]?.value.toLowerCase() === 'keys' && isBare(word) && word.text.includes('*'),
        ),
      );
    case 'awk': {
      const script = args.find(
        ({ value }, at) => !value.startsWith('-') && !/^-[Fvf]$/.test(args[at - 1]?.value ?? ''),
      );
      return script && (script.text.startsWith('{') || /^"[^]*(?<!\\)\$\d/.test(script.text))
        ? tell(script)
        : undefined;
    }
    case 'git': {
      const at = args.findIndex(({ value }) => /^-[a-z]*m$/.test(value));
      const words = at < 0 || args[0]?.value !== 'commit' ? [] : args.slice(at + 1, at + 4);
      return words.length >= 2 && words.every((word) => isBare(word) && /^[\p{L}]+$/u.test(word.text))
        ? tell(words[0])
        : undefined;
    }
    case 'psql':
    case 'mysql': {
      const at = args.findIndex(({ value }) => /^(?:-c|-e|--command|--execute)$/.test(value));
      const first = args[at + 1];
      return at >= 0 &&
        isBare(first) &&
        /^(?:select|insert|create|drop|update|delete|show|alter|grant)$/i.test(first.text) &&
        args.length > at + 2
        ? tell(first)
        : undefined;
    }
    case 'curl': {
      const at = args.findIndex(({ value }) => value === '-H' || value === '--header');
      const first = args[at + 1];
      return at >= 0 && isBare(first) && /^[\w-]+:$/.test(first.text) ? tell(first) : undefined;
    }
    default:
      return undefined;
  }
}
