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
  'class/instructor': () => 'Instructor',
  'class/instructor-only': () => 'Only the instructor may say that.',
  'class/lobby-title': () => 'The class has not begun',
  'class/lobby-not-begun': () => 'The class has not begun yet. This page opens it by itself when it does.',
  'class/lobby-here': ({ count }) => (count === 1 ? 'You are the first one here.' : `${count} people are here.`),
  'class/lobby-lost': () => 'Connection lost. Reconnecting…',
  'class/lobby-leave': () => 'Leave',
} satisfies Wordings<ClassCodes>;
