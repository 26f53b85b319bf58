import type { CliCodes } from '../codes/cli.ts';
import type { Wordings } from '../wording.ts';

function hint(meant: string | undefined): string {
  return meant === undefined ? '' : `\n(Did you mean ${meant}?)`;
}

export const cli = {
  'cli/diagnostic': ({ place, severity, reason, rule }) => `${place}: ${severity}: ${reason} [${rule}]`,
  'cli/in-option': ({ option, mistake }, say) => `${option}: ${say(mistake)}`,
  'cli/one-of': ({ names }) => names.join(', '),
  'cli/unknown-language': ({ wanted }) => `--lang ${wanted}: en or fr`,

  'cli/no-such-file': () => 'no such file or folder',
  'cli/it-is-folder': () => 'it is a folder',
  'cli/permission-denied': () => 'permission denied',
  'cli/no-space': () => 'no space left',
  'cli/read-only': () => 'nothing can be written there: it is read-only',
  'cli/cannot-read': ({ file, reason }, say) => `cannot read ${file}: ${say(reason)}`,
  'cli/cannot-write': ({ file, reason }, say) => `cannot write ${file}: ${say(reason)}`,
  'cli/cannot-write-output': ({ reason }, say) => `cannot write the output: ${say(reason)}`,

  'cli/no-deck': () => 'no deck is named, and runner.config.json names none: pupitre run DECK.md',
  'cli/which-deck': ({ known }) =>
    `which deck? Name one of ${known.join(', ')}, or set "defaultDeck" in runner.config.json`,
  'cli/deck-is-folder': ({ file }) => `${file} is a folder; name a markdown file in it`,
  'cli/not-regular': ({ file }) => `${file} is not a regular file`,
  'cli/deck-too-large': ({ file, size, limit }) =>
    `${file} has ${size} MiB, a deck may have ${limit}: split it into chapters`,
  'cli/too-large': ({ file, limit }) => `${file} is larger than ${limit} MiB`,
  'cli/deck-has-errors': ({ file, count }) => `${file} cannot be run: ${count} ${count === 1 ? 'error' : 'errors'}`,
  'cli/left-out': ({ place, id, reason }, say) => `${place} ${id} was not done, which --strict forbids: ${say(reason)}`,
  'cli/nothing-to-run': ({ file, classes }) => {
    const wanted = classes.map((name) => `.${name}[ ... ]`).join(' or ');
    return `${file} has nothing to run: no ${wanted} in it`;
  },
  'cli/override-without-step': ({ id, meant }) =>
    `runner.config.json: overrides.${id}: no step is called so${meant === undefined ? '' : `, did you mean ${meant}?`}`,

  'cli/include-no-text': ({ path }) => `"${path}" is not a text, so it cannot be included.`,
  'cli/outside': ({ path, root }) =>
    `"${path}" is outside of ${root}, and nothing is read from there. Move it, or put a runner.config.json ` +
    'into the folder that holds the whole course.',
  'cli/no-path': ({ path }) => `"${path}" is no path.`,
  'cli/hidden': ({ path }) =>
    `"${path}" is hidden (its name, or that of a folder, starts with a dot), so it is not read.`,
  'cli/path-is-folder': ({ path }) => `"${path}" is a folder.`,
  'cli/path-not-regular': ({ path }) => `"${path}" is not a regular file.`,
  'cli/path-too-large': ({ path, size, limit }) => `"${path}" has ${size} bytes; at most ${limit} are read.`,
  'cli/cannot-read-path': ({ path, file, reason, meant }, say) =>
    `Cannot read "${path}" (${file}): ${say(reason)}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,

  'cli/no-source': () => '--source: no file is named',
  'cli/one-source': ({ source, count }) =>
    `--source ${source} is one file, and there are ${count} to compare; name a folder`,
  'cli/no-original': ({ source }) => `--source ${source}: no file in this folder has the name of one that is linted`,
  'cli/unreadable-original': ({ file, reason }, say) => `${file} cannot be read: ${say(reason)}`,
  'cli/bytes-lost': ({ file }) =>
    `${file} has bytes that are not UTF-8, which writing would lose: save it as UTF-8 first`,
  'cli/changed-meanwhile': ({ file }) => `${file} was changed in the meantime; it is left as it is`,
  'cli/patch-too-long': ({ file, limit }) =>
    `${file}: more than ${limit} lines would change; a diff of them is too long to show`,
  'cli/rule-form': () => 'expected ID=off, ID=warn or ID=error',
  'cli/unknown-rule': ({ id, meant }) =>
    `there is no rule "${id}"${meant === undefined ? '' : `; did you mean ${meant}?`}`,

  'cli/duration-form': () => 'a duration is meant, such as 30s or 2m',
  'cli/no-step-left': () => 'no step is left: --only and --from exclude each other',
  'cli/unknown-step': ({ id, meant }) =>
    `no step is called ${id}.${meant === undefined ? '' : ` Did you mean ${meant}?`} pupitre list shows their ids`,
  'cli/unknown-target': ({ name, known }) => `there is no target ${name}; there is: ${known.join(', ')}`,
  'cli/step-needs-terminal': ({ option }) =>
    `${option} needs a terminal: standard input or output is none, or TERM is dumb`,
  'cli/step-keep-going': ({ option }) =>
    `--keep-going cannot be together with ${option}: there you decide after each failure whether to go on`,
  'cli/step-batch': ({ option, other }) =>
    `${other} cannot be together with ${option}: it is for runs that nobody drives`,
  'cli/step-reporter': ({ option, reporter }) =>
    `${option} needs the standard output for itself: write the report to a file, --reporter ${reporter}=FILE`,
  'cli/record-format': ({ format }) => `--record-format ${format}: asciicast has the versions 2 and 3 here.`,
  'cli/exported': ({ file }) => `Written: ${file}`,
  'cli/export-without-outputs': () =>
    'Without outputs. To have them: pupitre run --reporter json=run.ndjson, then --from run.ndjson.',
  'cli/export-missing': ({ file }) =>
    `${file}: a slide shows it, and it is not there (or no picture, sound, film or font).`,
  'cli/export-bad-line': ({ file, line }) =>
    `${file}:${line}: not an event of a run. --from takes what --reporter json=FILE has written.`,
  'cli/export-other-deck': ({ file, deck, found }) =>
    `${file} has no run of ${deck}${found.length > 0 ? `, but of ${found.join(', ')}` : ''}.`,
  'cli/export-not-ours': ({ file }) => `${file} is there already, and not of an export. Take another folder.`,
  'cli/stay-needs-terminal': () => '--stay needs a terminal: standard input or output is none',
  'cli/reporter-failed': ({ name, reason }, say) => `the ${name} reporter failed, the run goes on: ${say(reason)}`,
  'cli/report-lost': ({ file, reason }, say) =>
    `${file} is not complete: ${say(reason)}. The run goes on, and ends with exit code 2`,
  'cli/secret-unset': ({ name }) =>
    `"secrets" in runner.config.json names ${name}, which is not set here: nothing is masked for it`,
  'cli/cannot-clean-up': ({ target, reason }, say) =>
    `could not clean up${target === undefined ? '' : ` ${target}`}: ${say(reason)}`,
  'cli/node-is-yours': () => 'node1 is yours: look around, try things out. exit or ^D ends it, and all that is on it.',

  'cli/password-in-environment': () =>
    'PUPITRE_PASSWORD is not read any more: programs of students could read it. Use --password-file FILE, or --password-file - to type it.',
  'cli/short-password': ({ file, least }) => `the password in ${file} is too short: ${least} characters at least`,
  'cli/ask-password': () => 'Password for students:',
  'cli/ask-database': () => 'URL of the database:',
  'cli/database-password-in-environment': () =>
    'PGPASSWORD is not read: programs of students could read it. Put the password into the URL, in the file of --class-store, and unset PGPASSWORD.',
  'cli/unreadable-database': ({ file, reason }, say) =>
    `cannot read the URL of the database from ${file}: ${say(reason)}. --class-store names a file whose first line is that URL`,
  'cli/file-and-store': () => 'a class is kept in a file or in a database: give one of the file and --class-store',
  'cli/class-name-without-store': () => '--class-name is the name of a class in the database of --class-store',
  'cli/oidc-issuer': ({ issuer }) =>
    `class.oidc.issuer is ${issuer}: a provider must have https, unless it is on this machine`,
  'cli/oidc-needs-url': () =>
    'class.oidc: the provider must send browsers back to an address with https: give --public-url https://…, or serve this machine only',
  'cli/oidc-secret': ({ file, reason }, say) => `cannot read the secret of class.oidc from ${file}: ${say(reason)}`,
  'cli/empty-line': () => 'its first line is empty',
  'cli/no-class': () => 'which class? Give its file, or --class-store FILE with the URL of its database',
  'cli/join-address': ({ places }) => `Students join with the password (${places} at a time have a node):`,
  'cli/join-link': ({ places }) => `Students join at (${places} at a time have a node):`,
  'cli/capacity-course': ({ steps, workloads, builds }) =>
    `The course: ${steps} steps that type something, ${workloads} containers or pods at most, ${builds} builds of images.`,
  'cli/capacity-memory': ({ node, total, machine, students }) =>
    `Memory: ${node} MiB for a student who has done all of it, ${total} MiB for ${students} with the server; this machine has ${machine} MiB.`,
  'cli/capacity-start': ({ seconds, students }) =>
    `Start: ${students} who come in the same second all have a prompt after about ${seconds} s.`,
  'cli/capacity-cpu': ({ busy, idle, cores }) =>
    `CPU: about ${busy} cores while all work, ${idle} afterwards; this machine has ${cores}.`,
  'cli/capacity-fits': ({ fits, students }) => `It fits: ${fits} students would, and ${students} come.`,
  'cli/capacity-too-many': ({ fits, students }) =>
    `It does not fit: ${fits} students would, and ${students} come. The rest waits in a queue, unless there is more memory.`,
  'cli/capacity-hosts': ({ target }) =>
    `${target} gives each student a machine of its own: there are as many places as hosts, less one for you.`,
  'cli/capacity-pods': ({ students, pod, pods, requested }) =>
    `Memory: about ${pod} MiB for an idle pod with its shell, ${pods} MiB for ${students}, and what students run in them. Kubernetes keeps ${requested} for each.`,
  'cli/capacity-pods-start': ({ students, seconds }) =>
    `Start: ${students} pods take about ${seconds} s on one machine, one after the other: let as many be ready before the class begins ("initial").`,
  'cli/capacity-pods-fit': () =>
    'Whether they fit is up to the cluster: `kubectl describe nodes` says what is left, and a machine runs 110 pods unless told otherwise.',
  'cli/capacity-measured': ({ target }) =>
    `An estimate: from the text of the deck, and from what nodes of ${target} cost where they were measured.`,
  'cli/empty-password': ({ file }) => `${file} is empty: its first line is the password`,
  'cli/unreadable-password': ({ file, reason }, say) => `cannot read the password from ${file}: ${say(reason)}`,
  'cli/shared-user': ({ reason }, say) =>
    `others come in, and nothing would keep them apart from each other and from you: ${say(reason)}. ` +
    'Start it as root on Linux with the target rehearsal, or give --shared-user if they may read and change each other’s files and yours.',
  'cli/local-shares': ({ name }) => `the target ${name} runs everything as the user who runs Pupitre`,
  'cli/config-shares': ({ name }) => `runner.config.json says so ("isolation" of the target ${name})`,
  'cli/number-form': ({ least, most }) => `a whole number from ${least} to ${most}`,
  'cli/open-address': () => 'Open this address; it works once:',
  'cli/public-url-form': () =>
    'the address of the whole server as browsers see it, such as https://course.example or http://192.0.2.7:8080, without a path',
  'cli/trust-proxy-form': () =>
    'how many proxies are in front (1 to 20), or their addresses with commas between them: loopback, 10.0.0.0/8, 192.0.2.7',
  'cli/proxy-without-url': () =>
    '--trust-proxy says that browsers come through a proxy: say at which address, with --public-url.',
  'cli/proxy-untrusted': () =>
    'For limits on wrong passwords, all who come through the proxy count as one: --trust-proxy 1 tells them apart.',
  'cli/page-ports-form': () => 'two ports from 1024 to 65535 with a dash between them, such as 8800-8899',
  'cli/page-hosts-form': () => 'a domain with * in front, such as *.pages.example',
  'cli/page-hosts-without-url': () =>
    '--page-hosts needs a proxy that passes those names on: say where it is, with --public-url.',
  'cli/another-leads': ({ name }) =>
    `another server leads the class "${name}": connections are passed on to it; when it is gone, this one or another takes over`,
  'cli/nothing-encrypted': () =>
    'Between these machines nothing is encrypted: who can listen in on the network sees the password and the terminals. ' +
    'Only use it in a network that you trust.',
  'cli/other-port': ({ wanted, port }) => `Port ${wanted} is in use, so it is ${port}.`,
  'cli/how-to-end': () => '^C ends it.',

  'cli/bug': ({ text }) => `this is a bug: ${text}`,
  'cli/bug-where': () => 'with PUPITRE_DEBUG=1 in the environment it says where.',

  'cli/unknown-option': ({ option, meant }) => `error: unknown option '${option}'${hint(meant)}`,
  'cli/unknown-command': ({ command, meant }) => `error: unknown command '${command}'${hint(meant)}`,
  'cli/no-argument': ({ option }) => `error: option '${option}' argument missing`,
  'cli/too-many-arguments': ({ command, expected, got }) =>
    `error: too many arguments for '${command}'. Expected ${expected} argument${expected === 1 ? '' : 's'} but got ${got}.`,
  'cli/see-help': () => '(pupitre --help tells what there is)',

  'help/usage': () => 'Usage:',
  'help/arguments': () => 'Arguments:',
  'help/options': () => 'Options:',
  'help/commands': () => 'Commands:',
  'help/default': ({ value }) => `(default: ${value})`,
  'help/version': () => 'output the version number',
  'help/help': () => 'display help for command',
  'help/help-command': () => 'display help for command',
  'help/pupitre': () =>
    'Runs hands-on workshops that are written as slides, in a real shell, and checks what comes back.',
  'help/decks': () => 'files, or names of decks in runner.config.json',
  'help/lang': () => 'language of what is said',
  'help/exercises': () =>
    'what is an exercise: marks (classes of slides), prompts (all that a person would type, as in a README) or runme (its cells)',
  'help/config': () => 'configuration (default: runner.config.json, here or above)',
  'help/run': () => 'run the steps of decks in a real shell, and check what comes back',
  'help/run-target': () => 'where to run: a target of runner.config.json',
  'help/run-only': () => 'run only these steps: ids, or ids of slides (before the dot)',
  'help/run-from': () => 'start with this step, after what those before it have made is there',
  'help/run-no-replay': () => 'with --from: start in a new shell, whatever the steps before have made',
  'help/run-resume': () => 'go on after the last step that has passed in the run before',
  'help/run-no-state': () => 'keep nothing for --resume',
  'help/run-keep-going': () => 'go on after a step that did not pass',
  'help/run-strict': () => 'skipped steps and those to do by hand count as failures',
  'help/run-reporter': ({ names }) => `${names}; several are allowed`,
  'help/run-timeout': () => 'no step may take longer: 30s, 2m',
  'help/run-step': () => 'step by step: slide above, shell below, keys at the bottom',
  'help/run-pause': () => 'at the first step that does not pass, go on as with --step: edit, retry, accept',
  'help/run-stay': () => 'afterwards, hand over the shell (default with the rehearsal on a terminal)',
  'help/run-no-stay': () => 'end when the steps have run',
  'help/export': () => 'write a deck as a site that needs no server, with the outputs of a run',
  'help/export-folder': () => 'where to write index.html and the files of the deck',
  'help/export-from': () => 'the run whose outputs are shown: what run --reporter json=FILE has written',
  'help/run-record': () => 'write the session as asciicast; into a folder (DIR/): the whole and each exercise',
  'help/run-record-format': () => 'version of asciicast: 2 (default for a file) or 3 (for a folder)',
  'help/serve': () => 'show the slides of a deck beside a live terminal, in a browser',
  'help/serve-deck': () => 'a file, or the name of a deck in runner.config.json',
  'help/serve-target': () => 'where the terminal is: a target of runner.config.json',
  'help/serve-port': ({ port }) => `port to listen on; 0: any free one (default: ${port}, or one of the next)`,
  'help/serve-public-url': () =>
    'where browsers reach the server through a proxy, such as https://course.example; several are allowed',
  'help/serve-trust-proxy': () =>
    'how many proxies are in front, or their addresses: limits then count for each client behind them',
  'help/serve-page-ports': () =>
    'ports on which students see the pages of their nodes (default: any that are free after the server’s)',
  'help/serve-page-hosts': () => 'names at which they see them, through the proxy, in place of ports: *.pages.example',
  'help/serve-name': () => 'a further name by which browsers reach this machine; several are allowed',
  'help/serve-password-file': () => 'students need the password in it; -: it is typed',
  'help/serve-lobby': () => 'students see nothing of the course until you begin it',
  'help/serve-class': () => 'students may join, also on this machine only',
  'help/serve-class-file': () => 'where people and their progress are kept',
  'help/serve-class-store': () => 'the same in PostgreSQL: a file whose first line is its URL; -: it is typed',
  'help/serve-class-name': () => 'which class in that database',
  'help/serve-replica-address': () =>
    'with --class-store: by which the other servers of the class reach this one (default: 127.0.0.1)',
  'help/serve-max-places': () => 'most nodes of students at a time (default: what the memory allows)',
  'help/serve-host': () => 'address to listen on (default: 127.0.0.1); with others, students may join',
  'help/serve-shared-user': () => 'let all students share one Unix user, not separated',
  'help/capacity': () => 'say what a class needs on this machine',
  'help/capacity-students': () => 'how many come',
  'help/capacity-json': () => 'as JSON; memory in MiB',
  'help/serve-watch': () => 'show the slides anew in every window when they are saved; terminals and progress stay',
  'help/serve-open': () => 'open the page in a browser',
  'help/serve-lang': () => 'language of the page',
  'help/class': () => 'write what came of a class: tries, first errors and times of each student',
  'help/class-file': () => 'the file of the class (--class-file of serve); a server may have it open',
  'help/class-by': () => 'rows of the CSV: student (each of their steps), or step (how the class got on)',
  'help/class-output': () => 'a file to write to, instead of the standard output',
  'help/lint-class': () => 'the file of a class: say also where its students failed',
  'help/lint': () => 'find what would fail on stage, without running anything',
  'help/lint-files': () => 'files, folders, or names of decks in runner.config.json',
  'help/lint-fix': () => 'mend what can be mended for certain',
  'help/lint-dry-run': () => 'show what --fix would change, and change nothing',
  'help/lint-source': () => 'the original of a translation, or the folder with the originals',
  'help/lint-rule': () => 'how severe what a rule finds is; several are allowed',
  'help/list': () => 'show the slides, exercises and steps of decks',
  'help/list-json': () => 'as JSON: every snippet with its place, and every message',
  'help/list-plan': () => 'what a run would do with each step, and why',
} satisfies Wordings<CliCodes>;
