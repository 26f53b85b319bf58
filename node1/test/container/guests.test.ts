import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knownPrograms } from '../../src/container/guest/known.ts';
import { build, type Host, startHost, ways } from './host.ts';

const stacks = resolve(import.meta.dirname, '../../../slides/stacks/dockercoins');

test('the known programs are those of the course, to the last byte, and with all that they read', () => {
  expect(Object.keys(knownPrograms)).toEqual(readdirSync(stacks).map((name) => `${name}.js`));
  for (const [program, { files, reads }] of Object.entries(knownPrograms)) {
    const folder = join(stacks, program.replace('.js', ''));
    const names = readdirSync(folder).filter((name) => /\.js(on)?$/.test(name));
    const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
    const sums = names.map((name, at) => [
      name,
      createHash('sha256')
        .update(texts[at] ?? '')
        .digest('hex'),
    ]);
    expect(files, 'Read it again from end to end, then write its new sums down').toEqual(Object.fromEntries(sums));
    const text = texts.join('');
    const read = [...text.matchAll(/const \{(.*)\} = process\.env|process\.env\.(\w+)/g)];
    const variables = read.flatMap(([, list = '', one = '']) => [one, ...list.matchAll(/\w+(?= =)/g)].map(String));
    expect([...reads].sort()).toEqual(variables.filter((name) => name !== '').sort());
  }
});

/** What differs from one node to the next: the folder of the files, the names of pods, and how far the node's own code is. */
function plain(output: string): string {
  return output
    .replaceAll(/file:\/\/\/\S+\/containers\/[^/]+/g, 'file://')
    .replaceAll(/\b(rng|hasher|webui|worker)-[0-9a-f]{6,10}-\w{5}\b/g, '$1-POD');
}

const pods = `for NAME in rng hasher webui worker; do kubectl create deployment $NAME --image=$NAME:1; done
kubectl create deployment redis --image=redis
kubectl wait --for=condition=available deployment --all`;
/** Tries a command until it succeeds. */
function until(command: string): string {
  return `timeout 40 bash -c "until ${command}; do :; done"`;
}

/** Waits for a line of the last seconds of the worker's log, and prints it with so many lines after it. */
function seen(what: string, after = 0): string {
  return until(`kubectl logs --since=2s deploy/worker | grep -m 1 -A ${after} '${what}'`);
}

function wget(url: string): string {
  return `kubectl exec deploy/webui -- wget -qO- ${url}`;
}

const hashes = 'kubectl exec deploy/redis -- redis-cli GET hashes';
const posted = `fetch('http://hasher/', { method: 'POST', body: 'a' }).then(async (answer) => console.log(await answer.text()))`;

/** What is typed one after the other, and what comes back, as a process and as a guest. */
const rows: readonly (readonly [title: string, script: string, output: string | RegExp])[] = [
  [
    'standard output is the log',
    'kubectl logs deploy/rng',
    ' * Running on http://0.0.0.0:80/ (Press CTRL+C to quit)\n',
  ],
  [
    'a name that is not there is an error of Node',
    seen('In work loop', 3),
    `ERROR:__main__:In work loop:
Error: getaddrinfo ENOTFOUND redis
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)
ERROR:__main__:Waiting 10s and restarting.
`,
  ],
  [
    'who is not there is refused, with the stack',
    `for PORT in redis:6379 rng:80 hasher:80; do kubectl expose deploy \${PORT%:*} --port \${PORT#*:}; done
kubectl scale deployment rng --replicas=0 > /dev/null; kubectl wait --for=delete pod -l app=rng --timeout=30s
${seen('http://rng/32: connect', 3)} | sed 's/10[.][0-9.]*/ADDRESS/'; kubectl scale deployment rng --replicas=1 > /dev/null`,
    `service/redis exposed
service/rng exposed
service/hasher exposed
pod/rng-POD condition met
Error: http://rng/32: connect ECONNREFUSED ADDRESS:80
    at call (file:///app/worker.js:16:11)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at async workOnce (file:///app/worker.js:22:17)
`,
  ],
  [
    'all of it works, and goes on',
    `${seen('Coin found')}; BEFORE=$(${hashes}); ${until(`[ \\$(${hashes}) -gt $BEFORE ]`)} && echo more`,
    /^INFO:__main__:Coin found: 0[0-9a-f]{7}\.\.\.\nmore\n$/,
  ],
  [
    'other programs reach it',
    `${wget('http://rng/')}; ${wget('http://rng/1000')} | wc -c; ${wget('http://rng/x')}; ${wget('http://hasher/')}
kubectl exec deploy/webui -- node -e "${posted}"`,
    `RNG running on rng-POD
1000
wget: server returned error: HTTP/1.1 404 Not Found
command terminated with exit code 1
HASHER running on hasher-POD
${createHash('sha256').update('a').digest('hex')}
`,
  ],
  [
    'the page, from outside',
    `kubectl expose deploy/webui --type=NodePort --port=80
PORT=$(kubectl get svc webui -o jsonpath='{.spec.ports[0].nodePort}')
timeout 20 bash -c "until curl -sf http://127.0.0.1:$PORT/json; do :; done"; echo
curl -s http://127.0.0.1:$PORT/index.html | grep title; curl -s -o /dev/null -w '%{http_code} %{redirect_url}' http://127.0.0.1:$PORT/ | tr -d 0-9`,
    /^service\/webui exposed\n\{"coins":\d+,"hashes":"\d+","now":[\d.]+\}\n +<title>DockerCoin Miner WebUI<\/title>\n http:\/\/...:\/index.html$/,
  ],
  [
    'environment, host name, files and folder are those of the container',
    `kubectl exec deploy/rng -- env | grep -E '^(HOSTNAME|RNG_SERVICE_PORT)='; kubectl exec deploy/rng -- sh -c 'pwd; ls'`,
    'HOSTNAME=rng-POD\nRNG_SERVICE_PORT=80\n/app\nDockerfile\npackage.json\nrng.js\n',
  ],
  [
    'SIGTERM is answered, with exit code 0; SIGKILL is 137',
    `docker run -d --name one rng:1 > /dev/null; ${until('docker logs one | grep Running')}; docker stop one; docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' one
docker start one; docker restart -t 5 one; docker kill one; docker inspect -f '{{.State.ExitCode}}' one; docker rm one`,
    ` * Running on http://0.0.0.0:80/ (Press CTRL+C to quit)
one
exited 0
one
one
one
137
one
`,
  ],
  [
    'in the foreground it has the terminal, until ^C',
    `bash -c 'echo $$ > pid; exec docker run --rm --name two hasher:1' > said & until grep -q HASHER said; do :; done; kill -TERM $(cat pid); wait $!; echo $?; cat said`,
    '0\nHASHER running on port 80\n',
  ],
  [
    'who is gone in the middle is replaced, and all goes on',
    `kubectl delete pod -l app=rng --force --grace-period=0 2> /dev/null; kubectl rollout status deploy/rng > /dev/null; ${seen('[1-9] units')} | sed 's/[0-9]/N/'
kubectl get pods --no-headers | awk '{print $2, $3, $4}' | sort | uniq -c | sed 's/^ *//'`,
    /^pod "rng-POD" force deleted\nINFO:__main__:N+ units of work done, updating hash counter\n5 1\/1 Running 0\n$/,
  ],
];

/** What makes a process of a known program: in each, it does as one what it would do anyway. */
const changes: readonly (readonly [title: string, script: string, program: string])[] = [
  ['a byte of it', 'echo >> course/rng/rng.js; docker build -q -t rng:2 course/rng; docker run -d rng:2', 'rng.js'],
  ['what it reads', 'docker run -d -e PORT=81 hasher:1', 'hasher.js'],
  ['what Node reads', 'docker run -d -e NODE_OPTIONS=--no-warnings webui:1', 'webui.js'],
  ['an option of Node', 'docker run -d hasher:1 node --no-warnings hasher.js', 'hasher.js'],
  [
    'the text of a library',
    'echo >> course/webui/redis.js; docker build -q -t webui:2 course/webui; docker run -d webui:2',
    'webui.js',
  ],
  ['the way to it', 'docker run -d rng:1 node ./rng.js', './rng.js'],
];

describe.each(Object.entries(ways))('known programs as %s', (way, options) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost(options);
    for (const name of ['rng', 'hasher', 'webui', 'worker']) await build(host, name);
    await host.typed(pods);
  }, 60_000);
  afterAll(() => host.close());

  test('run as such', () => {
    const all = ['hasher.js', 'rng.js', 'webui.js', 'worker.js'];
    expect(host.processes()).toEqual(way === 'guests' ? [] : all);
  });

  test.each(rows)('%s', { timeout: 90_000 }, async (_title, script, expected) => {
    const output = plain(await host.typed(script));
    if (typeof expected === 'string') expect(output).toBe(expected);
    else expect(output).toMatch(expected);
  });
});

describe('beside guests', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost(ways.guests);
    for (const name of ['rng', 'hasher', 'webui', 'worker']) await build(host, name);
  }, 60_000);
  afterAll(() => host.close());

  test.each(changes)('a process: who changes %s', async (_title, script, program) => {
    await host.typed(script);
    expect(host.processes()).toEqual([program]);
    await host.typed('docker rm -f $(docker ps -q)');
    expect(host.processes()).toEqual([]);
  });

  test('a program that never yields stops nobody', { timeout: 60_000 }, async () => {
    await build(host, 'webui', { 'webui.js': 'console.log("up"); for (;;);' }, 'loop');
    await host.typed(`${pods}; kubectl run loop --image=webui:loop; kubectl wait --for=condition=ready pod/loop
for PORT in redis:6379 rng:80 hasher:80; do kubectl expose deploy \${PORT%:*} --port \${PORT#*:}; done`);
    expect(host.processes()).toEqual(['webui.js']);
    const output = await host.typed(
      `${until('kubectl logs loop | grep up')}; ${seen('[1-9] units')} | sed 's/[0-9]/N/'; kubectl delete pod loop --force --grace-period=0`,
    );
    expect(output).toMatch(
      /^up\nINFO:__main__:N+ units of work done, updating hash counter\n[^]*pod "loop" force deleted\n$/,
    );
  });

  test(
    'a guest that is sent more than it may keep is killed, and is a process from then on',
    { timeout: 90_000 },
    async () => {
      const flood = `import http from 'node:http';
http.createServer((request, response) => {
  const more = () => { while (response.write(Buffer.alloc(1e6))); };
  response.on('drain', more); more();
}).listen(80, () => console.log('up'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());`;
      await build(host, 'rng', { 'rng.js': flood }, 'flood');
      const output = await host.typed(`kubectl set image deploy/rng rng=rng:flood > /dev/null
${until(`kubectl get pods -l app=worker --no-headers | grep '1/1 .*Running *1 '`)} | sed 's/  *[0-9]*s$//'
kubectl get pod -l app=worker -o jsonpath='{.items[0].status.containerStatuses[0].lastState.terminated.exitCode}'; echo
kubectl get deploy --no-headers | sed 's/  */ /g; s/ [0-9]*[a-z0-9]*$//'`);
      expect(plain(output)).toMatch(
        /^worker-POD +1\/1 +Running +1\n137\nhasher 1\/1 1 1\nredis 1\/1 1 1\nrng 1\/1 1 1\nwebui 1\/1 1 1\nworker /,
      );
      expect(host.processes()).toEqual(['rng.js', 'worker.js']);
    },
  );
});
