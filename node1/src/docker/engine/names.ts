import { randomBytes } from 'node:crypto';
import { DaemonError } from './daemon-error.ts';

/** Throws DaemonError for a name that no container may have. */
export function checkName(name: string): void {
  const allowed = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
  if (!/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    throw new DaemonError(`Invalid container name (${name}), only ${allowed} are allowed`);
}

const moods = 'brave calm clever eager gentle happy jovial keen lucid quirky serene wise'.split(' ');
const people = 'bohr curie dijkstra euler germain hopper lovelace noether rosalind turing'.split(' ');

/** `brave_curie`, as docker names what has no name. */
export function randomName(isTaken: (name: string) => boolean): string {
  for (;;) {
    const [mood = 0, person = 0, digit = 0] = randomBytes(3);
    const name = `${moods[mood % moods.length] ?? ''}_${people[person % people.length] ?? ''}`;
    if (!isTaken(name)) return name;
    if (!isTaken(`${name}${digit}`)) return `${name}${digit}`;
  }
}
