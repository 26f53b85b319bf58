import type { Heat, Stuck, Tile } from '../../protocol.ts';
import { hasEnded, mayBeFollowed } from '../workspace/unit-states.ts';
import type { UnitRecord } from './class-events.ts';

/** So often must a unit have failed, or be taken so many times as long as others took, and at least so long, before somebody is thought to be stuck. */
const stuckAfter = { failures: 3, factor: 2, leastMs: 120_000, people: 2 } as const;

/** What is known of somebody besides what they have done: all of a tile that comes from windows and nodes. */
export type Live = Pick<Tile, 'windows' | 'hasNode' | 'queue' | 'slide' | 'ready' | 'left' | 'offers'> & {
  readonly hand?: Tile['hand'] | undefined;
  /** When they came, or came again after a while. */
  readonly arrived: number;
  /** The unit that runs. */
  readonly running?: string | undefined;
};

/** A student, as the wall is told of them. */
export interface WallPerson {
  readonly id: string;
  readonly name: string;
  readonly units: ReadonlyMap<string, UnitRecord>;
  readonly live: Live;
}

/** What somebody is at, and how long units took them. */
export interface Facts {
  readonly unit: string | undefined;
  /** When they were done with what came before; undefined: nothing did. */
  readonly since: number | undefined;
  readonly last: Tile['last'];
  readonly passed: number;
  /** How often what they are at has failed. */
  readonly failures: number;
  /** Milliseconds from what they passed before to each unit that they passed. */
  readonly took: ReadonlyMap<string, number>;
}

/** What the records of a person tell. `order`: the units of the course. */
export function factsOf(units: ReadonlyMap<string, UnitRecord>, order: readonly string[]): Facts {
  const known = new Set(order);
  // What was done of a unit that the course has no more counts no more.
  const records = [...units].filter(([unit, { state }]) => state.status !== 'idle' && known.has(unit));
  const passes = records.flatMap(([, { passed }]) => passed ?? []).sort((one, other) => one - other);
  const took = new Map<string, number>();
  for (const [unit, { passed, begun }] of records) {
    if (passed === undefined) continue;
    const before = passes.findLast((at) => at < passed) ?? begun;
    if (before !== undefined) took.set(unit, passed - before);
  }
  let last: (typeof records)[number] | undefined;
  for (const each of records) if (!last || touchedAt(each[1]) >= touchedAt(last[1])) last = each;
  const unit = last && !mayBeFollowed(last[1].state) ? last[0] : nextOf(last?.[0], units, order);
  const record = unit === undefined ? undefined : units.get(unit);
  const { cause, reason, status } = last?.[1].state ?? {};
  const why = cause ?? reason;
  return {
    ...{ unit, took },
    since: passes.findLast((at) => at !== record?.passed) ?? record?.begun,
    last: last && status && { unit: last[0], status, ...(why !== undefined && { reason: why }) },
    passed: records.filter(([, { state }]) => mayBeFollowed(state)).length,
    failures: record?.failures ?? 0,
  };
}

function touchedAt({ touched, passed, begun }: UnitRecord): number {
  return touched ?? passed ?? begun ?? 0;
}

/** The first unit after one that is not done. */
function nextOf(
  last: string | undefined,
  units: ReadonlyMap<string, UnitRecord>,
  order: readonly string[],
): string | undefined {
  const from = last === undefined ? 0 : order.indexOf(last) + 1;
  return order.slice(from).find((id) => {
    const state = units.get(id)?.state;
    return !state || !mayBeFollowed(state);
  });
}

/** The one in the middle; undefined where too few know. */
export function medianOf(values: readonly number[]): number | undefined {
  if (values.length < stuckAfter.people) return undefined;
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[half]];
  return (low + high) / 2;
}

/** Milliseconds after which somebody is slow with a unit that took others `median`. */
function slowAfter(median: number): number {
  return Math.max(stuckAfter.factor * median, stuckAfter.leastMs);
}

/** How a class got on with one unit. */
export function heatOf(unit: string, people: Iterable<Pick<WallPerson, 'units'>>): Heat {
  let [tried, passed, failedFirst] = [0, 0, 0];
  const texts = new Map<string, number>();
  for (const { units } of people) {
    const record = units.get(unit);
    if (record?.begun === undefined || (record.ends === 0 && !hasEnded(record.state))) continue;
    tried++;
    if (record.passed !== undefined) passed++;
    if (record.firstError === undefined) continue;
    failedFirst++;
    texts.set(record.firstError, (texts.get(record.firstError) ?? 0) + 1);
  }
  const errors = new Map<string, { text: string; count: number }>();
  for (const [text, count] of texts) {
    const error = errors.get(kindOf(text)) ?? { text, count: 0 };
    error.count += count;
    errors.set(kindOf(text), error);
  }
  let error: Heat['error'];
  for (const each of errors.values()) if (!error || each.count > error.count) error = each;
  return { unit, tried, passed, failedFirst, ...(error && { error }) };
}

/** Errors are the same that differ only in numbers and in names that a machine made. */
function kindOf(error: string): string {
  return error.replace(/\b(?=\w*\d)[\w.-]+/g, '#');
}

interface Known extends WallPerson {
  readonly facts: Facts;
}

/** What has changed on the wall. */
export interface WallChange {
  readonly tiles: readonly Tile[];
  readonly gone: readonly string[];
  readonly heat: readonly Heat[];
}

/** The tiles and the heat map of a class. Nothing in here takes the time: it is told. */
export class Wall {
  readonly #order: readonly string[];
  readonly #people = new Map<string, Known>();
  readonly #medians = new Map<string, number | undefined>();
  readonly #shown = new Map<string, { readonly tile: Tile; readonly text: string; readonly isSlow: boolean }>();
  readonly #heat = new Map<string, Heat>();
  /** Units and people of which something may have changed. */
  readonly #stale = new Set<string>();
  readonly #touched = new Set<string>();

  /** `order`: the units of the course. */
  constructor(order: readonly string[]) {
    this.#order = order;
  }

  /** Somebody is here, or is otherwise than before; `units`: of what they have done, this has changed. */
  set(person: WallPerson, units: Iterable<string> = []): void {
    const before = this.#people.get(person.id);
    const changed = before ? [...units] : [...person.units.keys()];
    const facts = before && changed.length === 0 ? before.facts : factsOf(person.units, this.#order);
    this.#people.set(person.id, { ...person, facts });
    this.#touched.add(person.id);
    for (const unit of changed) this.#stale.add(unit);
  }

  delete(id: string): void {
    for (const unit of this.#people.get(id)?.units.keys() ?? []) this.#stale.add(unit);
    this.#people.delete(id);
  }

  /** What has changed since it was asked last. */
  changes(now: number): WallChange {
    const heat = [...this.#stale].flatMap((unit) => this.#measure(unit));
    const tiles: Tile[] = [];
    for (const person of this.#people.values()) {
      const { unit } = person.facts;
      const isSlow = now >= (this.#slowAt(person) ?? Infinity);
      const mayDiffer = this.#touched.has(person.id) || (unit !== undefined && this.#stale.has(unit));
      if (!mayDiffer && this.#shown.get(person.id)?.isSlow === isSlow) continue;
      const tile = this.#tileOf(person, now);
      const text = JSON.stringify(tile);
      if (this.#shown.get(person.id)?.text !== text) tiles.push(tile);
      this.#shown.set(person.id, { tile, text, isSlow });
    }
    this.#stale.clear();
    this.#touched.clear();
    const gone = [...this.#shown.keys()].filter((id) => !this.#people.has(id));
    for (const id of gone) this.#shown.delete(id);
    return { tiles, gone, heat };
  }

  /** All that was told last. */
  get shown(): WallChange {
    return { tiles: [...this.#shown.values()].map(({ tile }) => tile), gone: [], heat: [...this.#heat.values()] };
  }

  /** When somebody will be slow who is not yet, if nothing happens. */
  nextSlow(now: number): number | undefined {
    const times = [...this.#people.values()].flatMap((person) => this.#slowAt(person) ?? []);
    const later = times.filter((at) => at > now);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  /** Counts a unit again; what is otherwise than before. */
  #measure(unit: string): Heat[] {
    const took = [...this.#people.values()].flatMap(({ facts }) => facts.took.get(unit) ?? []);
    this.#medians.set(unit, medianOf(took));
    const heat = heatOf(unit, this.#people.values());
    const before = this.#heat.get(unit);
    this.#heat.set(unit, heat);
    return JSON.stringify(before) === JSON.stringify(heat) ? [] : [heat];
  }

  #since({ facts, live }: Known): number {
    return Math.max(facts.since ?? 0, live.arrived);
  }

  #slowAt(person: Known): number | undefined {
    const { unit } = person.facts;
    const median = unit === undefined ? undefined : this.#medians.get(unit);
    const isHere = person.live.windows > 0 && person.live.hasNode;
    return median === undefined || !isHere ? undefined : this.#since(person) + slowAfter(median);
  }

  #stuckOf(person: Known, now: number): Stuck | undefined {
    const { unit, failures } = person.facts;
    if (unit === undefined) return undefined;
    if (failures >= stuckAfter.failures) return { why: 'failures', times: failures };
    const slowAt = this.#slowAt(person);
    const medianMs = this.#medians.get(unit);
    return slowAt !== undefined && medianMs !== undefined && now >= slowAt ? { why: 'slow', medianMs } : undefined;
  }

  #tileOf(person: Known, now: number): Tile {
    const { id, name, facts, live } = person;
    const { running, queue, slide, hand, ready, left, offers, windows, hasNode } = live;
    const stuck = this.#stuckOf(person, now);
    const last = running === undefined ? facts.last : { unit: running, status: 'running' as const };
    return {
      ...{ id, name, windows, hasNode, passed: facts.passed },
      ...(queue && { queue }),
      ...(slide !== undefined && { slide }),
      ...(facts.unit !== undefined && { unit: facts.unit, since: this.#since(person) }),
      ...(last && { last }),
      ...(hand && { hand }),
      ...(stuck && { stuck }),
      ...(offers && { offers }),
      ...(ready && { ready }),
      ...(left && { left }),
    };
  }
}
