import type { Owner } from '../workspace/owner.ts';
import type { ClassEvent } from './class-events.ts';
import type { StoredPerson } from './class-state.ts';
import type { Store } from './store.ts';
import type { Transcripts } from './transcripts.ts';

export interface OwnerOptions {
  readonly store: Store;
  readonly transcripts: Transcripts | undefined;
  /** The node is the one that they had. */
  readonly isSame: boolean;
  /** Keeps an event; nobody waits for it. */
  readonly keep: (event: ClassEvent) => void;
  /** Something has happened to the person, or to a unit of theirs. */
  readonly tell: (unit?: string) => void;
}

/** A person as their workspace knows them: what they have done, and where what they do is kept. */
export function ownerOf(person: StoredPerson, { store, transcripts, isSame, keep, tell }: OwnerOptions): Owner {
  const { id, role } = person;
  return {
    leads: role === 'instructor',
    before: new Map([...person.units].map(([unit, { state }]) => [unit, state])),
    ...(isSame && { onThis: new Set(person.onNode) }),
    onNamed: (name) => {
      if (store.state.persons.get(id)?.node !== name) keep({ type: 'nodeName', person: id, node: name });
    },
    keep: (unit, state) => {
      const kept = store.append({ type: 'unit', person: id, unit, state, at: Date.now() });
      tell(unit);
      return kept;
    },
    onNewNode: () => {
      keep({ type: 'node', person: id, at: Date.now(), forget: true });
      tell();
    },
    onTurn: () => {
      tell();
    },
    ...(transcripts &&
      role === 'student' && {
        onCommand: (command) => {
          transcripts.command(person, command);
        },
      }),
  };
}
