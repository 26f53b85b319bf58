/** The page of `dockercoins/webui`: speed and a graph of it, by `/json` each second. Ours: the real one's libraries are not here. */
export const page = `<!doctype html>
<html>
<head>
<title>DockerCoin Miner WebUI</title>
</head>
<body>
<h1>DockerCoin Miner WebUI</h1>
<svg width="800" height="400" style="background: #eee"><polyline id="graph" fill="none" stroke="steelblue" stroke-width="2"/></svg>
<h2>Current mining speed: <span id="speed">-</span></h2>
<script>
const speeds = [];
let last;
setInterval(async () => {
  const now = await (await fetch('json')).json();
  if (last) {
    const speed = (now.hashes - last.hashes) / (now.now - last.now);
    speeds.push(speed);
    if (speeds.length > 250) speeds.shift();
    const most = Math.max(1, ...speeds);
    document.getElementById('speed').textContent = '~' + speed.toFixed(1) + ' hashes/second';
    document.getElementById('graph').setAttribute('points',
      speeds.map((each, at) => (800 - 3.2 * (speeds.length - at)) + ',' + (390 - 380 * each / most)).join(' '));
  }
  last = now;
}, 1000);
</script>
</body>
</html>
`;
