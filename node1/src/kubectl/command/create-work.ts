import type { HTTPIngressPath, IngressBackend, IngressTLS } from 'kubernetes-types/networking/v1.js';
import { flag } from '../../cli-kit/flags.ts';
import { parseQuantity } from '../../kube/quantity.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { findKind } from '../kinds.ts';
import { getNamed, parseRequest } from '../selection.ts';
import { madeFlags, madeMetadata, make, oneName } from './create-object.ts';
import { notYet } from './print-result.ts';

/** What stands behind `--`, or behind the name: the words of a container. */
function commandOf(call: KubectlCall): { readonly name: string; readonly command: readonly string[] } {
  const [name, ...rest] = call.args;
  if (name === undefined || call.dash === 0) return failUsage(call.command, `exactly one NAME is required, got 0`);
  if (call.dash < 0 && rest.length > 0)
    return failUsage(call.command, `exactly one NAME is required, got ${call.args.length}`);
  if (call.dash > 1) return failUsage(call.command, `exactly one NAME is required, got ${call.dash}`);
  return { name, command: rest };
}

function template(name: string, image: string, command: readonly string[], restartPolicy: string) {
  const container = { ...(command.length === 0 ? {} : { command: [...command] }), image, name, resources: {} };
  return { metadata: { creationTimestamp: notYet }, spec: { containers: [container], restartPolicy } };
}

async function createJob(call: KubectlCall): Promise<number> {
  const { name, command } = commandOf(call);
  const [image, from] = [call.flags.text('image'), call.flags.text('from')];
  if ((image === '') === (from === '')) fail('either --image or --from must be specified');
  if (command.length > 0 && from !== '') fail('cannot specify --from and command');
  const metadata = madeMetadata(call, name);
  if (image !== '') {
    const object = { metadata, spec: { template: template(name, image, command, 'Never') }, status: {} };
    return make(call, 'jobs', object, 'job');
  }
  const request = parseRequest([from]);
  if (request?.by !== 'name' || request.names[0]?.kind !== findKind('cronjobs'))
    return fail('from must be an existing cronjob');
  const { kind, name: source } = request.names[0];
  const found = getNamed(call.cluster.store, kind, call.namespace, source).object;
  const cron = call.cluster.store.get('cronjobs', found.metadata.namespace ?? '', source);
  const { jobTemplate } = cron?.spec ?? {};
  const { annotations, labels } = jobTemplate?.metadata ?? {};
  const object = {
    metadata: {
      ...metadata,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ...(labels === undefined ? {} : { labels }),
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'CronJob', name: source, uid: found.metadata.uid ?? '' }],
    },
    ...(jobTemplate?.spec === undefined ? {} : { spec: structuredClone(jobTemplate.spec) }),
    status: {},
  };
  return make(call, 'jobs', object, 'job');
}

async function createCronJob(call: KubectlCall): Promise<number> {
  const { name, command } = commandOf(call);
  const { flags } = call;
  const spec = { template: template(name, flags.text('image'), command, flags.text('restart') || 'OnFailure') };
  const object = {
    metadata: madeMetadata(call, name),
    spec: { jobTemplate: { metadata: { creationTimestamp: notYet, name }, spec }, schedule: flags.text('schedule') },
    status: {},
  };
  return make(call, 'cronjobs', object, 'cronjob');
}

const host = String.raw`^(?<host>[\w\*\-\.]*)`;
const rulePattern = new RegExp(
  String.raw`${host}(?<path>/.*)=(?<service>[\w\*\-\.]+):(?<port>[\w\*\-\.]+)(?<tls>,tls)?(=[\w\*\-\.]+)?$`,
);

function backendOf(text: string): IngressBackend {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function pathOf(text: string): HTTPIngressPath {
  const [path = '', service = ''] = text.split('=');
  const prefix = path.endsWith('*');
  const backend = backendOf(service);
  return { backend, path: `/${prefix ? path.slice(0, -1) : path}`, pathType: prefix ? 'Prefix' : 'Exact' };
}

async function createIngress(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const { flags } = call;
  const rules = flags.list('rule');
  const fallback = flags.text('default-backend');
  if (rules.length === 0 && fallback === '')
    fail(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  const odd = rules.find((rule) => !rulePattern.test(rule));
  if (odd !== undefined)
    fail(`rule ${odd} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  if (fallback !== '' && fallback.split(':').length !== 2)
    fail('default-backend should be in format servicename:serviceport');
  const hosts = new Map<string, HTTPIngressPath[]>();
  const tls: IngressTLS[] = [];
  for (const rule of rules) {
    const [plain = '', secured] = rule.split(',');
    const [of = '', rest = ''] = plain.split(/\/(.*)/s);
    hosts.set(of, [...(hosts.get(of) ?? []), pathOf(rest)]);
    if (secured === undefined || tls.some((each) => each.hosts?.includes(of) === true)) continue;
    const secretName = secured.split('=')[1] ?? '';
    const same = tls.find((each) => (each.secretName ?? '') === secretName);
    if (same !== undefined) same.hosts = [...(same.hosts ?? []), of];
    else if (of !== '' || secretName !== '')
      tls.push({ ...(of === '' ? {} : { hosts: [of] }), ...(secretName === '' ? {} : { secretName }) });
  }
  const annotations = Object.fromEntries(
    flags.list('annotation').map((text) => {
      const [key = '', value = ''] = text.split(/=(.*)/s);
      return [key, value] as const;
    }),
  );
  const object = {
    metadata: {
      ...madeMetadata(call, name),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      ...(fallback === '' ? {} : { defaultBackend: backendOf(fallback) }),
      ...(flags.text('class') === '' ? {} : { ingressClassName: flags.text('class') }),
      ...(hosts.size === 0
        ? {}
        : { rules: [...hosts].map(([of, paths]) => ({ ...(of === '' ? {} : { host: of }), http: { paths } })) }),
      ...(tls.length === 0 ? {} : { tls }),
    },
    status: { loadBalancer: {} },
  };
  return make(call, 'ingresses', object, 'ingress');
}

async function createQuota(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const statements = call.flags.text('hard');
  const pairs = (statements === '' ? [] : statements.split(',')).map((statement) => {
    const parts = statement.split('=');
    const [key = '', value = ''] = parts;
    if (parts.length !== 2) fail(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    if (parseQuantity(value) === undefined)
      fail("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return [key, value] as const;
  });
  const scopes = call.flags.text('scopes') === '' ? [] : call.flags.text('scopes').split(',');
  if (scopes.includes('')) fail('invalid resource quota scope ""');
  const spec = {
    ...(pairs.length === 0 ? {} : { hard: Object.fromEntries(pairs) }),
    ...(scopes.length === 0 ? {} : { scopes }),
  };
  return make(call, 'resourcequotas', { metadata: madeMetadata(call, name), spec, status: {} }, 'quota');
}

async function createBudget(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const [least, most, selector] = ['min-available', 'max-unavailable', 'selector'].map((each) => call.flags.text(each));
  if (selector === '') fail('a selector must be specified');
  if (least === '' && most === '') fail('one of min-available or max-unavailable must be specified');
  if (least !== '' && most !== '') fail('min-available and max-unavailable cannot be both specified');
  const value = (text: string | undefined) => (/^\d+$/.test(text ?? '') ? Number(text) : text) ?? '';
  const labels = (selector ?? '').split(',').map((pair) => pair.split(/==?/).map((part) => part.trim()));
  const matchLabels = Object.fromEntries(labels.map(([key = '', text = '']) => [key, text] as const));
  const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  const amount = least === '' ? { maxUnavailable: value(most) } : { minAvailable: value(least) };
  const object = { metadata: madeMetadata(call, name), spec: { ...amount, selector: { matchLabels } }, status };
  return make(call, 'poddisruptionbudgets', object);
}

async function createPriority(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const { flags } = call;
  const object = {
    ...(flags.text('description') === '' ? {} : { description: flags.text('description') }),
    ...(flags.on('global-default') ? { globalDefault: true } : {}),
    metadata: { creationTimestamp: notYet, name },
    preemptionPolicy: flags.text('preemption-policy'),
    value: flags.number('value'),
  };
  // kubectl 1.20 has copied the words of another command.
  return make(call, 'priorityclasses', object, 'clusterrolebinding');
}

/** `kubectl create job`, `cronjob`, `ingress`, `quota`, `poddisruptionbudget` and `priorityclass`. */
export const workCommands: readonly KubectlCommand[] = [
  {
    name: 'cronjob',
    aliases: ['cj'],
    flags: [flag.text('image'), flag.text('schedule'), flag.text('restart'), ...madeFlags],
    required: ['image', 'schedule'],
    run: createCronJob,
  },
  {
    name: 'ingress',
    aliases: ['ing'],
    flags: [
      ...[flag.text('class'), flag.list('rule'), flag.text('default-backend'), flag.list('annotation')],
      ...madeFlags,
    ],
    run: createIngress,
  },
  { name: 'job', flags: [flag.text('image'), flag.text('from'), ...madeFlags], run: createJob },
  {
    name: 'poddisruptionbudget',
    aliases: ['pdb'],
    flags: [flag.text('min-available'), flag.text('max-unavailable'), flag.text('selector'), ...madeFlags],
    run: createBudget,
  },
  {
    name: 'priorityclass',
    aliases: ['pc'],
    flags: [
      flag.number('value', '0'),
      flag.bool('global-default'),
      flag.text('description'),
      flag.text('preemption-policy', undefined, 'PreemptLowerPriority'),
      ...madeFlags,
    ],
    run: createPriority,
  },
  {
    name: 'quota',
    aliases: ['resourcequota'],
    flags: [flag.text('hard'), flag.text('scopes'), ...madeFlags],
    run: createQuota,
  },
];
