import { Icon, type IconName } from '../layout/icon.tsx';
import type { Page } from '../page.ts';
import { type Command, perform } from '../slides/commands.ts';

/** What a speaker does to the audience's windows. */
export function StageTools({ page }: { readonly page: Page }) {
  const { t, stage, pen } = page;
  const tools: readonly (readonly [Command, IconName, string, string, boolean?])[] = [
    ['audience', 'external', t.audienceShort, 'a'],
    ['nextLayout', layoutIcons[stage.value.layout], t.layout[stage.value.layout], 'v'],
    ['blackout', 'moon', t.blackout, 'b', stage.value.blackout],
    ['freeze', 'pause', t.freezeShort, 'z', stage.value.frozen],
    ['demo', 'keyboard', t.demoShort, 'y', stage.value.demo],
    ['laser', 'laser', t.laserShort, 'l', pen.value === 'laser'],
    ['draw', 'pen', t.drawShort, 'd', pen.value === 'draw'],
    ['wipe', 'cross', t.wipeShort, 'e'],
  ];
  return (
    <div class="stage-tools" role="group" aria-label={t.stage}>
      {tools.map(([command, icon, label, key, pressed]) => (
        <button
          key={command}
          type="button"
          class="tool"
          aria-pressed={pressed}
          aria-keyshortcuts={key}
          title={`${t[command as 'audience']} (${key})`}
          onClick={() => {
            perform(page, command);
          }}
        >
          <Icon name={icon} /> <span class="label">{label}</span>
        </button>
      ))}
    </div>
  );
}

const layoutIcons = { both: 'both', slides: 'slidesOnly', terminal: 'terminalOnly' } as const;
