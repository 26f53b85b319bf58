import type { SyntaxNode } from 'unbash';
import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, type PlacedWord } from '../commands.ts';
import type { LintDocument } from '../document.ts';
import { inExercise } from '../example.ts';
import { readCommand } from '../grammar/read-command.ts';
import { fileSlips } from '../names/file-slips.ts';
import type { LintRule } from '../rule.ts';
import { runCode, walkBash } from '../shell.ts';

/** `kubectl apply -f ~/course/k8s/X.yaml`, and there is no such file in the course's repository. */
export const missingFile: LintRule = {
  id: 'missing-file',
  severity: 'error',
  examples: [
    {
      title: 'a manifest',
      deck: inExercise('kubectl apply -f ~/course/k8s/web.yml'),
      files: { 'k8s/web.yaml': '', 'k8s/db.yaml': '' },
      at: ['4:18'],
      fixed: inExercise('kubectl apply -f ~/course/k8s/web.yaml'),
    },
    {
      title: 'in the folder that was entered',
      deck: inExercise('cd ~/course/stacks\ndocker-compose -f registri.yml up -d\ncat registry.yml'),
      files: { 'stacks/registry.yml': '' },
      at: ['5:19'],
      fixed: inExercise('cd ~/course/stacks\ndocker-compose -f registry.yml up -d\ncat registry.yml'),
    },
    {
      title: 'a folder',
      deck: inExercise('cd ~/course/dockercoin'),
      files: { 'dockercoins/a': '' },
      at: ['4:4'],
      fixed: inExercise('cd ~/course/dockercoins'),
    },
    {
      title: 'what is there',
      deck: inExercise(
        'cd ~/course\nkubectl apply -f k8s/web.yaml\nkubectl create configmap x --from-file=k8s/web.yaml',
      ),
      files: { 'k8s/web.yaml': '' },
      at: [],
    },
    {
      title: 'what a step makes',
      deck: inExercise(
        'cd ~/course/k8s\nkubectl get deploy web -o yaml > own.yaml\nkubectl apply -f own.yaml\ncp web.yaml new.yaml\ncat new.yaml',
      ),
      files: { 'k8s/web.yaml': '' },
      at: [],
    },
    {
      title: 'elsewhere',
      deck: inExercise(
        'kubectl apply -f ~/other/x.yaml\nkubectl apply -f https://x/y.yaml\nkubectl apply -f $FILE\ncat /etc/hosts',
      ),
      files: { 'k8s/web.yaml': '' },
      at: [],
    },
    {
      title: 'nearly the name that a step gave it',
      deck: inExercise('echo a > greeting.txt\ncat greting.txt\nmkdir demo\ncd dmeo'),
      at: ['5:5', '7:4'],
      fixed: inExercise('echo a > greeting.txt\ncat greeting.txt\nmkdir demo\ncd demo'),
    },
    { title: 'a folder that no step made', deck: inExercise('mkdir demo\ncd demo\ncd other'), at: ['6:4'] },
    { title: 'nobody knows the repository', deck: inExercise('kubectl apply -f ~/course/k8s/web.yml'), at: [] },
  ],
  check(document, report) {
    const { findInCourse } = document;
    for (const { piece, start, path, meant, isCertain } of fileSlips(document)) {
      // What stands in the repository is there under its own name, wherever the shell is.
      if (findInCourse || document.provided.has(`file/${path}`)) continue;
      const span = piece.span(start, start + path.length);
      const severity = isCertain && meant !== undefined ? weightOf(piece) : 'warning';
      const fix = severity === 'error' && meant !== undefined ? [{ ...span, text: meant }] : undefined;
      report(span, message('lint/file-not-made', { path, meant }), { severity, fix });
    }
    if (!findInCourse) return;
    const made = filesMade(document);
    // Where the shell is, as a path in the home folder; undefined when nobody knows.
    let folder: string | undefined;
    for (const piece of runCode(document)) {
      for (const command of commandsOf(piece)) {
        const isCd = command.name.value === 'cd' || command.name.value === 'pushd';
        for (const { word, path } of pathsOf(command)) {
          const whole = path.startsWith('~/') ? path.slice(2) : folder === undefined ? undefined : `${folder}/${path}`;
          if (whole === undefined || made.has(baseName(path)) || path.split('/').some((part) => made.has(part)))
            continue;
          const found = findInCourse(normalised(whole));
          if (!found || found.isThere) continue;
          const start = word.start + word.text.lastIndexOf(path);
          const span = piece.span(start, start + path.length);
          const right =
            found.meant === undefined ? undefined : path.slice(0, path.length - baseName(path).length) + found.meant;
          report(span, message('lint/missing-file', { path, meant: right }), {
            severity: weightOf(piece),
            fix: right === undefined ? undefined : [{ ...span, text: right }],
          });
        }
        if (isCd) folder = entered(folder, command.args[0]?.value);
      }
    }
  },
};

interface PlacedPath {
  readonly word: PlacedWord;
  readonly path: string;
}

const readers = new Set('cat less more head tail vi vim nano cd pushd source . bat'.split(' '));
const fileOptions =
  /^(?:-f|--filename|--file|-k|--kustomize|--from-file|--from-env-file|--values|-c|--compose-file|--env-file)$/;

/** The paths that a command reads: literal ones without variables and patterns. */
function pathsOf(command: ReturnType<typeof commandsOf>[number]): PlacedPath[] {
  const program = command.name.value;
  const isPath = (path: string): boolean =>
    /^(?:~\/)?[\w.][\w./-]*$/.test(path) && !path.includes('..') && path !== '.';
  if (readers.has(program)) {
    return command.args
      .filter(({ value, text }) => value === text && isPath(value))
      .map((word) => ({ word, path: word.value }));
  }
  const read = readCommand(command);
  if (
    !read ||
    !/^(?:kubectl|docker-compose|docker|helm)$/.test(program) ||
    /^(?:cp|exec|run|logs|tail)/.test(read.command.name)
  )
    return [];
  return read.options.flatMap(({ name, value, word }) => {
    if (
      value === undefined ||
      !fileOptions.test(name) ||
      (read.program === 'docker' && !/^(?:stack|build)/.test(read.command.name))
    )
      return [];
    const path = name === '--from-file' ? value.replace(/^[\w.-]+=/, '') : value;
    const holder = word.value.includes(value) ? word : command.args[command.args.indexOf(word) + 1];
    return holder && isPath(path) && holder.text.includes(path) ? [{ word: holder, path }] : [];
  });
}

/** Names of files and folders that steps make, anywhere in the deck. */
function filesMade(document: LintDocument): ReadonlySet<string> {
  const made = new Set<string>();
  const add = (word: string | undefined): void => {
    if (word !== undefined && word !== '') made.add(baseName(word.replace(/\/$/, '')));
  };
  const makers = new Set(
    'cp mv touch tee mkdir ln wget curl git unzip tar vi vim nano code docker kubectl helm npm openssl ssh-keygen'.split(
      ' ',
    ),
  );
  for (const piece of document.code) {
    if (piece.kind === 'inline') continue;
    walkBash(piece, (node: SyntaxNode) => {
      if (node.type === 'Redirect' && node.operator.startsWith('>') && node.target?.type === 'Word')
        add(node.target.value);
    });
    for (const { name, args } of commandsOf(piece)) {
      if (!makers.has(name.value)) continue;
      if (/^(?:docker|kubectl|helm)$/.test(name.value) && !/^(?:cp|create|export|save)$/.test(args[0]?.value ?? ''))
        continue;
      if (name.value === 'kubectl' && args[0]?.value !== 'cp') continue;
      for (const { value } of args) if (!value.startsWith('-')) add(value.replace(/\.git$/, ''));
    }
  }
  return made;
}

function entered(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || path === '~') return '.';
  if (path.startsWith('~/')) return path.slice(2);
  return folder === undefined || !/^[\w./-]+$/.test(path) || path.startsWith('/') ? undefined : `${folder}/${path}`;
}

/** Without `.` and `..`. */
function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
