/** An option or a sub-command that a program had once. */
export interface Removed {
  /** From this version on it is refused. */
  readonly since: string;
  /** What is written today; `''` where it is just left out. */
  readonly instead: string;
}

// COMMAND [OPTION] | SINCE | INSTEAD. Each from the program's own notes of the release, or tried on both versions.
const table = `
kubectl run --generator | Kubernetes 1.21 | kubectl create deployment
kubectl run --replicas | Kubernetes 1.21 | kubectl create deployment --replicas
kubectl run --schedule | Kubernetes 1.21 | kubectl create cronjob
kubectl run -r | Kubernetes 1.21 | kubectl create deployment --replicas
kubectl run --requests | Kubernetes 1.24 | --overrides
kubectl run --limits | Kubernetes 1.24 | --overrides
kubectl run --serviceaccount | Kubernetes 1.24 | --overrides
kubectl run --hostport | Kubernetes 1.24 | --overrides
kubectl get --export | Kubernetes 1.18 |
kubectl get --show-all | Kubernetes 1.14 |
kubectl get -a | Kubernetes 1.14 |
kubectl get --include-uninitialized | Kubernetes 1.16 |
kubectl apply --server-dry-run | Kubernetes 1.18 | --dry-run=server
kubectl create --server-dry-run | Kubernetes 1.18 | --dry-run=server
kubectl delete --server-dry-run | Kubernetes 1.18 | --dry-run=server
kubectl drain --delete-local-data | Kubernetes 1.24 | --delete-emptydir-data
kubectl version --short | Kubernetes 1.28 |
kubectl rolling-update | Kubernetes 1.18 | kubectl rollout
kubectl stop | Kubernetes 1.3 | kubectl delete
kubectl convert | Kubernetes 1.20 | kubectl-convert
helm init | Helm 3 |
helm reset | Helm 3 |
helm home | Helm 3 | helm env
helm serve | Helm 3 |
helm uninstall --purge | Helm 3 |
helm delete --purge | Helm 3 | helm uninstall
helm del --purge | Helm 3 | helm uninstall
helm install --name | Helm 3 | helm install NAME CHART
helm install --tiller-namespace | Helm 3 |
docker tag -f | Docker 1.12 |
docker tag --force | Docker 1.12 |
docker login -e | Docker 17.06 |
docker login --email | Docker 17.06 |
docker scan | Docker 24 | docker scout
docker app | Docker 23 |
npm bin | npm 9 | npm prefix
docker daemon | Docker 17.06 | dockerd
docker-compose scale | Compose 2.0 | docker compose up -d --scale SERVICE=NUMBER
docker-compose bundle | Compose 2.0 | docker buildx bake
`;

const removed: ReadonlyMap<string, Removed> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [what = '', since = '', instead = ''] = line.split('|').map((part) => part.trim());
      return [what, { since, instead }];
    }),
);

/** What is said of an option (or with `''` of the command itself) that is gone; undefined for all others. */
export function removedOf(program: string, command: string, option: string): Removed | undefined {
  return removed.get([program, command, option].filter((part) => part !== '').join(' '));
}
