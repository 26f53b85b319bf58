import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about what a course does. */
export const lintCourse = {
  'lint/endless-command-in-the-way': ({ command }) =>
    `"${command}" does not end by itself: the lines after it are typed into it. Make them snippets of their own, and stop this one with a hidden key ^C.`,
  'lint/endless-command': ({ command }) =>
    `"${command}" does not end by itself, and nothing stops it. Add a hidden key ^C after it.`,
  'lint/invalid-json-expectation': () =>
    'From here on this is not valid JSON, so it is compared as text. Correct it, or give the fence the language text.',
  'lint/nothing-to-run': () => 'Nothing in this exercise can be run: a person has to do it.',
  'lint/unbound-output': () =>
    'This output is compared with nothing: no command stands before it on its slide. If one stands on the slide before, separate them with -- instead of ---.',
  'lint/wait-without-command': ({ method }) =>
    `Nothing was run before this ${method}. Put it after the command that it is about.`,
  'lint/wrong-port': ({ name, ports, file, port }) => `${name} listens on port ${ports} (${file}), not on ${port}.`,
  'lint/kubectl-run-deployment': ({ line, name, instead }) =>
    `Since Kubernetes 1.18, kubectl run creates a Pod, but line ${line} needs the Deployment "${name}". Write ${instead}.`,
  'lint/kubectl-run-replicas': ({ instead }) =>
    `kubectl run has no --replicas any more: since Kubernetes 1.18, it creates a single Pod. Write ${instead}.`,
} satisfies Partial<Wordings<LintCodes>>;
