import { z } from 'zod';
import { toZod } from './zod-message.ts';

export const text = z.string().min(1);
export const path = z.string().regex(/^[^\0]+$/, { error: toZod('config/path') });
export const variableName = z.string().regex(/^[A-Za-z_]\w*$/, { error: toZod('config/variable-name') });

const shellOptions = {
  shell: path.describe('bash to run: a path, or a name looked up in PATH. Default: bash.').optional(),
  env: z.record(variableName, z.string()).describe('Environment variables for the shell.').optional(),
  passEnv: z
    .array(variableName)
    .describe('Variables of Pupitre’s own environment that the shell gets too, besides PATH, HOME, LANG and the like.')
    .optional(),
};

const localTarget = z
  .strictObject({
    type: z.literal('local').describe('A bash on this machine, as the user that runs Pupitre.'),
    ...shellOptions,
    bashrc: z
      .boolean()
      .describe('The shell reads ~/.bashrc, as the user’s own terminals do. Default: no start-up file is read.')
      .optional(),
    home: z
      .enum(['user', 'temporary'])
      .describe('user: the home of the user. temporary: an empty one for each node, removed at its end. Default: user.')
      .optional(),
  })
  .describe('A shell on this machine.');

const rehearsalTarget = z
  .strictObject({
    type: z
      .literal('rehearsal')
      .describe('The embedded node1: a bash on this machine in front of an imitated cluster.'),
    ...shellOptions,
    isolation: z
      .enum(['user', 'namespace', 'none'])
      .describe(
        'What keeps each node apart from the others and from this machine’s user. user: a Unix user of its own (needs root). ' +
          'namespace: Linux namespaces of its own. Default: with a password the best that this machine can do, else none.',
      )
      .optional(),
    compose: z
      .literal(2)
      .describe('Docker has the plugin `docker compose`, version 2. Default: it has not; docker-compose 1.29 is there.')
      .optional(),
    kubernetes: z
      .literal('1.28')
      .describe('Some texts of kubectl are those of this release. Default: all are those of 1.20.')
      .optional(),
  })
  .describe('An embedded node1, for machines without Docker and Kubernetes.');

const sshTarget = z
  .strictObject({
    type: z.literal('ssh').describe('A bash on another machine, by the system’s ssh.'),
    hosts: z
      .array(z.string().regex(/^[^-\s]\S*$/, { error: toZod('config/ssh-host') }))
      .min(1)
      .describe('Names of the ssh configuration, or user@host; each is the node of one person at a time.'),
    config: path.describe('A configuration of ssh instead of the user’s.').optional(),
    shell: shellOptions.shell,
    env: shellOptions.env,
  })
  .describe('Shells on other machines.');

const kubernetesName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, { error: toZod('config/kubernetes-name') });
const quantities = z.record(text, text).optional();

const kubernetesTarget = z
  .strictObject({
    type: z.literal('kubernetes').describe('A bash in a pod of a Kubernetes cluster; each person has a pod.'),
    image: text.describe('Has bash, and dtach where shells are to outlive the server.'),
    namespace: kubernetesName.describe('Where the pods are. Default: that of the context.').optional(),
    kubeconfig: path
      .describe('Default: what kubectl uses (KUBECONFIG, ~/.kube/config), in a pod its service account.')
      .optional(),
    context: text.describe('A context of the kubeconfig. Default: its current one.').optional(),
    runtimeClass: kubernetesName.describe('RuntimeClass of the pods, such as that of gVisor or Kata.').optional(),
    serviceAccount: kubernetesName.describe('Of the pods; its token is not given to them.').optional(),
    user: z
      .int()
      .min(1)
      .describe('Number of the Unix user in the pods, who is not root then. Default: the image’s.')
      .optional(),
    resources: z
      .strictObject({
        requests: quantities.describe('Default: 20m of cpu, 64Mi of memory.'),
        limits: quantities.describe('Default: `limits.memoryMb` of memory, 2Gi of ephemeral-storage.'),
      })
      .describe('What a pod gets, in Kubernetes’ terms.')
      .optional(),
    shell: shellOptions.shell,
    env: shellOptions.env,
  })
  .describe('Pods of a Kubernetes cluster: docs/kubernetes.md.');

const dockerTarget = z
  .strictObject({
    type: z.literal('docker').describe('A bash in a container of Docker, a new one for each node.'),
    image: z
      .string()
      .regex(/^[^-\s]\S*$/, { error: toZod('config/image') })
      .describe('Image of the containers: with bash, and with dtach where shells are to outlive Pupitre.'),
    host: z
      .string()
      .regex(/^(?:\/|unix:\/\/\/|(?:tcp|https?):\/\/[^/\s]+)/, { error: toZod('config/docker-host') })
      .describe('Where the engine is: path of its socket, or tcp://host:port. Default: as for the command docker.')
      .optional(),
    user: text.describe('User in the container, by name or number. Default: the image’s.').optional(),
    network: z
      .enum(['internet', 'internal', 'none'])
      .default('internet')
      .describe(
        'internet: everything but the other nodes. internal: this machine only. none: nothing, so that pages of the node cannot be opened.',
      ),
    cpus: z.number().min(0.01).describe('Cores that a node may use. Default: whatever others leave.').optional(),
    shell: shellOptions.shell,
    env: shellOptions.env,
  })
  .describe('Containers of Docker; `limits` holds for each.');

/** One target of runner.config.json. */
export const targetSchema = z
  .discriminatedUnion('type', [rehearsalTarget, localTarget, sshTarget, dockerTarget, kubernetesTarget])
  .describe('Where steps run; `type` says how.');
