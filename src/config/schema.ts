import { z } from 'zod';
import { builtinMatchers } from '../match/matchers.ts';
import { durationSchema as duration } from './duration.ts';
import { path, targetSchema as target, text, variableName } from './target-schema.ts';
import { toZod } from './zod-message.ts';

const [firstMatcher = 'text', ...otherMatchers] = builtinMatchers.keys();

function count(byDefault: number, least: number, what: string) {
  return z.int().min(least).default(byDefault).describe(what);
}

const exercises = z
  .enum(['marks', 'prompts', 'runme'])
  .describe(
    'Which fences are exercises: those of exercise classes, all that a person would type, as in a README, or the cells of runme.',
  );

const deck = z
  .union([
    path,
    z.strictObject({
      path: path.describe('The markdown file, or the manifest (.yml) of a course of several.'),
      title: text.describe('Shown instead of the deck’s own title.').optional(),
      exercises: exercises.optional(),
    }),
  ])
  .describe('A markdown file, or a manifest (.yml); relative paths start at the folder of this configuration.');

const file = z
  .strictObject({
    from: path.describe('File or folder; relative paths start at the folder of this configuration.'),
    to: z
      .string()
      .regex(/^(?:~|~\/[^\0]*|\/[^\0]+)$/, { error: toZod('config/node-path') })
      .describe('Where it must be on the node; ~/ is the home of its user.'),
  })
  .describe('A file or folder of the course that the deck expects on the node.');

const timeouts = z
  .strictObject({
    start: duration.default('10s').describe('Until the shell shows its first prompt.'),
    command: duration.default('5m').describe('A step of commands that runs once, or until it is stopped.'),
    wait: duration.default('60s').describe('A `wait` step.'),
    longwait: duration.default('10m').describe('A `longwait` step.'),
    open: duration.default('60s').describe('An `open` step: until the page answers.'),
    verify: duration.default('60s').describe('A `verify` script, or one try of it.'),
    setup: duration.default('5m').describe('A `setup` script.'),
    settle: duration.default('2s').describe('An endless command has settled when nothing came for so long.'),
  })
  .describe('How long things may take. A duration is "500ms", "60s", "2m", "1m30s" or a number of seconds.');

const retry = z
  .strictObject({
    for: duration.default('60s').describe('How long a step that only reads is repeated until it holds.'),
    pause: duration.default('1s').describe('Between two tries.'),
    try: duration.default('10s').describe('How long one try may take; then it is interrupted.'),
  })
  .describe('How steps are repeated that only read: pods take time.');

const override = z
  .strictObject({
    timeout: duration.describe('How long the step may take, all its tries included.').optional(),
    retry: z
      .strictObject({
        for: duration.describe('How long it is repeated until it holds.').optional(),
        pause: duration.describe('Between two tries.').optional(),
        try: duration.describe('How long one try may take.').optional(),
      })
      .describe('How it is repeated.')
      .optional(),
    policy: z
      .enum(['once', 'eventually', 'endless'])
      .describe('once: it changes something. eventually: it only reads. endless: it is stopped when it has settled.')
      .optional(),
    expect: z
      .array(
        z.strictObject({
          matcher: z.enum([firstMatcher, ...otherMatchers]).describe('How to compare.'),
          source: z.string().describe('What the output must be, in the terms of the matcher.'),
        }),
      )
      .describe('Expectations instead of those of the deck.')
      .optional(),
    exit: z
      .union([z.int().min(0).max(255), z.enum(['nonzero', 'any'])])
      .describe('How the last command of the step must end, instead of with exit code 0.')
      .optional(),
    skip: text.describe('Do not run the step; the reason why.').optional(),
    allowEmpty: z.boolean().describe('A variable that the step assigns may be left empty.').optional(),
  })
  .describe('Changes to one step; its id is shown by `pupitre list --plan`.');

const places = z.int().min(0).max(1000);
const classroom = z
  .strictObject({
    initial: places.default(8).describe('Nodes that are opened at the start.'),
    reserved: places.default(4).describe('Nodes that are kept ready for the next who come.'),
    max: places
      .min(1)
      .describe('Nodes of students at a time; more wait in a queue. Default: what the memory allows.')
      .optional(),
    transcripts: path
      .describe(
        'Folder on this machine in which a transcript of each student is kept: what was run at their terminal and what came back, without secrets. The page tells them. Default: none is kept.',
      )
      .optional(),
    expires: duration.default('24h').describe('How long a student may keep a node.'),
    lobby: z.boolean().default(false).describe('Students see nothing of the course until the instructor begins.'),
    oidc: z
      .strictObject({
        issuer: z.url().describe('Address of the provider, as it gives it: `https://accounts.example`.'),
        clientId: text.describe('What the provider calls this server.'),
        clientSecretFile: path.describe('File whose first line is the secret. Default: a public client.').optional(),
        allow: z
          .array(text)
          .min(1)
          .describe('Who may join: emails, `@domain`, `claim=value`; `*` for all whom the provider lets in.'),
        instructors: z.array(text).default([]).describe('Who of them is an instructor, in the same way.'),
      })
      .describe('People sign in with an OpenID Connect provider.')
      .optional(),
    orphaned: duration.default('2h').describe('How long a node is kept at which nobody has a window.'),
  })
  .describe('A class: every student has a node. The instructor’s comes on top, and is kept.');

// Enough for a course whose workloads are a dozen Node programs, each of some eleven threads.
const limits = z
  .strictObject({
    processes: count(512, 64, 'Processes and threads at a time.'),
    memoryMb: count(2048, 256, 'Megabytes of memory; holds where Pupitre may make control groups.'),
    files: count(4096, 256, 'Files that one process has open.'),
    fileMb: count(1024, 16, 'Megabytes of one file.'),
  })
  .describe(
    'What one node may take of the machine, where nodes are kept apart (containers; `isolation` of a rehearsal).',
  );

/** What runner.config.json may hold. Every property is optional and says in its description what it is for. */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe('Where editors find this schema.').optional(),
    decks: z.record(text, deck).default({}).describe('Decks by a short name.'),
    defaultDeck: text.describe('Name of the deck to run when none is given. Default: the only one.').optional(),
    targets: z
      .record(text, target)
      .default({})
      .describe('Targets by name, besides the built-in `rehearsal` and `local`.'),
    defaultTarget: text.default('rehearsal').describe('Name of the target when none is given.'),
    files: z.array(file).default([]).describe('Put on the node before the first step.'),
    timeouts: timeouts.prefault({}),
    limits: limits.prefault({}),
    retry: retry.prefault({}),
    exercises: exercises.default('marks'),
    provides: z
      .array(z.string().regex(/^[a-z]+\/\S+$/))
      .default([])
      .describe(
        'What is on the node without any step, for `lint`: `deployment/web`, `namespace/blue`, `container/db`.',
      ),
    exerciseClasses: z.array(text).default(['exercise', 'lab']).describe('Content classes that are exercises.'),
    excludedClasses: z.array(text).default([]).describe('Slides of these classes are left out.'),
    variables: z
      .record(variableName, z.string())
      .default({})
      .describe('`@@NAME@@` in a deck stands for the value of NAME; these win over those of a manifest.'),
    strict: z
      .boolean()
      .default(false)
      .describe('Skipped steps and those to do by hand count as failures, as with `pupitre run --strict`.'),
    overrides: z.record(text, override).default({}).describe('Changes to single steps by their id.'),
    lint: z
      .strictObject({
        rules: z
          .record(text, z.enum(['off', 'warn', 'error']))
          .default({})
          .describe('How severe what a rule finds is, by its id; `off` leaves the rule out.'),
      })
      .prefault({})
      .describe('What `pupitre lint` looks for.'),
    class: classroom.prefault({}),
    secrets: z
      .array(text)
      .default([])
      .describe('What to mask in all output: names of environment variables (their values), or /regular expressions/.'),
    frameHosts: z
      .array(
        z.string().regex(/^(?:\*\.)?[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::\d{1,5})?$/i, { error: toZod('config/host') }),
      )
      .default([])
      .describe('Hosts whose https pages slides may show in frames: `host`, `host:port` or `*.domain`.'),
    lang: z.enum(['en', 'fr']).describe('Language of what Pupitre says. Default: that of the environment.').optional(),
  })
  .meta({ title: 'Pupitre configuration', description: 'runner.config.json of Pupitre.' });

/** A configuration that is valid in itself, defaults filled in. */
export type ConfigInput = z.output<typeof configSchema>;
