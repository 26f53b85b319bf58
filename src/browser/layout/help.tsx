import type { Page } from '../page.ts';
import { bindings } from '../slides/keys.ts';

const signs: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ' ': '␣',
};

/** All keys. */
export function Help({ page }: { readonly page: Page }) {
  const { t } = page;
  const names: Readonly<Record<string, string>> = { ...signs, ...t.keyNames };
  const rows = new Map<string, string[]>();
  for (const { command, keys, shift } of bindings) {
    const row = rows.get(t[command]) ?? [];
    row.push(...keys.map((key) => (shift === true ? '⇧ ' : '') + (names[key] ?? key)));
    rows.set(t[command], row);
  }
  rows.set(t.goTo, [`${t.digits} ⏎`]);
  rows.set(t.otherPane, ['F6', '⇧ F6']);
  return (
    <dl class="keys">
      {[...rows].map(([meaning, keys]) => (
        <div key={meaning}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
