import { canonicalVerb } from './kubectl-kinds.ts';

/** What says which objects are meant without naming them. */
export const fromFile = ['-f', '--filename', '-k', '--kustomize'];
export const selects = [...fromFile, '-l', '--selector', '--all', '--field-selector'];

/** Operands and options that commands need: `NAME`, `TYPE`, `TYPE NAME`, pairs, options. */
export interface Need {
  /** Least number of operands, their names for people. */
  readonly operands: readonly string[];
  /** Options that stand for all operands. */
  readonly or?: readonly string[];
  /** Options of which one has to be there. */
  readonly options?: readonly (readonly string[])[];
  /** Most operands; any number without it. */
  readonly most?: number;
}

function named(...options: readonly (readonly string[])[]): Need {
  return { operands: ['NAME'], options, most: 1, or: fromFile };
}

const needs: Readonly<Record<string, Need>> = {
  get: { operands: ['TYPE'], or: [...fromFile, '--raw'] },
  describe: { operands: ['TYPE'], or: fromFile },
  edit: { operands: ['TYPE'], or: fromFile },
  delete: { operands: ['TYPE'], or: [...fromFile, '--raw'] },
  run: { operands: ['NAME'], options: [['--image']] },
  'create deployment': { operands: ['NAME'], options: [['--image']], most: 1 },
  'create job': { operands: ['NAME'], options: [['--image', '--from']], most: 1 },
  'create cronjob': { operands: ['NAME'], options: [['--image'], ['--schedule']], most: 1 },
  'create namespace': named(),
  'create serviceaccount': named(),
  'create configmap': named(),
  'create secret generic': named(),
  'create secret tls': named(['--cert'], ['--key']),
  'create secret docker-registry': named(),
  'create role': named(['--verb'], ['--resource']),
  'create clusterrole': named(['--verb', '--aggregation-rule']),
  'create rolebinding': named(['--clusterrole', '--role']),
  'create clusterrolebinding': named(['--clusterrole']),
  'create service clusterip': named(['--tcp', '--clusterip']),
  'create service nodeport': named(['--tcp']),
  'create service loadbalancer': named(['--tcp']),
  'create service externalname': named(['--external-name']),
  'create ingress': named(['--rule', '--default-backend']),
  'create quota': named(),
  'create priorityclass': named(),
  'create poddisruptionbudget': named(['--selector']),
  'create token': { operands: ['NAME'], most: 1 },
  apply: { operands: [], options: [fromFile] },
  replace: { operands: [], options: [[...fromFile, '--raw']] },
  diff: { operands: [], options: [fromFile] },
  logs: { operands: ['POD'], or: ['-l', '--selector', ...fromFile], most: 2 },
  exec: { operands: ['POD'], or: ['-f', '--filename'] },
  attach: { operands: ['POD'], or: ['-f', '--filename'], most: 1 },
  'port-forward': { operands: ['TYPE/NAME', 'PORT'] },
  cp: { operands: ['SOURCE', 'DESTINATION'], most: 2 },
  scale: { operands: ['TYPE', 'NAME'], or: selects, options: [['--replicas']] },
  autoscale: { operands: ['TYPE', 'NAME'], or: fromFile, options: [['--max']] },
  expose: { operands: ['TYPE', 'NAME'], or: selects },
  patch: { operands: ['TYPE', 'NAME'], or: fromFile, options: [['-p', '--patch', '--patch-file']] },
  'rollout status': { operands: ['TYPE', 'NAME'], or: selects },
  'rollout history': { operands: ['TYPE', 'NAME'], or: selects },
  'rollout undo': { operands: ['TYPE', 'NAME'], or: selects },
  'rollout restart': { operands: ['TYPE'], or: selects },
  'rollout pause': { operands: ['TYPE', 'NAME'], or: selects },
  'rollout resume': { operands: ['TYPE', 'NAME'], or: selects },
  'set env': { operands: ['TYPE', 'NAME'], or: selects },
  'set resources': { operands: ['TYPE', 'NAME'], or: selects, options: [['--limits', '--requests']] },
  'set selector': { operands: ['TYPE', 'NAME'], or: selects },
  'set serviceaccount': { operands: ['TYPE', 'NAME'], or: selects },
  debug: { operands: ['POD'], or: ['-f', '--filename'] },
  cordon: { operands: ['NODE'], or: ['-l', '--selector'] },
  uncordon: { operands: ['NODE'], or: ['-l', '--selector'] },
  drain: { operands: ['NODE'], or: ['-l', '--selector'] },
  wait: { operands: ['TYPE/NAME'], or: selects, options: [['--for']] },
  explain: { operands: ['TYPE'], most: 1 },
  'auth can-i': { operands: ['VERB'], or: ['--list'], most: 3 },
  'certificate approve': { operands: ['NAME'], or: fromFile },
  'certificate deny': { operands: ['NAME'], or: fromFile },
  'config use-context': { operands: ['NAME'], most: 1 },
  'config delete-context': { operands: ['NAME'], most: 1 },
  'config rename-context': { operands: ['NAME', 'NEW_NAME'], most: 2 },
  'config set-context': { operands: ['NAME'], or: ['--current'], most: 1 },
  'config set-cluster': { operands: ['NAME'], most: 1 },
  'config set-credentials': { operands: ['NAME'], most: 1 },
  'api-resources': { operands: [], most: 0 },
  'api-versions': { operands: [], most: 0 },
  'cluster-info': { operands: [], most: 0 },
  version: { operands: [], most: 0 },
};

/** What a command needs; undefined where nothing is known. */
export function needOf(name: string): Need | undefined {
  const canonical = canonicalVerb(name);
  return Object.hasOwn(needs, canonical) ? needs[canonical] : undefined;
}
