import type { UnitState } from '../../protocol.ts';
import { idle, isWrongEnd } from '../workspace/unit-states.ts';
import type { ClassEvent, HelpRecord, LedRecord, UnitRecord } from './class-events.ts';
import type { Person } from './person.ts';

/** What is remembered of a person. */
export interface StoredPerson extends Person {
  /** Hash of what lets them in again from another browser. */
  readonly code: string | undefined;
  /** Hash of whom an OpenID Connect provider knows. */
  readonly subject: string | undefined;
  /** Milliseconds of the epoch. */
  readonly joined: number;
  readonly units: Map<string, UnitRecord>;
  /** Units that were done on the node that they have now. */
  readonly onNode: Set<string>;
  readonly hand: { readonly at: number; readonly note?: string } | undefined;
  /** What that node is called, where it goes on without the server. */
  readonly node: string | undefined;
  /** How they were helped at their terminal: what happened last. */
  readonly help: HelpRecord[];
}

/** A browser that has come in, by the hash of its cookie. */
export interface StoredSession {
  readonly session: string;
  readonly person: string;
  readonly cookie: string;
  readonly key: string;
  readonly at: number;
}

/** So much is remembered of how a person was helped. */
const mostHelp = 500;

/** What a class is, as the events so far have made it. */
export class ClassState {
  readonly persons = new Map<string, StoredPerson>();
  /** By the hash of the cookie. */
  readonly sessions = new Map<string, StoredSession>();
  code: string | undefined;
  /** What the class is called where its nodes are. */
  id: string | undefined;
  /** When the instructor opened the lobby. */
  begun: number | undefined;
  led: LedRecord | undefined;

  apply(event: ClassEvent): void {
    switch (event.type) {
      case 'code':
        this.code = event.code;
        return;
      case 'class':
        this.id = event.id;
        return;
      case 'begun':
        this.begun = event.at;
        return;
      case 'led':
        this.led = event;
        return;
      case 'hand': {
        const person = this.persons.get(event.person);
        const { at, note } = event;
        const hand = at === undefined ? undefined : { at, ...(note !== undefined && { note }) };
        if (person) this.persons.set(event.person, { ...person, hand });
        return;
      }
      case 'person': {
        const known = this.persons.get(event.person);
        this.persons.set(event.person, {
          id: event.person,
          ...{ name: event.name, role: event.role, code: event.code, joined: event.at },
          ...{ units: known?.units ?? new Map<string, UnitRecord>(), onNode: known?.onNode ?? new Set<string>() },
          help: known?.help ?? [],
          ...{ node: known?.node, hand: known?.hand, subject: event.subject ?? known?.subject },
        });
        return;
      }
      case 'removed':
        this.persons.delete(event.person);
        for (const [cookie, { person }] of this.sessions) if (person === event.person) this.sessions.delete(cookie);
        return;
      case 'session': {
        const { session, person, cookie, key, at } = event;
        this.sessions.set(cookie, { session, person, cookie, key, at });
        return;
      }
      case 'sessionEnded':
        for (const [cookie, { session }] of this.sessions) if (session === event.session) this.sessions.delete(cookie);
        return;
      case 'node': {
        const person = this.persons.get(event.person);
        if (!person) return;
        this.persons.set(event.person, { ...person, node: undefined });
        const { units, onNode } = person;
        onNode.clear();
        if (event.forget) for (const [unit, record] of units) units.set(unit, { ...record, state: idle });
        return;
      }
      case 'nodeName': {
        const person = this.persons.get(event.person);
        if (person) this.persons.set(event.person, { ...person, node: event.node });
        return;
      }
      case 'unit': {
        const person = this.persons.get(event.person);
        if (!person) return;
        person.units.set(event.unit, after(person.units.get(event.unit), event.state, event.at));
        person.onNode.add(event.unit);
        return;
      }
      case 'course':
        for (const person of this.persons.values()) replaceUnits(person, event);
        return;
      case 'help': {
        const { visitor, what, by, at } = event;
        const { help } = this.persons.get(event.person) ?? {};
        help?.push({ visitor, what, ...(by && { by }), at });
        if (help && help.length > mostHelp) help.shift();
        return;
      }
      case 'record': {
        const person = this.persons.get(event.person);
        person?.units.set(event.unit, event.record);
        if (event.onNode) person?.onNode.add(event.unit);
      }
    }
  }

  /** The shortest events that make the same state. */
  *events(): Generator<ClassEvent> {
    if (this.code !== undefined) yield { type: 'code', code: this.code };
    if (this.begun !== undefined) yield { type: 'begun', at: this.begun };
    if (this.led !== undefined) yield { ...this.led, type: 'led' };
    if (this.id !== undefined) yield { type: 'class', id: this.id };
    for (const { id, name, role, code, subject, joined, units, onNode, help, node, hand } of this.persons.values()) {
      const known = { ...(code !== undefined && { code }), ...(subject !== undefined && { subject }) };
      yield { type: 'person', person: id, name, role, ...known, at: joined };
      for (const [unit, record] of units) {
        yield { type: 'record', person: id, unit, record, onNode: onNode.has(unit) };
      }
      if (hand) yield { type: 'hand', person: id, ...hand };
      if (node !== undefined) yield { type: 'nodeName', person: id, node };
      for (const event of help) yield { type: 'help', person: id, ...event };
    }
    for (const session of this.sessions.values()) yield { type: 'session', ...session };
  }
}

function replaceUnits(
  { units, onNode }: StoredPerson,
  { moved, changed }: Extract<ClassEvent, { type: 'course' }>,
): void {
  for (const unit of changed) {
    const record = units.get(unit);
    if (record) units.set(unit, { ...record, state: idle });
    onNode.delete(unit);
  }
  const [before, there] = [new Map(units), new Set(onNode)];
  for (const [from] of moved) {
    units.delete(from);
    onNode.delete(from);
  }
  for (const [from, to] of moved) {
    const record = before.get(from);
    if (record) units.set(to, record);
    else units.delete(to);
    if (there.has(from)) onNode.add(to);
    else onNode.delete(to);
  }
}

function after(record: UnitRecord | undefined, state: UnitState, at: number): UnitRecord {
  const { ends = 0, failures = 0, begun = at } = record ?? {};
  const hasEnded = state.status !== 'running';
  const isWrong = isWrongEnd(state);
  const isFirst = isWrong && record?.passed === undefined;
  const firstError = record?.firstError ?? (isFirst ? (state.cause ?? state.reason ?? state.status) : undefined);
  const passed = record?.passed ?? (state.status === 'passed' ? at : undefined);
  return {
    // A unit that was begun and never ended was interrupted.
    state: hasEnded ? state : { status: 'notRun' },
    begun,
    touched: at,
    ...(passed !== undefined && { passed }),
    ends: ends + Number(hasEnded && state.status !== 'idle'),
    failures: failures + Number(isWrong),
    ...(firstError !== undefined && { firstError }),
  };
}
