import type { ClassCodes } from '../codes/class.ts';
import type { Wordings } from '../wording.ts';

export const classroom = {
  'class/cannot-keep': ({ file, reason }, say) =>
    `What happens in the class cannot be kept in ${file}: ${say(reason)}. Give another file with --class-file.`,
  'class/journal-in-use': ({ file, pid }) =>
    `${file} is in use by another server (process ${pid}): end that one, or give another file with --class-file.`,
  'class/cannot-transcribe': ({ file, reason }, say) =>
    `${file} cannot be written: ${say(reason)}. The transcript of this student is not kept any more; the class goes on.`,
  'class/cannot-read': ({ file, reason }, say) => `${file} cannot be read: ${say(reason)}.`,
  'class/no-results': ({ file }) =>
    `${file} is not the file of a class: give the one that pupitre serve had as --class-file.`,
  'class/no-journal': ({ file }) =>
    `${file} is not the file of a class: give another with --class-file, or move it away to begin a new one.`,
  'class/bad-journal': ({ file, line }) =>
    `${file}:${line} cannot be read: mend or remove that line, or give another file with --class-file.`,
  'class/journal-closed': ({ file }) => `${file} is closed.`,
  'class/store-closed': ({ name }) => `The class “${name}” is closed.`,
  'class/another-leads': ({ name }) =>
    `Another server leads the class “${name}”: end that one, or give this one another name with --class-name.`,
  'class/bad-row': ({ name, seq }) =>
    `Event ${seq} of the class “${name}” cannot be read: mend or remove its row in the table pupitre_event, or give another name with --class-name.`,
  'class/no-such-class': ({ database, name, names }) => {
    if (names.length === 0) return `There is no class in the database ${database}.`;
    const which = `--class-name is one of: ${names.join(', ')}`;
    return name === undefined
      ? `Which class of the database ${database}? ${which}.`
      : `There is no class “${name}” in the database ${database}: ${which}.`;
  },
  'class/database': ({ database, reason }, say) => `Database ${database}: ${say(reason)}`,
  'class/database-away': ({ reason }, say) =>
    `${say(reason)} What happens in the class waits for it; the class goes on.`,
  'class/database-back': () => 'The database is back: everything is kept.',
  'class/database-of-later-version': () =>
    'its tables are those of a later version of Pupitre: take that one, or another database.',
  'class/bad-database-url': () =>
    'What --class-store gives is not the URL of a database: postgres://USER:PASSWORD@HOST:PORT/DATABASE, on its first line.',
  'class/bad-database-file': ({ reason }, say) =>
    `A file that the URL of the database names cannot be read: ${say(reason)}.`,
  'class/database-refused': () => 'nothing answers there (connection refused): start it, or correct host and port.',
  'class/database-unknown-host': ({ host }) => `no machine is known by the name ${host}: correct the host.`,
  'class/database-silent': () =>
    'no answer in time: make sure that the machine is on and that no firewall is in between.',
  'class/database-broken': () => 'the connection broke.',
  'class/database-starting': () => 'it is starting or ending: try again in a moment.',
  'class/database-password': ({ user }) => `wrong password, or none, for the user ${user}: correct it in the URL.`,
  'class/database-not-admitted': ({ user, reason }, say) => `it does not let the user ${user} in: ${say(reason)}.`,
  'class/database-missing': ({ name }) =>
    `there is no database ${name}: make it (createdb ${name}), or correct the URL.`,
  'class/database-may-not': ({ user, reason }, say) =>
    `the user ${user} may not do what is needed: ${say(reason)}. Let that user make tables there, or give the database to them.`,
  'class/database-no-tls': () =>
    'it has no TLS: switch it on there, or, in a network that is yours, take sslmode out of the URL.',
  'class/database-tls': ({ reason }, say) =>
    `its certificate is not accepted: ${say(reason)}. Name the file of its authority by sslrootcert in the URL.`,
  'class/instructor': () => 'Instructor',
  'class/instructor-only': () => 'Only the instructor may say that.',
  'class/lobby-title': () => 'The class has not begun',
  'class/lobby-not-begun': () => 'The class has not begun yet. This page opens it by itself when it does.',
  'class/lobby-here': ({ count }) => (count === 1 ? 'You are the first one here.' : `${count} people are here.`),
  'class/lobby-lost': () => 'Connection lost. Reconnecting…',
  'class/lobby-leave': () => 'Leave',
} satisfies Wordings<ClassCodes>;
