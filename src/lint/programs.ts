/** Programs that decks call, in lower case. */
export const programs: ReadonlySet<string> = new Set(
  (
    'kubectl docker docker-compose docker-machine kubeadm kubelet kubectx kubens minikube helm stern kustomize istioctl ' +
    'git curl wget httping ping ssh scp jq sed awk grep cat ls cd echo export sudo systemctl journalctl apt apt-get yum ' +
    'dnf apk pip npm node python python3 ansible terraform vagrant tmux vim nano watch mkdir chmod chown tar make go ' +
    'psql mysql redis-cli etcdctl openssl dig nslookup host sleep while for if source kill rm cp mv ln find tail head'
  ).split(' '),
);

/** Languages of fences whose text comes out of a program: nobody copies it into one. */
export const outputLanguages: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'console',
  'output',
  'terminal',
  'log',
  'none',
  'markdown',
  'md',
]);
