import { message } from '../../messages/message.ts';
import { commandsOf, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { readCommand } from '../grammar/read-command.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

/** `docker push x:latest`, though it was built as `x:$TAG`. */
export const imageTag: LintRule = {
  id: 'image-tag',
  severity: 'warning',
  examples: [
    {
      title: 'a variable and the default',
      deck: inExercise('TAG=v1\ndocker build -t $REGISTRY/web:$TAG .\ndocker push $REGISTRY/web'),
      at: ['6:13'],
    },
    {
      title: 'two tags',
      deck: inExercise(
        'docker build -t web:v1 .\ndocker tag web:v1 localhost:5000/web:v1\ndocker push localhost:5000/web:v2',
      ),
      at: ['6:13'],
    },
    {
      title: 'run, and deployed',
      deck: inExercise(
        'docker build -t localhost:5000/web:v1 .\ndocker run localhost:5000/web\nkubectl create deployment web --image=localhost:5000/web:v2',
      ),
      at: ['5:12', '6:31'],
    },
    {
      title: 'the same',
      deck: inExercise(
        'docker build -t localhost:5000/web .\ndocker push localhost:5000/web:latest\ndocker build -t x:v2 .\ndocker push x:v2',
      ),
      at: [],
    },
    { title: 'not built here', deck: inExercise('docker push localhost:5000/web'), at: [] },
    { title: 'all tags', deck: inExercise('docker build -t x:v1 .\ndocker push --all-tags x'), at: [] },
    { title: 'by compose', deck: inExercise('docker build -t x:v1 .\ndocker-compose build\ndocker push x'), at: [] },
  ],
  check(document, report) {
    const tags = new Map<string, Set<string>>();
    // Only what is built here: of others nobody knows which tags there are.
    const built = new Set<string>();
    const add = (reference: string): void => {
      const [name, tag] = split(reference);
      tags.set(name, (tags.get(name) ?? new Set()).add(tag));
    };
    for (const piece of runCode(document)) {
      const ask = (word: PlacedWord | undefined, reference: string | undefined): void => {
        if (!word || reference === undefined || /[$@]/.test(reference)) return;
        const [name, tag] = split(reference);
        const known = tags.get(name);
        if (!known || known.has(tag) || !built.has(name) || [...known].some((each) => each.includes('$'))) return;
        report(piece.span(word.start, word.end), message('lint/image-tag', { image: name, tag, known: [...known] }));
      };
      for (const found of commandsOf(piece)) {
        const read = readCommand(found);
        if (!read) continue;
        const { command, operands, options, program } = read;
        if (program === 'docker-compose' && /^(?:build|up)$/.test(command.name)) return;
        if (program === 'kubectl') {
          for (const { name, value, word } of options) if (name === '--image') ask(word, value);
          if (command.name === 'set image') for (const word of operands) ask(word, /=(.+)$/.exec(word.value)?.[1]);
          continue;
        }
        if (program !== 'docker') continue;
        if (/^(?:image |builder |buildx )?build$/.test(command.name)) {
          for (const { name, value } of options)
            if ((name === '-t' || name === '--tag') && value !== undefined) {
              add(value);
              built.add(split(value)[0]);
            }
        } else if (/^(?:container )?(?:run|create)$|^(?:image )?(?:save|history)$/.test(command.name)) {
          ask(operands[0], operands[0]?.value);
        } else if (/^(?:image )?tag$/.test(command.name) || /^(?:container )?commit$/.test(command.name)) {
          if (command.name.endsWith('tag')) ask(operands[0], operands[0]?.value);
          if (operands[1]) add(operands[1].value);
          if (operands[1] && built.has(split(operands[0]?.value ?? '')[0])) built.add(split(operands[1].value)[0]);
        } else if (/^(?:image )?pull$/.test(command.name)) {
          if (operands[0]) add(operands[0].value);
        } else if (/^(?:image )?push$/.test(command.name)) {
          const [image] = operands;
          if (!image || options.some(({ name }) => name === '-a' || name === '--all-tags')) continue;
          const [name, tag] = split(image.value);
          const known = tags.get(name);
          if (!known || known.has(tag)) continue;
          report(
            piece.span(image.start, image.end),
            message('lint/image-tag', { image: name, tag, known: [...known] }),
          );
        }
      }
    }
  },
};

/** Name and tag of an image; `latest` where none is written. */
function split(reference: string): [string, string] {
  const slash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', slash + 1);
  // `${TAG-latest}` has a colon or a slash of its own at most inside the braces.
  return colon < 0 ? [reference, 'latest'] : [reference.slice(0, colon), reference.slice(colon + 1)];
}
