import { parse as parseYaml } from 'yaml';
import { type Message, message } from '../../messages/message.ts';

/** What a value has to look like, and how that is told. */
export interface ValueForm {
  readonly fits: (value: string) => boolean;
  readonly told: Message;
}

const duration = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$|^0$/;
const size = /^-1$|^\d+(?:\.\d+)?\s?(?:[bkmgtp]|[kmgtp]i?b)?$/i;
const reference = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]*)?(?:@sha256:[a-f0-9]+)?$/;
const port = String.raw`(?:\d{1,5}(?:-\d{1,5})?)`;
const publish = new RegExp(
  String.raw`^(?:(?:\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\]):${port}?:|${port}?:)?${port}(?:/(?:tcp|udp|sctp))?$`,
  'i',
);

function like(example: string, pattern: RegExp): ValueForm {
  return { fits: (value) => pattern.test(value), told: message('lint/form-like', { example }) };
}

function among(list: string, isCaseless = false): ValueForm {
  const values = list.split(' ');
  return {
    fits: (value) => values.includes(isCaseless ? value.toLowerCase() : value),
    told: message('lint/form-list', { values }),
  };
}

const number: ValueForm = { fits: (value) => /^[-+]?\d+$/.test(value), told: message('lint/form-number') };
const dnsName: ValueForm = {
  fits: (value) => /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(value),
  told: message('lint/form-lower-case'),
};

const json: ValueForm = {
  fits: (value) => !/^\s*[[{][^]*["':]/.test(value) || value.length > 50_000 || isYaml(value),
  told: message('lint/form-like', { example: '\'{"key": "value"}\'' }),
};

function isYaml(text: string): boolean {
  try {
    parseYaml(text, { logLevel: 'error' });
    return true;
  } catch {
    return false;
  }
}

/** Numbers of ports, and no greater ones than there are. */
function isPublished(value: string): boolean {
  return (
    publish.test(value) && [...value.matchAll(/(?<![\d.])\d+(?![\d.])/g)].every(([digits]) => Number(digits) <= 65_535)
  );
}

const seconds = like('5s', /^(?:\d*\.?\d+[smhd]?|infinity)$/);
const outputs = among('json yaml wide name jsonpath=… go-template=… custom-columns=…');

/** The forms that rows name. */
const forms: Readonly<Record<string, ValueForm>> = {
  number,
  ports: like('80', /^\d{1,5}(?:,\d{1,5})*$/),
  decimal: { fits: (value) => /^-?\d*\.?\d+$/.test(value), told: message('lint/form-number') },
  duration: {
    fits: (value) => duration.test(value.replace(/^-/, '')),
    told: message('lint/form-duration', { example: '30s' }),
  },
  lines: like('10', /^[-+]?\d+[bkKMGTPEZY]?[iB]*$/),
  size: like('512m', size),
  publish: { fits: isPublished, told: message('lint/form-like', { example: '8080:80' }) },
  volume: like('data:/data', /^[^:]*$|^[A-Za-z]:\\|:\//),
  image: like('registry:5000/web:v1', reference),
  container: like('web-1', /^\/?[A-Za-z0-9][\w.-]*$/),
  dns: dnsName,
  pair: like('KEY=VALUE', /^[^=]+=/s),
  scale: like('web=3', /^[\w.-]+=\d+$/),
  tcp: like('80:8080', /^\d{1,5}(?::[\w-]+)?$/),
  taint: like('key=value:NoSchedule', /-$|:(?:NoSchedule|PreferNoSchedule|NoExecute)$/),
  wait: like('condition=Ready', /^(?:delete|create)$|^(?:condition|jsonpath)=./),
  selector: like('app=web', /^[^:]*$/),
  filter: like('name=web', /^[^=]+!?=/),
  output: {
    fits: (value) =>
      /^(?:json|yaml|wide|name|kyaml)$/i.test(value) ||
      /^(?:jsonpath|jsonpath-file|jsonpath-as-json|go-template|go-template-file|template|templatefile|custom-columns|custom-columns-file)(?:=|$)/.test(
        value,
      ),
    told: outputs.told,
  },
  seconds,
  header: like('"Name: value"', /[:;]|^@/),
  json,
  method: like('POST', /^(?!(?:get|post|put|delete|patch|head|options)$)/),
  list: like('1,3-5', /^[\d,-]+$/),
  letter: like("','", /^.?$/su),
  key: like('2,2n', /^\d/),
  restart: like('on-failure:3', /^(?:no|always|unless-stopped|on-failure(?::\d+)?)?$/),
};

// PROGRAM | COMMANDS | OPTIONS | FORM; a form is a name of the table above or a list of what is allowed.
const table = `
kubectl | | --replicas --current-replicas --min --max --cpu-percent --grace-period --to-revision --revision --limit-bytes --chunk-size --tail --backoff-limit | number
kubectl | expose run | --port | ports
kubectl | | --since --timeout --pod-running-timeout | duration
kubectl | expose | --type | ClusterIP NodePort LoadBalancer ExternalName
kubectl | patch | --type | json merge strategic
kubectl | patch | -p --patch | json
kubectl | run | --restart | Always OnFailure Never
kubectl | run | --image-pull-policy | Always IfNotPresent Never
kubectl | run create-deployment create-job create-cronjob | --image | image
kubectl | get run expose apply label annotate patch create-deployment create-configmap create-secret-generic create-namespace create-job | -o --output | output
kubectl | | --from-literal | pair
kubectl | create-service-nodeport create-service-clusterip create-service-loadbalancer | --tcp | tcp
kubectl | wait | --for | wait
kubectl | | --dry-run | none server client true false unchanged
kubectl | delete | --cascade | true false background orphan foreground
kubectl | | -l --selector | selector
docker | run create | -p --publish | publish
docker | run create | -v --volume | volume
docker | run create update | -m --memory --memory-reservation --memory-swap --shm-size | size
docker | run create update | --cpus | decimal
docker | run create update | -c --cpu-shares --pids-limit | number
docker | run create update | --restart | restart
docker | run create | --name | container
docker | build | -t --tag | image
docker | ps images volume-ls network-ls container-ls image-ls | -f --filter | filter
docker | service-create service-update | --replicas | number
docker-compose | up | --scale | scale
docker-compose | up down stop restart | -t --timeout | number
git | log | -n --max-count --skip | number
git | clone fetch pull | --depth | number
curl | | -m --max-time --connect-timeout --retry-max-time | decimal
curl | | --retry --max-redirs --retry-delay | number
curl | | -H --header | header
curl | | -X --request | method
curl | | -d --data --data-raw --json | json
cut | | -f --fields -c --characters -b --bytes | list
cut | | -d --delimiter | letter
sort | | -k --key | key
helm | | --set --set-string | pair
helm | | --timeout | duration
ssh | | -p | number
scp | | -P | number
psql | | -p --port | number
redis-cli | | -p -n -r | number
head | | -n --lines -c --bytes | lines
tail | | -n --lines -c --bytes | lines
grep | | -A -B -C -m --after-context --before-context --context --max-count | number
timeout | | -k --kill-after | seconds
wget | | -t --tries -T --timeout | decimal
`;

interface Row {
  readonly commands: ReadonlySet<string>;
  readonly options: ReadonlySet<string>;
  readonly form: ValueForm;
}

const rows = new Map<string, Row[]>();
for (const line of table.trim().split('\n')) {
  const [program = '', commands = '', options = '', form = ''] = line.split('|').map((part) => part.trim());
  const known = Object.hasOwn(forms, form) ? forms[form] : among(form);
  if (!known) continue;
  const list = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter(Boolean));
  rows.set(program, [...(rows.get(program) ?? []), { commands: list(commands), options: list(options), form: known }]);
}

/** The form of an option's value; undefined where anything goes. */
export function formOfOption(program: string, command: string, option: string): ValueForm | undefined {
  const name = command.replace(/^(?:container|image|builder|buildx) /, '').replaceAll(' ', '-');
  return rows
    .get(program)
    ?.find(({ commands, options }) => options.has(option) && (commands.size === 0 || commands.has(name)))?.form;
}

const signals =
  'HUP INT QUIT ILL TRAP ABRT IOT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO POLL PWR SYS';

// PROGRAM COMMAND | which operands (`0`: the first, `*`: all, `1*`: all but the first) | FORM
const operandForms: Readonly<Record<string, readonly [which: string, form: ValueForm]>> = {
  'kubectl create deployment': ['*', dnsName],
  'kubectl create namespace': ['*', dnsName],
  'kubectl create job': ['*', dnsName],
  'kubectl create configmap': ['*', dnsName],
  'kubectl create secret generic': ['*', dnsName],
  'kubectl create serviceaccount': ['*', dnsName],
  'kubectl run': ['0', dnsName],
  'docker run': ['0', forms['image'] ?? number],
  'docker create': ['0', forms['image'] ?? number],
  'docker pull': ['0', forms['image'] ?? number],
  'docker push': ['0', forms['image'] ?? number],
  'docker tag': ['1*', forms['image'] ?? number],
  'docker service scale': ['*', forms['scale'] ?? number],
  'docker-compose scale': ['*', forms['scale'] ?? number],
  sleep: ['*', seconds],
  timeout: ['0', seconds],
  seq: ['*', forms['decimal'] ?? number],
};

/** The form of an operand by its number. */
export function formOfOperand(program: string, command: string, index: number): ValueForm | undefined {
  const name = `${program} ${command.replace(/^(?:container|image) /, '')}`.trim();
  const entry = Object.hasOwn(operandForms, name) ? operandForms[name] : undefined;
  if (!entry) return undefined;
  const [which, form] = entry;
  return which === '*' || (which === '0' && index === 0) || (which === '1*' && index > 0) ? form : undefined;
}

/** The form of the first operand of `chmod`. */
export const modeForm = like('u+x', /^[0-7]{1,5}$|^(?:[ugoa]*[-+=][rwxXstugo]*,?)+$|^[-+=][0-7]{1,4}$/);

/** The form of a signal's name, as `kill` takes it. */
export const signalForm: ValueForm = {
  fits: (value) => /^\d{1,2}$/.test(value) || signals.split(' ').includes(value.toUpperCase().replace(/^SIG/, '')),
  told: message('lint/form-like', { example: 'TERM' }),
};
