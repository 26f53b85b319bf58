import { type Code, isRun } from '../code.ts';
import { commandsOf, type FoundCommand, valuesOf } from '../commands.ts';
import { readCommand } from '../grammar/read-command.ts';
import { runCode } from '../shell.ts';
import { dockerNames } from './docker-names.ts';
import { gitNames } from './git-names.ts';
import { kubectlNames, objectsIn } from './kubectl-names.ts';
import { type Ask, type CommandNames, type EarlierNames, keyOf, type Name, type Names, nothing } from './name.ts';
import { composeNames, helmNames, servicesIn } from './other-names.ts';

/** What of a document names are read from. */
interface NamedDocument {
  readonly code: readonly Code[];
  readonly readFile: (path: string) => string | undefined;
  readonly earlier: EarlierNames;
}

/** Reads what the commands of a deck make and ask for, in its order. */
export function namesOf(document: NamedDocument): Names {
  const made: Name[] = [...document.earlier.made];
  const asks: Ask[] = [];
  const known = new Set(document.earlier.known);
  let { isOpaque } = document.earlier;
  // What is told in the text, or shown, may be done by hand.
  for (const piece of document.code) {
    if (isRun(piece) || piece.kind === 'inline') continue;
    for (const name of [...objectsIn(piece.text), ...servicesIn(piece.text)]) known.add(keyOf(name));
  }
  for (const piece of runCode(document)) {
    const inText = [
      ...(/\bkind:/.test(piece.text) ? objectsIn(piece.text) : []),
      ...(piece.text.includes('services:') ? servicesIn(piece.text) : []),
    ];
    for (const name of inText) {
      known.add(keyOf(name));
      made.push(name);
    }
    for (const command of commandsOf(piece)) {
      const found = namesIn(command, document);
      for (const { kind, name, word, isLoose } of found.asks) {
        if (known.has(`${kind}/${name}`)) continue;
        const isCertain = isLoose !== true && !isOpaque && made.some((each) => each.kind === kind);
        asks.push({ kind, name, isCertain, ...piece.span(word.start, word.end) });
      }
      for (const each of found.made) {
        known.add(keyOf(each));
        made.push(each);
      }
      // A heredoc that was read is no riddle.
      isOpaque ||= found.isOpaque && inText.length === 0;
    }
  }
  return { made, asks, known, isOpaque };
}

function namesIn(command: FoundCommand, document: NamedDocument): CommandNames {
  const read = readCommand(command);
  if (!read) return isOpaqueProgram(command) ? { ...nothing, isOpaque: true } : nothing;
  const expand = (word: string): readonly string[] => valuesOf(word, command.loops) ?? [];
  if (read.program === 'kubectl') return kubectlNames(read, expand, document.readFile);
  if (read.program === 'docker') return dockerNames(read, expand);
  if (read.program === 'git') return gitNames(read, expand);
  if (read.program === 'docker-compose') return composeNames(read);
  if (read.program === 'helm') return helmNames(read, expand);
  return nothing;
}

// They bring objects, containers and files of their own.
const opaque = new Set(
  'source . eval bash sh ssh make kustomize stern istioctl linkerd kubeadm k3d kind minikube skaffold tilt argocd flux terraform ansible-playbook'.split(
    ' ',
  ),
);

function isOpaqueProgram({ name }: FoundCommand): boolean {
  return opaque.has(name.value) || name.value.includes('/');
}
