import type { HelpView } from '../../protocol.ts';
import type { Clock } from '../../run/clock.ts';
import type { Client } from '../workspace/clients.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ClassEvent } from './class-events.ts';
import { Consent } from './consent.ts';
import type { Person } from './person.ts';

/** What a window needs of a workspace. */
export type Desk = Pick<Workspace, 'enter' | 'leave' | 'handle'>;
type Request = Parameters<Desk['handle']>[1];

export interface HelpOptions {
  readonly clock: Clock;
  readonly person: (id: string) => Person | undefined;
  /** Something about a student's consent is otherwise. */
  readonly onChange: (student: string) => void;
  readonly keep: (event: Extract<ClassEvent, { type: 'help' }>) => void;
  readonly onError: (error: unknown) => void;
}

/** One student's windows, and those of who helps them. */
interface Place {
  readonly student: Person;
  readonly consent: Consent;
  readonly own: Set<Client>;
  /** Windows of the visitor, and whether they are in the workspace. */
  readonly visiting: Map<Client, boolean>;
  visitor: Person | undefined;
  workspace: Desk | undefined;
}

/** Help by consent: instructors see a student's terminal, and type into it, as long as the student lets them. */
export class Help {
  readonly #options: HelpOptions;
  readonly #places = new Map<string, Place>();

  constructor(options: HelpOptions) {
    this.#options = options;
  }

  /** Whether a student lets the next who comes look. */
  isOffered(student: string): boolean {
    return this.#places.get(student)?.consent.view.offered === true;
  }

  /** The desk of a person's own windows: their workspace, and what they say about who looks at it. */
  own(person: Person, workspace: Desk): Desk {
    return {
      enter: async (client, hello) => {
        await workspace.enter(client, hello);
        const place = this.#placeOf(person);
        place.own.add(client);
        place.workspace = workspace;
        const isMissed = place.consent.view.why === 'absent';
        if (isMissed) place.consent.ask('watch');
        else if (place.consent.view.state !== 'off' || place.consent.view.offered) tellOwn(place, [client]);
      },
      leave: (client) => {
        workspace.leave(client);
        const place = this.#places.get(person.id);
        if (!place?.own.delete(client) || place.own.size > 0) return;
        place.consent.gone('student');
        this.#forget(place);
      },
      handle: (client, request) => {
        if (request.type === 'consent') this.#placeOf(person).consent.answer(request.answer);
        else workspace.handle(client, request);
      },
    };
  }

  /** The desk of a visitor's window at a student's place: nothing of it is there before the student's yes. */
  visit(visitor: Person, id: string): Desk {
    const student = this.#options.person(id);
    if (student?.role !== 'student') return emptyDesk({ who: student?.name ?? '', state: 'off', why: 'unknown' });
    const known = this.#placeOf(student);
    if (known.visitor && known.visitor.id !== visitor.id) {
      return emptyDesk({ who: student.name, state: 'off', why: 'busy' });
    }
    return {
      enter: async (client) => {
        const place = this.#placeOf(student);
        const isFirst = place.visiting.size === 0;
        place.visitor = visitor;
        place.visiting.set(client, false);
        if (isFirst) this.#ask(place, 'watch');
        else {
          tellVisitors(place, [client]);
          this.#move(place);
        }
        await Promise.resolve();
      },
      leave: (client) => {
        const place = this.#places.get(student.id);
        const isIn = place?.visiting.get(client);
        if (!place?.visiting.delete(client)) return;
        if (isIn) place.workspace?.leave(client);
        if (place.visiting.size > 0) return;
        place.consent.gone('visitor');
        place.visitor = undefined;
        this.#forget(place);
      },
      handle: (client, request) => {
        const place = this.#places.get(student.id);
        if (!place) return;
        if (request.type === 'help') this.#ask(place, request.ask);
        else if (place.visiting.get(client) && isPassed(request, place.consent))
          place.workspace?.handle(client, request);
      },
    };
  }

  #ask(place: Place, ask: 'watch' | 'type' | 'end'): void {
    if (place.own.size === 0) place.consent.refuse('absent');
    else place.consent.ask(ask);
  }

  #placeOf(student: Person): Place {
    const known = this.#places.get(student.id);
    if (known) return known;
    const place: Place = {
      student,
      ...{ own: new Set<Client>(), visiting: new Map<Client, boolean>(), visitor: undefined, workspace: undefined },
      consent: new Consent({
        clock: this.#options.clock,
        onEvent: (what, by) => {
          const visitor = place.visitor?.id ?? '';
          this.#options.keep({ type: 'help', person: student.id, visitor, what, ...(by && { by }), at: Date.now() });
        },
        onChange: () => {
          this.#options.onChange(student.id);
          this.#move(place);
          tellVisitors(place, place.visiting.keys());
          tellOwn(place, place.own);
        },
      }),
    };
    this.#places.set(student.id, place);
    return place;
  }

  /** The visitor's windows come into the workspace when the student lets them, and leave it when it is over. */
  #move(place: Place): void {
    const { consent, visiting, workspace } = place;
    for (const [client, isIn] of visiting) {
      if (isIn === consent.isOpen || !workspace) continue;
      visiting.set(client, consent.isOpen);
      if (isIn) workspace.leave(client);
      else this.#letIn(place, workspace, client);
    }
  }

  #letIn(place: Place, workspace: Desk, client: Client): void {
    workspace.enter(client, { type: 'hello', visit: place.student.id }).then(() => {
      if (place.visiting.get(client) && place.workspace === workspace) return;
      // It is over already.
      workspace.leave(client);
      if (place.visiting.has(client)) tellVisitors(place, [client]);
    }, this.#options.onError);
  }

  /** Of whom nobody has a window, only the time of the last request matters. */
  #forget({ student, own, visiting, consent }: Place): void {
    if (own.size === 0 && visiting.size === 0 && consent.view.againMs === undefined) this.#places.delete(student.id);
  }
}

/** What a visitor's window may do: look around, and type after the second yes. */
function isPassed({ type }: Request, consent: Consent): boolean {
  return type === 'ack' || type === 'show' || (type === 'input' && consent.mayType);
}

function tellVisitors({ student, consent }: Place, clients: Iterable<Client>): void {
  for (const client of clients) client.send({ type: 'help', who: student.name, ...consent.view });
}

/** Why something was refused is the visitor's business; that it has ended is the student's, too. */
function tellOwn({ visitor, consent }: Place, clients: Iterable<Client>): void {
  const { state, why, offered } = consent.view;
  const view = { who: visitor?.name ?? '', state, ...(why === 'ended' && { why }), ...(offered && { offered }) };
  for (const client of clients) client.send({ type: 'help', ...view });
}

/** There is nothing to be seen. */
function emptyDesk(view: HelpView): Desk {
  return {
    enter: (client) => {
      client.send({ type: 'help', ...view });
      return Promise.resolve();
    },
    leave: () => undefined,
    handle: () => undefined,
  };
}
