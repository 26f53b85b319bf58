import { describe, expect, test } from 'vitest';
import { differences, isSame, statementsOf } from '../../src/plan/same-command.ts';

function same(one: string, other: string): boolean {
  const [left, right] = [statementsOf(one), statementsOf(other)];
  if (!left || !right) throw new Error('not understood');
  return left.length === right.length && left.every((each, at) => right[at] !== undefined && isSame(each, right[at]));
}

const equal: readonly (readonly [string, string])[] = [
  ['curl $REGISTRY/v2/_catalog', 'curl "$REGISTRY/v2/_catalog"'],
  ['curl $REGISTRY/v2/_catalog', 'curl ${REGISTRY}/v2/_catalog'],
  ['curl $REGISTRY/v2/_catalog', 'curl "${REGISTRY}"/v2/_catalog'],
  ["echo 'a b'", 'echo "a b"'],
  ["echo 'a b'", 'echo a\\ b'],
  ['echo $(hostname)', 'echo "$(hostname)"'],
  ['echo $(hostname)', 'echo `hostname`'],
  ['kubectl get pods', "kubectl 'get' pods"],
  ['kubectl create deployment web --image=nginx', 'kubectl create deployment web --image nginx'],
  ['kubectl create deployment web --image=nginx', 'kubectl create deployment --image=nginx web'],
  [
    'kubectl expose deploy registry --port=5000 --type=NodePort',
    'kubectl expose deploy registry --type=NodePort --port="5000"',
  ],
  [
    'kubectl expose deploy registry --port=5000 --type=NodePort',
    'kubectl expose deployment registry --type NodePort --port 5000',
  ],
  ['kubectl -n blue get pods', 'kubectl get pods -n blue'],
  ['kubectl -n blue get pods', 'kubectl get pods --namespace blue'],
  ['kubectl -n blue get pods', 'kubectl get po --namespace=blue'],
  ['kubectl get svc -o wide', 'kubectl get services -owide'],
  ['kubectl get pods -o wide -w', 'kubectl get pods -w -o wide'],
  ['kubectl logs deploy/web --tail 10 --follow', 'kubectl logs --follow --tail=10 deploy/web'],
  ['kubectl run pingpong --image alpine ping 1.1.1.1', 'kubectl run pingpong \\\n  --image alpine \\\n  ping 1.1.1.1'],
  ['docker run -d -p 80:80 nginx', 'docker run -p 80:80 -d nginx'],
  ['docker run -ti alpine sh', 'docker run -it alpine sh'],
  ['docker run -ti alpine sh', 'docker run -i -t alpine sh'],
  ['docker run -ti alpine sh', 'docker run --interactive --tty alpine sh'],
  ['docker build -t web:v1 .', 'docker build . -t web:v1'],
  ['docker ps -a', 'docker ps --all'],
  ['docker-compose up -d', 'docker compose up -d'],
  ['git commit -am "first"', "git commit -a -m 'first'"],
  ['git commit -m first', 'git commit --message first'],
  ['ls -la /tmp', 'ls -l -a /tmp'],
  ['ls -la /tmp', 'ls /tmp -al'],
  ['rm -rf build', 'rm -f -r build'],
  ['cd ~/app', 'cd   ~/app'],
  ['cd ~/app', 'cd ~/app;'],
  ['cd ~/app', 'cd ~/app # there we are'],
  ['cd app\nls', 'cd app; ls'],
  ['cd app\nls', 'cd app && ls'],
  ['cd app\nls', 'cd app &&\n  ls'],
  ['export A=1', "export A='1'"],
  ['PORT=$(kubectl get svc web -o json | jq .port)', 'PORT="$(kubectl get svc web -o json | jq .port)"'],
  ['PORT=$(kubectl get svc web -o json | jq .port)', 'PORT=`kubectl get svc web -ojson | jq .port`'],
  ['for N in 1 2 3; do\n  echo $N\ndone', 'for N in 1 2 3; do echo $N; done'],
  ['for N in 1 2 3; do\n  echo $N\ndone', 'for N in 1 2 3\ndo\necho "$N"\ndone'],
  ['while true; do\n  date\n  sleep 1\ndone', 'while true; do date; sleep 1; done'],
  ['if test -f a; then\n  cat a\nfi', 'if test -f a; then cat a; fi'],
  ['ps aux | grep docker', 'ps aux |grep docker'],
  ['echo a > f', 'echo a >f'],
  ['echo a > f', '>f echo a'],
  ['cat <<EOF\nhello\nEOF', 'cat <<END\nhello\nEND'],
  ['cat <<< hello', "cat <<<'hello'"],
  ['foo --bar=1', 'foo --bar 1'],
  ['sudo docker ps -a', 'sudo docker ps --all'],
];

const different: readonly (readonly [string, string])[] = [
  ['kubectl -n blue get pods', 'kubectl -n green get pods'],
  ['kubectl -n blue get pods', 'kubectl get pods'],
  ['kubectl get pods', 'kubectl get pods -w'],
  ['kubectl get pods', 'kubectl get nodes'],
  ['kubectl get pods', 'kubectl describe pods'],
  ['kubectl get pods web', 'kubectl get pods api'],
  ['kubectl delete pod web', 'kubectl get pod web'],
  ['kubectl exec web -- ls -l -a', 'kubectl exec web -- ls -a'],
  ['kubectl exec web -- ls -w', 'kubectl exec -w web -- ls'],
  ['kubectl create deployment web --image=nginx', 'kubectl create deployment web --image=nginx:1.2'],
  ['kubectl scale deploy web --replicas=2', 'kubectl scale deploy web --replicas=3'],
  ['docker run -d nginx', 'docker run nginx'],
  ['docker run -d nginx', 'docker run nginx -d'],
  ['docker run alpine ls -l', 'docker run -l alpine ls'],
  ['docker run alpine echo -n x', 'docker run alpine echo x -n'],
  ['docker run -e A=1 -e B=2 web', 'docker run -e A=1 web'],
  ['docker run -v a:b -v c:d web', 'docker run -v c:d -v a:b web'],
  ['docker build -t web:v1 .', 'docker build -t web:v2 .'],
  ['git commit -m first', 'git commit -m second'],
  ['git push origin main', 'git push main origin'],
  ['git checkout -b x', 'git checkout x'],
  ['cp a b', 'cp b a'],
  ['mv a b', 'cp a b'],
  ['rm -rf build', 'rm -r build'],
  ["echo '$HOME'", 'echo $HOME'],
  ["echo '$HOME'", 'echo "$HOME"'],
  ['ls *.txt', "ls '*.txt'"],
  ['ls *.txt', 'ls *.md'],
  ['cd ~/app', "cd '~/app'"],
  ['cd ~/app', 'cd /app'],
  ['echo {a,b}', "echo '{a,b}'"],
  ['echo "a b"', 'echo a b'],
  ['echo a  b', "echo 'a  b'"],
  ['echo ${A:-x}', 'echo $A'],
  ['echo $AB', 'echo $A'],
  ['cd app; ls', 'ls; cd app'],
  ['cd app && ls', 'cd app || ls'],
  ['cd app && ls', 'cd app'],
  ['sleep 5', 'sleep 5 &'],
  ['ps aux | grep docker', 'ps aux | grep podman'],
  ['ps aux | grep docker', 'ps aux'],
  ['ps aux | grep docker', 'ps aux |& grep docker'],
  ['echo a > f', 'echo a >> f'],
  ['echo a > f', 'echo a > g'],
  ['echo a > f', 'echo a 2> f'],
  ['A=1', 'A=2'],
  ['A=1 env', 'env'],
  ['export A=1', 'A=1'],
  ['for N in 1 2 3; do echo $N; done', 'for N in 1 2; do echo $N; done'],
  ['for N in 1 2 3; do echo $N; done', 'for M in 1 2 3; do echo $N; done'],
  ['while true; do date; done', 'until true; do date; done'],
  ['cat <<EOF\n$A\nEOF', "cat <<'EOF'\n$A\nEOF"],
  ['cat <<EOF\nhello\nEOF', 'cat <<EOF\ngoodbye\nEOF'],
  ['find . -name x -print', 'find . -print -name x'],
  ['sudo docker ps', 'docker ps'],
  ['! grep x f', 'grep x f'],
  ['time ls', 'ls'],
  ['echo $((1 + 2))', 'echo $((1 + 3))'],
  ['(cd a; ls)', '{ cd a; ls; }'],
  ['foo -a -b', 'foo -b -a'],
];

describe('commands that mean the same', () => {
  test.each(equal)('%s | %s', (one, other) => {
    expect(same(one, other)).toBe(true);
    expect(same(other, one)).toBe(true);
  });
});

describe('commands that do not', () => {
  test.each(different)('%s | %s', (one, other) => {
    expect(same(one, other)).toBe(false);
    expect(same(other, one)).toBe(false);
  });
});

describe('what bash would not understand', () => {
  test.each(['if fi', 'echo "', 'for', '('.repeat(5000)])('%s', (text) => {
    expect(statementsOf(text)).toBeUndefined();
  });
});

describe('what is nearly the same says where it differs', () => {
  test.each([
    ['kubectl -n blue get pods', 'kubectl -n green get pods', ['-n blue'], ['-n green']],
    ['kubectl get pods', 'kubectl get pods -w', [], ['-w']],
    ['kubectl scale deploy web --replicas=3', 'kubectl scale deploy web', ['--replicas 3'], []],
    ['docker build -t web:v1 .', 'docker build .', ['-t web:v1'], []],
    ['docker push $REGISTRY/web', 'docker push web', ['$REGISTRY/web'], ['web']],
    ['curl $A', 'curl $A $A', [], ['$A']],
  ])('%s | %s', (wanted, typed, missing, extra) => {
    const [[one], [other]] = [statementsOf(wanted) ?? [], statementsOf(typed) ?? []];
    expect(one && other && differences(one, other)).toEqual({ missing, extra });
  });

  test.each([
    ['kubectl get pods', 'docker ps'],
    ['kubectl get pods', 'kubectl delete pods'],
    ['ls', 'for i in 1; do ls; done'],
  ])('%s and %s are too far apart', (wanted, typed) => {
    const [[one], [other]] = [statementsOf(wanted) ?? [], statementsOf(typed) ?? []];
    expect(one && other && differences(one, other)).toBeUndefined();
  });
});
