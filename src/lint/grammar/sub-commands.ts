import { nearest } from '../../plan/nearest.ts';
import { translationsOf, verbs } from '../verbs.ts';
import { grammarOf } from './grammar.ts';
import { kindOf } from './kubectl-kinds.ts';

/** A sub-command that its program has not. */
export interface UnknownSubcommand {
  /** What is written in its place: `rollout restart`; undefined where nobody can tell. */
  readonly meant: string | undefined;
}

// Words of other programs, or of people, and what the program calls it.
const synonyms: Readonly<Record<string, string>> = {
  kubectl:
    'list:get ls:get show:get ps:get,pods status:get,pods inspect:describe restart:rollout,restart start:run stop:delete remove:delete rm:delete ' +
    'update:apply upgrade:apply undo:rollout,undo rollback:rollout,undo history:rollout,history ssh:exec shell:exec enter:exec execute:exec log:logs add:create ' +
    'info:cluster-info use-context:config,use-context get-contexts:config,get-contexts current-context:config,current-context set-context:config,set-context ' +
    'watch:get,-w build:apply resize:scale forward:port-forward copy:cp destroy:delete',
  docker:
    'list:ps ls:ps containers:ps status:ps delete:rm remove:rm log:logs ssh:exec shell:exec enter:exec execute:exec up:compose,up down:compose,down ' +
    'describe:inspect clean:system,prune prune:system,prune get:ps apply:run destroy:rm show:inspect copy:cp',
  'docker-compose': 'delete:rm remove:rm status:ps list:ps log:logs shell:exec rebuild:build',
  helm: 'remove:uninstall add:repo,add apply:upgrade,--install log:history rm:uninstall info:status',
  git: 'undo:revert remove:rm list:branch delete:rm save:stash rename:mv copy:cp stat:status update:pull upload:push download:pull new:branch changes:diff info:status',
  'apt-get':
    'search:apt-cache,search show:apt-cache,show list:apt,list full-upgrade:dist-upgrade delete:remove uninstall:remove',
  apt: 'delete:remove uninstall:remove',
  npm: 'delete:uninstall upgrade:update',
  systemctl: 'list:list-units remove:disable delete:disable add:enable log:status',
};

/** Sub-commands of programs that `verbs` has not. */
const others: Readonly<Record<string, string>> = {
  pip: 'install download uninstall freeze inspect list show check config search cache index wheel hash completion debug help',
  openssl:
    'asn1parse ca ciphers cmp cms crl crl2pkcs7 dgst dhparam dsa dsaparam ec ecparam enc engine errstr fipsinstall gendsa genpkey genrsa help info kdf list mac ' +
    'nseq ocsp passwd pkcs12 pkcs7 pkcs8 pkey pkeyparam pkeyutl prime rand rehash req rsa rsautl s_client s_server s_time sess_id smime speed spkac srp storeutl ' +
    'ts verify version x509 sha1 sha224 sha256 sha384 sha512 md5 md4 base64 rc4 aes-256-cbc aes-128-cbc des3 blake2b512 sha3-256 sha3-512 ripemd160 rmd160 zlib',
};

/** Sub-commands of groups that no help tells. */
const innerGroups: Readonly<Record<string, string>> = {
  'git submodule': 'add status init deinit update set-branch set-url summary foreach sync absorbgitdirs',
  'git bisect': 'start bad good new old terms skip reset visualize view replay log run help',
  'git stash': 'push pop apply list show drop clear branch save create store',
};

const groupSynonyms: Readonly<Record<string, string>> = {
  delete: 'rm remove delete uninstall',
  remove: 'rm remove delete uninstall drop',
  list: 'ls list',
  ls: 'list ls',
  rm: 'remove rm delete',
  show: 'inspect show describe',
  start: 'init start up',
  up: 'deploy up',
  log: 'logs history',
  clean: 'prune',
  install: 'add install',
  revert: 'undo',
  current: 'current-context',
  set: 'set-url',
};

/** The first sub-command; undefined for one that is there, or that a plugin may bring. */
export function unknownVerb(program: string, verb: string): UnknownSubcommand | undefined {
  const name = program === 'pip3' ? 'pip' : program;
  const own = Object.hasOwn(others, name) ? (others[name] ?? '').split(' ') : undefined;
  if (own) {
    if (own.includes(verb)) return undefined;
    const near = nearest(verb, own);
    // openssl takes the names of digests and ciphers, too.
    return near === undefined && name === 'openssl' && verb.includes('-') ? undefined : { meant: near };
  }
  const list = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!list || list.known.has(verb)) return undefined;
  const said = synonymOf(name, verb);
  if (said !== undefined) return { meant: said };
  if (name === 'kubectl' && verb.length > 3 && kindOf(verb) !== undefined) return { meant: `get ${verb}` };
  // Swapped letters and a doubled one of a short word; those of long ones are told by `translated-verb`.
  const swapped =
    verb.length >= 3 && verb.length <= 4 ? [...list.known].find((each) => isSlipOf(verb, each)) : undefined;
  return swapped === undefined ? undefined : { meant: swapped };
}

function isSlipOf(verb: string, known: string): boolean {
  const sorted = (word: string): string => Array.from(word).sort().join('');
  if (known.length < 3) return false;
  if (verb.length === known.length) return sorted(verb) === sorted(known) && verb.startsWith(known.charAt(0));
  return verb.length === known.length + 1 && verb.replace(/(.)\1/, '$1') === known;
}

/** What a program calls what others call so. */
function synonymOf(program: string, verb: string): string | undefined {
  const entry = (Object.hasOwn(synonyms, program) ? (synonyms[program] ?? '') : '')
    .split(' ')
    .find((each) => each.startsWith(`${verb}:`));
  return entry?.slice(verb.length + 1).replaceAll(',', ' ');
}

// Programs whose groups of commands take no others.
const grouped = new Set(['kubectl', 'docker', 'helm', 'git']);
// Their words are names, kinds or of plugins.
const openGroups = new Set([
  'docker buildx',
  'docker compose',
  'kubectl create',
  'git lfs',
  'git flow',
  'git config',
  'git svn',
  'git notes',
]);

/** The sub-command of a group of commands, `docker container delete`; undefined for one that is there. */
export function unknownInGroup(program: string, group: string, word: string): UnknownSubcommand | undefined {
  const name = `${program} ${group}`;
  if (!grouped.has(program) || openGroups.has(name)) return undefined;
  const known = Object.hasOwn(innerGroups, name)
    ? (innerGroups[name] ?? '').split(' ')
    : (grammarOf(program)?.subcommands(group) ?? []);
  if (known.length < 2 || known.includes(word)) return undefined;
  // What was translated is told by `translated-verb`.
  if (program !== 'git' && translationsOf(word).some((each) => known.includes(each))) return undefined;
  if (name === 'helm search') return { meant: `repo ${word}` };
  const synonym = (Object.hasOwn(groupSynonyms, word) ? (groupSynonyms[word] ?? '') : '')
    .split(' ')
    .find((each) => known.includes(each));
  const near = nearest(word, known);
  // A slip of the pen is told by `translated-verb`.
  if (synonym === undefined && near !== undefined && word.length >= 4 && program !== 'git') return undefined;
  return { meant: synonym ?? near };
}

/** Commands of redis and how many words they need at least. */
const redis: ReadonlyMap<string, number> = new Map(
  (
    'get:1 set:2 del:1 incr:1 decr:1 incrby:2 keys:1 lpush:2 rpush:2 lpop:1 rpop:1 lrange:3 llen:1 hset:3 hget:2 hgetall:1 hdel:2 hkeys:1 sadd:2 smembers:1 srem:2 ' +
    'zadd:3 zrange:3 expire:2 ttl:1 exists:1 type:1 append:2 strlen:1 mget:1 mset:2 setex:3 publish:2 subscribe:1 psubscribe:1 ping:0 info:0 dbsize:0 flushall:0 ' +
    'flushdb:0 monitor:0 client:1 config:1 select:1 auth:1 rename:2 persist:1 scan:1 getset:2 setnx:2 sismember:2 scard:1 zscore:2 xadd:4 xrange:3 xlen:1 shutdown:0 ' +
    'save:0 bgsave:0 slaveof:2 replicaof:2 role:0 cluster:1 acl:1 command:0 debug:1 echo:1 eval:2 time:0 latency:1 memory:1 slowlog:1 object:2 randomkey:0 move:2 sort:1'
  )
    .split(' ')
    .map((each) => {
      const [name = '', least = '0'] = each.split(':');
      return [name, Number(least)] as const;
    }),
);

/** What redis-cli is given: a command that is none, or one that lacks words; undefined where all is well. */
export function redisProblem(
  words: readonly string[],
): { readonly meant: string } | { readonly lacks: number } | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  const least = redis.get(first.toLowerCase());
  if (least !== undefined) return rest.length < least ? { lacks: least } : undefined;
  if (!/^[a-z]{3,}$/i.test(first)) return undefined;
  const near = nearest(first.toLowerCase(), [...redis.keys()]);
  return near === undefined || near.length < 3 ? undefined : { meant: near };
}
