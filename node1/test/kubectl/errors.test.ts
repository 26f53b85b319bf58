import { expect, test } from 'vitest';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

// As kubectl 1.20.2 printed them on a real cluster.
const printed: readonly (readonly [line: string, text: string])[] = [
  ['obtenir svc', 'Error: unknown command "obtenir" for "kubectl"\nRun \'kubectl --help\' for usage.\n'],
  [
    'gat pods',
    'Error: unknown command "gat" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n\twait\n\nRun \'kubectl --help\' for usage.\n',
  ],
  ['--nosuch', "Error: unknown flag: --nosuch\nSee 'kubectl --help' for usage.\n"],
  ['get pods --nosuch', "Error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n"],
  ['-n x obtenir', 'Error: flags cannot be placed before plugin name: -n\n'],
  ['get nosuch', 'error: the server doesn\'t have a resource type "nosuch"\n'],
  ['get pod nosuch', 'Error from server (NotFound): pods "nosuch" not found\n'],
  ['get deploy/rng -n nosuch', 'Error from server (NotFound): namespaces "nosuch" not found\n'],
  ['get all x', 'error: you must specify only one resource\n'],
  ['get po/', 'error: arguments in resource/name form must have a single resource and name\n'],
  ['get pods,svc -w', 'error: you may only specify a single resource type\n'],
  [
    'get pods x y',
    'Error from server (NotFound): pods "x" not found\nError from server (NotFound): pods "y" not found\n',
  ],
  ['describe svc/nosuch', 'Error from server (NotFound): services "nosuch" not found\n'],
  ['logs nosuch', 'Error from server (NotFound): pods "nosuch" not found\n'],
  ['logs deploy/nosuch', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
  ['exec pod/nosuch', 'error: you must specify at least one command for the container\n'],
  ['exec pod/nosuch -- ls', 'Error from server (NotFound): pods "nosuch" not found\n'],
  ['run', 'Error: required flag(s) "image" not set\n'],
  ['run x', 'Error: required flag(s) "image" not set\n'],
  ['run x --image=127.0.0.1:/rng:v0.1', 'error: Invalid image name "127.0.0.1:/rng:v0.1": invalid reference format\n'],
  ['run x --image=a --restart=Foo', "error: invalid restart policy: Foo\nSee 'kubectl run -h' for help and examples\n"],
  ['scale deploy/nosuch --replicas=2', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
  ['scale deploy/rng', 'Error: required flag(s) "replicas" not set\n'],
  ['expose deployment nosuch --port 80', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
  ['expose node/node1 --port=80', 'error: cannot expose a Node\n'],
  ['set image deploy/rng', 'Error from server (NotFound): deployments.apps "rng" not found\n'],
  ['rollout bogus', 'error: unknown command "bogus"\nSee \'kubectl rollout -h\' for help and examples\n'],
  ['rollout status', 'error: required resource not specified\n'],
  ['rollout undo deploy/nosuch', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
  ['create deployment', 'Error: required flag(s) "image" not set\n'],
  ['create ns default', 'Error from server (AlreadyExists): namespaces "default" already exists\n'],
  ['create service clusterip x', 'error: at least one tcp port specifier must be provided\n'],
  ['label pod x', 'error: at least one label update is required\n'],
  ['wait pod/x', 'error: unrecognized condition: ""\n'],
  ['wait --for=delete pod/nosuch', 'error: no matching resources found\n'],
  ['port-forward svc/x 80', 'Error from server (NotFound): services "x" not found\n'],
  ['apply', 'error: must specify one of -f and -k\n'],
  ['apply -f /nosuch', 'error: the path "/nosuch" does not exist\n'],
  ['delete pod', 'error: resource(s) were provided, but no name, label selector, or --all flag specified\n'],
  ['delete pod --all x', 'error: name cannot be provided when a selector is specified\n'],
];

test('mistakes end with the words of kubectl and 1', async () => {
  await withCluster(async (cluster) => {
    for (const [line, text] of printed) expect(await shown(cluster, line), line).toBe(`${text}exit 1\n`);
  });
});

test('help has the first lines and the sections of kubectl', async () => {
  await withCluster(async (cluster) => {
    expect(await shown(cluster, '')).toMatch(
      /^kubectl controls the Kubernetes cluster manager\.\n\n Find more information at: /,
    );
    const help = await shown(cluster, 'create deployment --help');
    expect(help).toMatch(/^Create a deployment with the specified name\.\n\nAliases:\ndeployment, deploy\n/);
    expect(help).toContain('Usage:\n  kubectl create deployment NAME --image=image -- [COMMAND] [args...] [options]\n');
    expect(await shown(cluster, 'help create deploy')).toBe(help);
  });
});

test('what the rehearsal does not know says so', async () => {
  await withCluster(async (cluster) => {
    for (const line of ['get leases', 'get --raw=/metrics'])
      expect(await shown(cluster, line), line).toMatch(
        /^rehearsal: .* is not simulated; use a real cluster\n[^]*exit 1\n$/,
      );
  });
});

test('nothing found is no error', async () => {
  await withCluster(async (cluster) => {
    expect(await shown(cluster, 'get pods')).toBe('No resources found in default namespace.\n');
    expect(await shown(cluster, 'get pods -A -l app=none')).toBe('No resources found\n');
    expect(await shown(cluster, 'get pods -o name')).toBe('');
    expect(await shown(cluster, 'get pods -n nosuch')).toBe('No resources found in nosuch namespace.\n');
  });
});
