import type { Flag, Flags } from '../../../cli-kit/flags.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { serviceOf } from '../labels.ts';
import {
  chooseServices,
  type Compose,
  dependencyNames,
  projectContainers,
  type Service,
  type Which,
} from '../project.ts';
import { createProgress, type Progress, type ProgressEvent, type ProgressMode } from './progress.ts';

/** One call of a command of `docker compose`. */
export interface V2Call extends Compose {
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly mode: ProgressMode;
  /** Log lines have colours. */
  readonly hasColours: boolean;
}

/** A command of `docker compose`. */
export interface V2Command {
  readonly name: string;
  readonly flags: readonly Flag[];
  readonly least: number;
  readonly most: number;
  readonly stopsAtArgument?: boolean;
  /** Gives the exit code. Throws V2Error. */
  run(call: V2Call): Promise<number>;
}

/** What ends a command: what is said on standard error, and the exit code. */
export class V2Error extends Error {
  override readonly name = 'V2Error';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Does something that tells of its progress, under a title. */
export async function withProgress<T>(
  call: V2Call,
  title: string,
  run: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = createProgress(call.invocation.stderr, call.mode, title);
  try {
    return await run(progress);
  } finally {
    await progress.finish();
  }
}

/** `Container web-1`, at something. */
export function working(id: string, statusText: string): ProgressEvent {
  return { id, status: 'working', statusText };
}

export function done(id: string, statusText: string): ProgressEvent {
  return { id, status: 'done', statusText };
}

export function eventId({ name }: DockerContainer): string {
  return `Container ${name}`;
}

/** The services that are meant, in the order of the files; with what they need. Throws V2Error. */
export function servicesOf(call: V2Call, names: readonly string[], withNeeds: boolean): readonly Service[] {
  for (const name of names) {
    if (!call.project.services.some((service) => service.name === name)) throw new V2Error(`no such service: ${name}`);
  }
  return chooseServices(call.project, names, withNeeds);
}

/** The services of a project that one needs. */
export function needsOf({ project }: V2Call): (service: Service) => readonly Service[] {
  return (service) => {
    const names = dependencyNames(service);
    return project.services.filter(({ name }) => names.includes(name));
  };
}

/** The services of a project that need one. */
export function usersOf({ project }: V2Call): (service: Service) => readonly Service[] {
  return ({ name }) => project.services.filter((other) => dependencyNames(other).includes(name));
}

/** Containers of a service, or of all, by name. */
export function ownContainers(
  { engine, project }: V2Call,
  services: readonly string[],
  which: Omit<Which, 'services'>,
): readonly DockerContainer[] {
  return projectContainers(engine, project, which)
    .filter((container) => services.length === 0 || services.includes(serviceOf(container)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Without the project's name: `web-1`. */
export function shortName({ project }: V2Call, { name }: DockerContainer): string {
  return name.startsWith(`${project.name}-`) ? name.slice(project.name.length + 1) : name;
}
