import { matchesGlob } from '../../docker/image/glob.ts';
import type { Database, Value } from './database.ts';
import { array, bulk, error, integer, ok, type Reply } from './resp.ts';

/** What a command may use besides its words. */
export interface CommandContext {
  readonly database: Database;
  /** Seconds since the server's start. */
  uptime(): number;
  clients(): number;
}

type RedisCommand = (words: readonly string[], context: CommandContext) => Reply;
interface Entry {
  /** Least number of words after the name. */
  readonly least: number;
  readonly run: RedisCommand;
}

class WrongType extends Error {}
class NotAnInteger extends Error {}

/** Runs one command; a mistake in it is an error reply in redis' words. */
export function runCommand(request: readonly string[], context: CommandContext): Reply {
  const [name = '', ...words] = request;
  const entry = Object.hasOwn(commands, name.toLowerCase()) ? commands[name.toLowerCase()] : undefined;
  if (entry === undefined) {
    const shown = words.map((word) => `'${word}' `).join('');
    return error(`ERR unknown command '${name}', with args beginning with: ${shown}`);
  }
  if (words.length < entry.least) {
    return error(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  }
  try {
    return entry.run(words, context);
  } catch (problem) {
    if (problem instanceof WrongType) {
      return error('WRONGTYPE Operation against a key holding the wrong kind of value');
    }
    if (problem instanceof NotAnInteger) return error('ERR value is not an integer or out of range');
    throw problem;
  }
}

function text(value: Value | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new WrongType();
}
function hash(value: Value | undefined): Map<string, string> {
  if (value === undefined) return new Map();
  if (value instanceof Map) return value;
  throw new WrongType();
}
function members(value: Value | undefined): Set<string> {
  if (value === undefined) return new Set();
  if (value instanceof Set) return value;
  throw new WrongType();
}
function list(value: Value | undefined): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new WrongType();
}
function whole(word: string | undefined): number {
  if (word === undefined || !/^-?\d{1,15}$/.test(word)) throw new NotAnInteger();
  return Number(word);
}

function add({ database }: CommandContext, key: string, by: number): Reply {
  const sum = whole(text(database.get(key)) ?? '0') + by;
  database.set(key, String(sum));
  return integer(sum);
}

function set(words: readonly string[], { database }: CommandContext): Reply {
  const [key = '', value = '', ...options] = words;
  const flags = options.map((option) => option.toUpperCase());
  const exists = database.get(key) !== undefined;
  if ((flags.includes('NX') && exists) || (flags.includes('XX') && !exists)) return bulk(null);
  database.set(key, value);
  const [unit, amount] = flags;
  if (unit === 'EX' || unit === 'PX') database.expire(key, Date.now() + whole(amount) * (unit === 'EX' ? 1000 : 1));
  else if (!flags.includes('KEEPTTL')) database.expire(key, undefined);
  return ok;
}

function push(words: readonly string[], { database }: CommandContext, atEnd: boolean): Reply {
  const [key = '', ...values] = words;
  const items = list(database.get(key));
  if (atEnd) items.push(...values);
  else items.unshift(...values.reverse());
  database.set(key, items);
  return integer(items.length);
}

function pop([key = '']: readonly string[], { database }: CommandContext, atEnd: boolean): Reply {
  const items = list(database.get(key));
  const item = atEnd ? items.pop() : items.shift();
  if (items.length === 0) database.delete(key);
  return bulk(item);
}

function typeName(value: Value | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return value instanceof Map ? 'hash' : 'set';
}

function timeToLive(key: string, { database }: CommandContext): Reply {
  if (database.get(key) === undefined) return integer(-2);
  const death = database.expiry(key);
  return integer(death === undefined ? -1 : Math.round((death - Date.now()) / 1000));
}

function info(context: CommandContext): string {
  const keys = context.database.keys().length;
  const lines = [
    '# Server',
    'redis_version:7.0.15',
    'redis_mode:standalone',
    'os:Linux x86_64',
    'tcp_port:6379',
    `uptime_in_seconds:${Math.floor(context.uptime())}`,
    '',
    '# Clients',
    `connected_clients:${context.clients()}`,
    '',
    '# Replication',
    'role:master',
    'connected_slaves:0',
    '',
    '# Keyspace',
    ...(keys > 0 ? [`db0:keys=${keys},expires=0,avg_ttl=0`] : []),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function at(words: readonly string[], index: number): string {
  return words[index] ?? '';
}
function entry(least: number, run: RedisCommand): Entry {
  return { least, run };
}
const commands: Readonly<Record<string, Entry | undefined>> = {
  ping: entry(0, (words) => (words.length > 0 ? bulk(words[0]) : { kind: 'status', text: 'PONG' })),
  echo: entry(1, (words) => bulk(words[0])),
  select: entry(1, (words) => (words[0] === '0' ? ok : error('ERR DB index is out of range'))),
  client: entry(1, () => ok),
  get: entry(1, (words, { database }) => bulk(text(database.get(at(words, 0))))),
  set: entry(2, set),
  setnx: entry(2, (words, context) => integer(set([at(words, 0), at(words, 1), 'NX'], context) === ok ? 1 : 0)),
  mget: entry(1, (words, { database }) => array(words.map((key) => text(database.get(key))))),
  incr: entry(1, (words, context) => add(context, at(words, 0), 1)),
  decr: entry(1, (words, context) => add(context, at(words, 0), -1)),
  incrby: entry(2, (words, context) => add(context, at(words, 0), whole(words[1]))),
  decrby: entry(2, (words, context) => add(context, at(words, 0), -whole(words[1]))),
  append: entry(2, (words, { database }) => {
    const value = (text(database.get(at(words, 0))) ?? '') + at(words, 1);
    database.set(at(words, 0), value);
    return integer(value.length);
  }),
  strlen: entry(1, (words, { database }) => integer((text(database.get(at(words, 0))) ?? '').length)),
  exists: entry(1, (words, { database }) => integer(words.filter((key) => database.get(key) !== undefined).length)),
  del: entry(1, (words, { database }) => integer(words.filter((key) => database.delete(key)).length)),
  keys: entry(1, (words, { database }) => array(database.keys().filter((key) => matchesGlob(at(words, 0), key)))),
  type: entry(1, (words, { database }) => ({ kind: 'status', text: typeName(database.get(at(words, 0))) })),
  expire: entry(2, (words, { database }) => {
    if (database.get(at(words, 0)) === undefined) return integer(0);
    database.expire(at(words, 0), Date.now() + whole(words[1]) * 1000);
    return integer(1);
  }),
  ttl: entry(1, (words, context) => timeToLive(at(words, 0), context)),
  dbsize: entry(0, (_words, { database }) => integer(database.keys().length)),
  flushall: entry(0, (_words, { database }) => {
    database.clear();
    return ok;
  }),
  hset: entry(3, (words, { database }) => {
    const map = hash(database.get(at(words, 0)));
    const before = map.size;
    for (let index = 1; index + 1 < words.length; index += 2) map.set(at(words, index), at(words, index + 1));
    database.set(at(words, 0), map);
    return integer(map.size - before);
  }),
  hget: entry(2, (words, { database }) => bulk(hash(database.get(at(words, 0))).get(at(words, 1)))),
  hdel: entry(2, (words, { database }) => {
    const map = hash(database.get(at(words, 0)));
    const gone = words.slice(1).filter((field) => map.delete(field)).length;
    if (map.size === 0) database.delete(at(words, 0));
    return integer(gone);
  }),
  hlen: entry(1, (words, { database }) => integer(hash(database.get(at(words, 0))).size)),
  hexists: entry(2, (words, { database }) => integer(hash(database.get(at(words, 0))).has(at(words, 1)) ? 1 : 0)),
  hkeys: entry(1, (words, { database }) => array(hash(database.get(at(words, 0))).keys())),
  hvals: entry(1, (words, { database }) => array(hash(database.get(at(words, 0))).values())),
  hgetall: entry(1, (words, { database }) => array([...hash(database.get(at(words, 0)))].flat())),
  lpush: entry(2, (words, context) => push(words, context, false)),
  rpush: entry(2, (words, context) => push(words, context, true)),
  lpop: entry(1, (words, context) => pop(words, context, false)),
  rpop: entry(1, (words, context) => pop(words, context, true)),
  llen: entry(1, (words, { database }) => integer(list(database.get(at(words, 0))).length)),
  lrange: entry(3, (words, { database }) => {
    const end = whole(words[2]);
    return array(list(database.get(at(words, 0))).slice(whole(words[1]), end === -1 ? undefined : end + 1));
  }),
  sadd: entry(2, (words, { database }) => {
    const values = members(database.get(at(words, 0)));
    const before = values.size;
    words.slice(1).forEach((value) => values.add(value));
    database.set(at(words, 0), values);
    return integer(values.size - before);
  }),
  smembers: entry(1, (words, { database }) => array(members(database.get(at(words, 0))))),
  scard: entry(1, (words, { database }) => integer(members(database.get(at(words, 0))).size)),
  info: entry(0, (_words, context) => bulk(info(context))),
};
