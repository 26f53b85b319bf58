// Records data/discovery.json.br from a real Kubernetes 1.20.2 that kubectl reaches: node scripts/record-discovery.js.
// What its API says of itself: path → answer (a text, or a document in the order of its keys).
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const raw = (path) => execFileSync('kubectl', ['get', '--raw', path], { encoding: 'utf8' });
const answers = {};
const { paths } = JSON.parse(raw('/'));
for (const path of ['/', ...paths]) {
  if (path === '/' || path === '/api' || path === '/api/v1' || /^\/apis(\/[^/]+){0,2}$/.test(path))
    answers[path] = JSON.parse(raw(path));
}
for (const check of ['/healthz', '/livez', '/readyz']) answers[`${check}?verbose`] = raw(`${check}?verbose`);
for (const path of paths) if (/^\/(?:healthz|livez|readyz)\//.test(path)) answers[path] = raw(path);
// What it answers for no path of its own, which kubectl does not show.
const proxy = spawn('kubectl', ['proxy', '--port=0']);
const [line] = await once(proxy.stdout, 'data');
answers['404'] = await (await fetch(`http://${/[\d.]+:\d+/.exec(String(line))[0]}/nosuch`)).json();
proxy.kill();
const text = Buffer.from(JSON.stringify(answers));
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
writeFileSync(new URL('../data/discovery.json.br', import.meta.url), brotliCompressSync(text, options));
console.log(Object.keys(answers).length, text.length);
