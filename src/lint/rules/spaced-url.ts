import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

const spacedScheme =
  /\b(?:https?|git|ssh|s?ftp|file|tcp|udp|unix|docker|wss?|redis|postgres(?:ql)?|mysql|mongodb|amqp)(?:[ \u00a0]{1,3}:[ \u00a0]{0,3}\/\/|:[ \u00a0]{1,3}\/\/|:\/[ \u00a0]{1,3}\/)[ \u00a0]{0,3}(?=[\w$<{])/g;
const spacedPort =
  /\b(?:localhost|(?:\d{1,3}\.){3}\d{1,3})(?:[ \u00a0]{1,3}:[ \u00a0]{0,3}|:[ \u00a0]{1,3})(?=\d{2,5}\b|\$[A-Z{])/g;

const spacedHost =
  /(?<=https?:\/\/[\w-]{1,60}(?:\.[\w-]{1,60}){0,4})(?:[ \u00a0]\.[ \u00a0]|\.[ \u00a0]|[ \u00a0]\.)(?=(?:com|org|net|io|dev|fr|de|es|pt|it|local)\b)/g;

/** `git: //github.com`, `localhost: 8001`: blanks inside a URL. */
export const spacedUrl: LintRule = {
  id: 'spaced-url',
  severity: 'error',
  examples: [
    {
      title: 'a blank after the scheme',
      deck: inExercise('git clone git: //github.com/a/b'),
      at: ['4:11'],
      fixed: inExercise('git clone git://github.com/a/b'),
    },
    {
      title: 'a blank before a port',
      deck: inExercise('httping -c 3 localhost: 8001'),
      at: ['4:14'],
      fixed: inExercise('httping -c 3 localhost:8001'),
    },
    {
      title: 'French punctuation',
      deck: inExercise('curl http : //a.b/'),
      at: ['4:6'],
      fixed: inExercise('curl http://a.b/'),
    },
    {
      title: 'before a port in a variable',
      deck: inExercise('PORT=1\ncurl http://localhost: $PORT/'),
      at: ['5:13'],
      fixed: inExercise('PORT=1\ncurl http://localhost:$PORT/'),
    },
    {
      title: 'in the name of the host',
      deck: inExercise('curl https://example . com/x'),
      at: ['4:21'],
      fixed: inExercise('curl https://example.com/x'),
    },
    { title: 'in inline code', deck: 'At `http: //a.b/`.\n', at: ['1:5'], fixed: 'At `http://a.b/`.\n' },
    { title: 'good ones', deck: inExercise('curl http://localhost:8001/ 127.0.0.1:80'), at: [] },
    { title: 'HTTPie', deck: inExercise('http ://example.org'), at: [] },
    { title: 'a key of YAML', deck: inExercise('cat <<EOF\nlocalhost: 8001\nEOF'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      for (const pattern of [spacedScheme, spacedPort, spacedHost]) {
        for (const { index, 0: damaged } of piece.text.matchAll(pattern)) {
          const isProgram = /^https? :\/\//.test(damaged);
          if ((pattern === spacedPort || isProgram) && isKey(piece.text, index)) continue;
          const right = damaged.replace(/[ \u00a0]/g, '');
          const span = piece.span(index, index + damaged.length);
          report(span, message('lint/spaced-url', { right }), {
            severity: weightOf(piece),
            fix: [{ ...span, text: right }],
          });
        }
      }
    }
  },
};

/** At the beginning of a line `localhost: 80` is a key of YAML, `http ://x` a call of HTTPie. */
function isKey(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 40), index);
  return /(?:^|\n)[ \t"'-]*$/.test(before);
}
