import { basename } from 'node:path';
import type { Image } from '../images.ts';
import type { Container, ContainerLog, ContainerPast, ContainerSpec, LogLine } from '../workload.ts';
import type { BlobSink, BlobSource, ContainerRecord, LogRecord } from './format.ts';
import { describeTree, restoreTree, type SeenFiles } from './tree.ts';

/** Lines of a log that are one blob: those that are full never change. */
const chunkLines = 256;
/** Characters of what a server has in memory, at most. */
const mostMemory = 8 * 1024 * 1024;

/** Some lines of a log, counted from its first one. */
interface SeenChunk {
  readonly from: number;
  readonly to: number;
  readonly blob: string;
}

/** The pieces of logs, by their place. */
type SeenLogs = WeakMap<ContainerLog, Map<number, SeenChunk>>;

/** What is known from snapshots before. */
export interface Seen {
  readonly files: SeenFiles;
  readonly logs: SeenLogs;
  /** Names of the objects of the store, which never change. */
  readonly objects: WeakMap<object, string>;
}

/** A container as a record; undefined where it is none that could be started again. */
export function describeContainer(
  container: Container | undefined,
  sink: BlobSink,
  seen: Seen,
): ContainerRecord | undefined {
  const origin = container?.origin;
  if (container === undefined || origin === undefined) return undefined;
  const { image, ...spec } = origin.spec;
  const common = { spec: { ...spec, image: image.id }, log: describeLog(container.log, sink, seen.logs) };
  const exitCode = origin.exitCode();
  if (exitCode !== undefined) return { ...common, exitCode };
  const memory = JSON.stringify(origin.memory()) as string | undefined;
  const files = describeTree(origin.root, sink, seen.files);
  return {
    ...common,
    running: {
      folder: basename(origin.root),
      files,
      ...(memory !== undefined && memory.length <= mostMemory && { memory: sink.put(memory) }),
    },
  };
}

function describeLog(log: ContainerLog, sink: BlobSink, seen: SeenLogs): LogRecord {
  const known = seen.get(log) ?? new Map<number, SeenChunk>();
  seen.set(log, known);
  const { lines, dropped } = log;
  const end = dropped + lines.length;
  const blobs: string[] = [];
  for (let from = dropped; from < end;) {
    const chunk = Math.floor(from / chunkLines);
    const to = Math.min((chunk + 1) * chunkLines, end);
    const before = known.get(chunk);
    const isKnown = before?.from === from && before.to === to && sink.has(before.blob);
    const blob = isKnown ? before.blob : sink.put(JSON.stringify(lines.slice(from - dropped, to - dropped)));
    known.set(chunk, { from, to, blob });
    blobs.push(blob);
    from = to;
  }
  for (const chunk of known.keys()) if (chunk < Math.floor(dropped / chunkLines)) known.delete(chunk);
  return { blobs, dropped };
}

/** What records are read with. */
export interface Reading {
  readonly read: BlobSource;
  /** Contents that name the folder of the node that was. */
  readonly moved: (content: Buffer) => Buffer;
  /** Fulfilled when the program at an address may begin. */
  readonly begins: (address: string) => Promise<void>;
  /** Throws where the snapshot has no such image. */
  readonly image: (id: string) => Image;
}

/** How the container of a record was started. */
export function specOfRecord({ spec }: ContainerRecord, { image }: Reading): ContainerSpec {
  return { ...spec, image: image(spec.image) };
}

/** What a running container of a record goes on from; undefined: it had ended. */
export function pastOfRecord(
  { spec, log, running }: ContainerRecord,
  { read, moved, begins }: Reading,
): ContainerPast | undefined {
  if (running === undefined) return undefined;
  const { folder, files, memory } = running;
  return {
    folder,
    begins: begins(spec.address),
    files: (root) => {
      restoreTree(root, files, read, moved);
    },
    log: { lines: linesOf(log, read), dropped: log.dropped },
    memory: memory === undefined ? undefined : JSON.parse(read(memory).toString()),
  };
}

/** A container that ended before: there is its log, and nothing else. */
export function endedContainer(record: ContainerRecord, reading: Reading): Container {
  const { exitCode = 0, log } = record;
  const spec = specOfRecord(record, reading);
  const lines = linesOf(log, reading.read);
  return {
    pid: 0,
    log: { lines, dropped: log.dropped, onChange: () => () => undefined },
    writeStdin: () => undefined,
    closeStdin: () => undefined,
    stop: () => Promise.resolve(),
    kill: () => undefined,
    resize: () => undefined,
    processes: () => [],
    usage: () => ({ cpu: 0, memory: 0, pids: 0 }),
    pause: () => undefined,
    unpause: () => undefined,
    ended: Promise.resolve({ exitCode }),
    exec: () => Promise.resolve(1),
    origin: { spec, root: '', memory: () => undefined, exitCode: () => exitCode },
  };
}

function linesOf({ blobs }: LogRecord, read: BlobSource): readonly LogLine[] {
  return blobs.flatMap((blob) => JSON.parse(read(blob).toString()) as readonly LogLine[]);
}
