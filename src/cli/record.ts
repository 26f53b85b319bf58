import { mkdirSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { message } from '../messages/message.ts';
import type { Step } from '../plan/step.ts';
import { firstTerminal } from '../plan/terminals.ts';
import type { Reporter } from '../report/reporter.ts';
import { type ExerciseSinks, ExerciseTranscripts } from '../run/exercise-transcripts.ts';
import { type CastVersion, Transcript } from '../run/transcript.ts';
import type { Size } from '../target/target.ts';
import { UsageError } from './errors.ts';
import { type FileOutput, fileOutput, reasonOf } from './outputs.ts';

interface RecordOptions {
  readonly size: Size;
  /** `2` or `3`, as the command line has it. */
  readonly format: string | undefined;
  /** Opens a file that whoever owns the sinks closes. */
  readonly open: (path: string) => FileOutput;
}

/**
 * The recording as one more reporter: a full disk costs the recording, not the run. Into a file, asciicast v2 unless told otherwise, which
 * every version of asciinema plays; into a folder, asciicast v3: the whole session, and each exercise. Throws UsageError when it cannot be written.
 */
export function recorder(path: string, { size, format, open }: RecordOptions): Reporter {
  const isFolder = /[/\\]$/.test(path) || isExistingFolder(path);
  const version = versionOf(format, isFolder ? 3 : 2);
  if (isFolder) makeFolder(path);
  const whole = isFolder ? join(path, 'session.cast') : path;
  const first = open(whole);
  const transcript = new Transcript(
    (terminal) => (terminal === firstTerminal ? first : open(besideOf(whole, terminal))),
    size,
    version,
  );
  const exercises = isFolder
    ? new ExerciseTranscripts((step, deck) => exerciseFiles(path, step, deck), { size, version })
    : undefined;
  return {
    name: 'record',
    onEvent: (event) => {
      transcript.onEvent(event);
      exercises?.onEvent(event);
    },
    onEnd: () => {
      transcript.flush();
      exercises?.close();
      return Promise.resolve();
    },
  };
}

function versionOf(format: string | undefined, otherwise: CastVersion): CastVersion {
  if (format === undefined) return otherwise;
  if (format === '2') return 2;
  if (format === '3') return 3;
  throw new UsageError(message('cli/record-format', { format }));
}

function isExistingFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: path, reason: reasonOf(error) }));
  }
}

/** `course.cast`, and for the terminal `logs`: `course.logs.cast`. */
function besideOf(path: string, terminal: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.${terminal}${ext}`);
}

/** `05-test-de-notre-registre.cast`: the number of the slide, and what the ids of its steps begin with. Of a later deck: `2-05-…`. */
function exerciseFiles(folder: string, { id, slide }: Step, deck: number): ExerciseSinks {
  const slug = id.replace(/\.\d+$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const number = String(slide.number).padStart(2, '0');
  const path = join(folder, `${deck > 1 ? `${deck}-` : ''}${number}-${slug.slice(0, 60)}.cast`);
  const files: FileOutput[] = [];
  return {
    sinkFor: (terminal) => {
      const file = fileOutput(terminal === firstTerminal ? path : besideOf(path, terminal));
      files.push(file);
      return file;
    },
    close: () => {
      for (const file of files.splice(0)) file.close();
    },
  };
}
