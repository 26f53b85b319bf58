import { getVariable, type State } from './state.ts';

/** What a prompt shows: `\w`, `\$` and variables in it are expanded each time. */
export function promptText(prompt: string, state: State): string {
  const { cwd, lastCode, run } = state;
  const home = getVariable(state, 'HOME') ?? '/';
  const isBelow = home !== '/' && `${cwd}/`.startsWith(`${home}/`);
  const folder = isBelow ? `~${cwd.slice(home.length)}` : cwd;
  const time = new Date().toISOString().slice(11, 19);
  const { hostname } = run.place.spec;
  const codes: Readonly<Record<string, string>> = {
    w: folder,
    W: folder === '/' ? '/' : folder.slice(folder.lastIndexOf('/') + 1),
    $: run.place.user.uid === 0 ? '#' : '$',
    u: run.place.user.uid === 0 ? 'root' : run.place.userName,
    h: hostname.split('.')[0] ?? '',
    H: hostname,
    n: '\n',
    r: '\r',
    t: time,
    A: time.slice(0, 5),
    s: state.name.slice(state.name.lastIndexOf('/') + 1),
    v: '5.2',
    e: '\x1b',
    '[': '',
    ']': '',
    '\\': '\\',
  };
  return prompt.replace(
    /\\(0\d\d|.)|\$([?$]|[A-Za-z_]\w*|\{\w+\})/gs,
    (whole, code: string | undefined, name: string) => {
      if (code !== undefined)
        return /^0\d\d$/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (codes[code] ?? whole);
      if (name === '?') return String(lastCode);
      return getVariable(state, name.replace(/[{}]/g, '')) ?? '';
    },
  );
}
