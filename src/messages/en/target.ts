import type { TargetCodes } from '../codes/target.ts';
import type { Wordings } from '../wording.ts';

const sharedUser =
  'Students share one Unix user and are not separated: each can read and change the files of the others, end their work, and all that this user may.';

export const target = {
  'target/rehearsal': ({ isolation }) =>
    'This is a rehearsal: node1 is embedded, and imitates Docker 20.10 and Kubernetes 1.20 as far as a first workshop goes. ' +
    {
      none: 'It is no sandbox: the shell is your own, and can touch your files.',
      user: 'Each student has a Unix user of their own: files, processes and ports of others are closed to it.',
      shared: sharedUser,
      namespace:
        'Each student has namespaces of their own: files and processes of others are out of sight; ports of 127.0.0.1 are shared.',
    }[isolation],
  'target/shared-user': () => sharedUser,
  'target/host-ended': ({ reason }, say) => `node1 could not be started apart from others: ${say(reason)}`,
  'target/isolation-program': ({ program }) =>
    `there is no program ${program} in PATH, which is needed to keep students apart. Install the package util-linux.`,
  'target/isolation-unreadable': ({ folders }) =>
    `a user without an account cannot get into one of ${folders.join(', ')}. Install Node and Pupitre where everybody may read, such as in /opt, and let TMPDIR be such a folder.`,
  'target/isolation-refused': ({ reason }, say) => `the system does not let students be kept apart: ${say(reason)}`,
  'target/no-user-left': ({ folder, count }) =>
    `all ${count} Unix users for students are taken. Remove those from ${folder} that have no process any more.`,
  'target/isolation-root': () => 'only root can give each student a Unix user of their own',
  'target/isolation-linux': () => 'only Linux can keep students apart',
  'target/isolation-absent': ({ isolation, reason }, say) =>
    `the isolation ${isolation} that runner.config.json asks for is not to be had: ${say(reason)}`,
  'target/no-folder': ({ folder, reason }, say) =>
    `cannot make node1's folder in ${folder}: ${say(reason)}. Make room there, or name another folder in the variable TMPDIR.`,
  'target/not-prepared': () => 'the rehearsal has not been prepared, or is closed',
  'target/no-program': ({ shell }) =>
    `there is no program ${shell} to run. Name a bash in runner.config.json (targets.local.shell).`,
  'target/not-in-path': ({ shell, path }) =>
    `there is no ${shell} in PATH (${path || 'which is empty'}). Install it, or name one in runner.config.json (targets.local.shell).`,
  'target/no-terminal': ({ program, reason }, say) => `could not open a pseudo-terminal for ${program}: ${say(reason)}`,
  'target/file-differs': ({ to, from }) =>
    `${to} is there already and differs from ${from}. Move it away, or change "files" in runner.config.json.`,
  'target/file-missing': ({ from }) => `${from} is named in "files" of runner.config.json, but it is not there.`,
  'target/cannot-place': ({ reason }, say) => `could not put files in place: ${say(reason)}`,
  'target/cannot-read': ({ file, reason }, say) => `cannot read ${file}: ${say(reason)}`,
  'target/ssh-failed': ({ host, reason }, say) =>
    `${host} cannot be used by ssh: ${say(reason)}. \`ssh ${host} true\` must work without a question; see hosts in runner.config.json.`,
  'target/ssh-no-shell': ({ host, shell }) =>
    `${host} lacks ${shell} or base64: install them there, or name another bash in runner.config.json.`,
  'target/no-host-free': ({ hosts }) =>
    `All ${hosts} hosts of this target are in use: name more in runner.config.json.`,
  'target/cannot-compare': ({ to, from, reason }, say) => `cannot compare ${to} with ${from}: ${say(reason)}`,
  'target/kube-config': ({ reason }, say) => `the kubeconfig cannot be used: ${say(reason)}`,
  'target/kube-context': ({ context }) =>
    `the kubeconfig has no context ${context} with a cluster. Name one in runner.config.json (context, kubeconfig), or set KUBECONFIG.`,
  'target/kube-away': ({ server, reason }, say) =>
    `the API server of Kubernetes at ${server} cannot be reached: ${say(reason)}. \`kubectl get pods\` must work from here.`,
  'target/kube-late': ({ server, seconds }) =>
    `the API server of Kubernetes at ${server} did not answer within ${seconds} s.`,
  'target/kube-refused': ({ namespace, reason }, say) =>
    `Kubernetes refuses what a node in the namespace ${namespace} needs: ${say(reason)}`,
  'target/kube-forbidden': ({ namespace, reason }, say) =>
    `Pupitre may not do what a node in the namespace ${namespace} needs: ${say(reason)}. Its account needs the Role of deploy/ (docs/kubernetes.md).`,
  'target/kube-quota': ({ namespace, reason }, say) =>
    `the quota of the namespace ${namespace} is used up: ${say(reason)}. Remove pods, ask for less in runner.config.json (resources), or make the ResourceQuota larger.`,
  'target/kube-image': ({ image, reason }, say) =>
    `the image ${image} of the nodes is not to be had: ${say(reason)}. See its name in runner.config.json, and whether the cluster may pull it.`,
  'target/kube-start': ({ pod, seconds, reason }, say) =>
    `the pod ${pod} has not started within ${seconds} s: ${say(reason)}. \`kubectl describe pod\` says more about such pods.`,
  'target/kube-ended': ({ pod, reason }, say) => `the pod ${pod} has ended: ${say(reason)}`,
  'target/kube-deleted': ({ pod }) => `the pod ${pod} was deleted.`,
  'target/kube-exec': ({ pod, reason }, say) => `no program could be started in the pod ${pod}: ${say(reason)}`,
  'target/kube-lost': ({ pod, code }) => `the connection to the pod ${pod} is lost (WebSocket ${code}).`,
  'target/kube-output': ({ pod, bytes }) => `a program in the pod ${pod} said more than ${bytes} bytes.`,
  'target/kube-remove': ({ pod, seconds }) =>
    `the pod ${pod} has not ended within ${seconds} s. Where its machine is gone, \`kubectl delete pod ${pod} --force\` makes Kubernetes forget it.`,
  'target/kube-network': ({ namespace, result }) =>
    ({
      apart: `The pods of students do not reach each other (tried with two pods in the namespace ${namespace}).`,
      noPolicy: `The pods of students reach each other. This cluster enforces NetworkPolicy, but the namespace ${namespace} has none that keeps them apart: apply the one of deploy/.`,
      notEnforced: `The pods of students reach each other. This cluster accepts NetworkPolicy and does nothing with it (tried in the namespace ${namespace} with one that denies everything).`,
    })[result],
  'target/kube-network-unknown': ({ reason }, say) =>
    `Whether the pods of students reach each other could not be found out: ${say(reason)}`,
  'target/kube-network-listener': () => 'the image has no nc, python3, node or perl to try it with.',
  'target/kube-network-late': ({ seconds }) => `it took longer than ${seconds} s.`,
  'target/container': ({ shells }) =>
    'Each student has a container of their own: files, processes and ports of others are closed to it, and it ends with their place. ' +
    {
      unknown: 'Shells outlive a restart of Pupitre where the image has dtach.',
      stay: 'Shells outlive a restart of Pupitre.',
      end: 'The image has no dtach: shells end when Pupitre does, files stay. Install the package dtach in the image.',
    }[shells],
  'target/container-lacks': ({ container, program }) =>
    `the container ${container} has no ${program}: install it in the image, or name another shell in runner.config.json.`,
  'target/container-gone': ({ container }) =>
    `the container ${container} is gone, with all that was in it: the next node is a new one.`,
  'target/script-lacks': ({ program }) => `a script needs ${program}, which is not on the node`,
  'target/script-lost': ({ reason }, say) => {
    const said = say(reason);
    return `a script could not be run on the node${said === '' ? '' : `: ${said}`}`;
  },
  'target/container-script': ({ container, reason }, say) =>
    `the container ${container} cannot be used: ${say(reason)}`,
  'target/no-answer': () => 'no answer came in time',
  'target/docker-absent': ({ engine, reason }, say) =>
    `Docker cannot be used at ${engine}: ${say(reason)}. \`docker info\` must work for this user; name another engine by DOCKER_HOST, or "host" in runner.config.json.`,
  'target/docker-ssh': ({ host }) =>
    `Docker over SSH (${host}) is not supported. Forward the engine’s socket (\`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST\`) and name it: DOCKER_HOST=unix:///tmp/docker.sock, or "host" in runner.config.json.`,
  'target/docker-refused': ({ reason }, say) =>
    `Docker refuses the container: ${say(reason)}. See image, user, cpus and "limits" in runner.config.json.`,
  'target/docker-no-image': ({ image, reason }, say) =>
    `the image ${image} is not on this machine, and cannot be pulled: ${say(reason)}. \`docker pull ${image}\` must work.`,
  'target/docker-no-filter': () =>
    'this Docker cannot keep containers of one network apart, because the kernel lacks br_netfilter. Load it (modprobe br_netfilter), or give the target "network": "none".',
} satisfies Wordings<TargetCodes>;
