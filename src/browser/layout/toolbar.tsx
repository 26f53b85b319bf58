import { type Layout, mayDrive, type Page, type Theme } from '../page.ts';
import { remember } from '../remember.ts';
import { type Command, openDialog, perform, setLayout } from '../slides/commands.ts';
import { Icon, type IconName } from './icon.tsx';

/** What concerns the whole workshop: progress, ways around, looks. */
export function Toolbar({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <>
      <Tool
        icon="list"
        label={t.contents}
        words
        onClick={() => {
          openDialog(page, 'contents');
        }}
      />
      <CommandTool page={page} command="overview" icon="grid" hint="o" />
      <CommandTool page={page} command="search" icon="search" hint="/" />
      <h1 class="course-title">{page.course.title}</h1>
      <FollowToggle page={page} />
      <DemoMark page={page} />
      <StepProgress page={page} />
      {page.visit === undefined && (
        <Tool
          icon="fresh"
          label={t.newNode('node1')}
          words
          onClick={() => {
            openDialog(page, 'newNode');
          }}
        />
      )}
      {mayDrive(page) && <CommandTool page={page} command="drive" icon="steps" hint="n" pressed={page.driving.value} />}
      <CommandTool page={page} command="presenter" icon="presenter" hint="p" pressed={page.presenter.value} />
      <Tool
        icon="device"
        label={t.otherDevice}
        onClick={() => {
          openDialog(page, 'device');
        }}
      />
      <ClassTool page={page} />
      <LayoutTools page={page} />
      <ThemeTool page={page} />
      <CommandTool page={page} command="help" icon="help" hint="?" />
    </>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly hint?: string;
  readonly words?: boolean;
  readonly pressed?: boolean | undefined;
  readonly onClick: () => void;
}

function Tool({ icon, label, hint, words, pressed, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={hint}
      title={hint === undefined ? label : `${label} (${hint})`}
      onClick={onClick}
    >
      <Icon name={icon} />
      {words === true && <span class="label">{label}</span>}
    </button>
  );
}

interface CommandToolProps {
  readonly page: Page;
  readonly command: Command;
  readonly icon: IconName;
  readonly hint: string;
  readonly pressed?: boolean;
}

function CommandTool({ page, command, icon, hint, pressed }: CommandToolProps) {
  return (
    <Tool
      icon={icon}
      label={page.t[command]}
      hint={hint}
      pressed={pressed}
      onClick={() => {
        perform(page, command);
      }}
    />
  );
}

function StepProgress({ page }: { readonly page: Page }) {
  const { t } = page;
  const { done, failed, total } = page.progress.value;
  if (total === 0) return null;
  return (
    <button
      type="button"
      class="tool progress-tool"
      onClick={() => {
        openDialog(page, 'steps');
      }}
    >
      <progress max={total} value={done} aria-hidden="true" />
      <span class="count long">
        {t.stepsDone(done, total)}
        {failed > 0 && <span class="failed"> · {t.stepsFailed(failed)}</span>}
      </span>
      <span class="count short" title={t.stepsDone(done, total)}>
        {done}/{total}
        {failed > 0 && (
          <span class="failed">
            {' '}
            <Icon name="cross" />
            <span class="visually-hidden">{t.stepsFailed(failed)}</span>
          </span>
        )}
      </span>
    </button>
  );
}

function FollowToggle({ page }: { readonly page: Page }) {
  const { t, windows, follow } = page;
  if (windows.value < 2) return null;
  return (
    <button
      type="button"
      class="tool follow"
      aria-pressed={follow.value}
      title={t.followHint(windows.value)}
      onClick={() => {
        follow.value = !follow.value;
      }}
    >
      <Icon name="follow" /> <span class="label">{t.follow}</span>
    </button>
  );
}

/** Says what → does while it does not turn slides, and ends that. */
function DemoMark({ page }: { readonly page: Page }) {
  const { t, stage, follow } = page;
  if (!stage.value.demo) return null;
  return (
    <button
      type="button"
      class="tool follow"
      aria-pressed="true"
      title={`${t.demo} (y)`}
      onClick={() => {
        perform(page, 'demo');
      }}
    >
      <Icon name="keyboard" /> <span class="label">{follow.value ? t.demoMark : t.demoNotHere}</span>
    </button>
  );
}

/** The instructor's way to the wall, and how many hands are raised. */
function ClassTool({ page }: { readonly page: Page }) {
  const { t, you, lead } = page;
  const hands = lead.value?.hands;
  if (you.value?.role !== 'instructor' || hands === undefined) return null;
  return (
    <button
      type="button"
      class="tool class-tool"
      title={t.classWall}
      onClick={() => {
        open('/?wall', 'pupitre-wall');
      }}
    >
      <Icon name="people" /> <span class="visually-hidden">{t.classWall}</span>
      {hands > 0 && (
        <span class="count">
          <Icon name="raised" /> {hands}
          <span class="visually-hidden">{t.handsUp(hands)}</span>
        </span>
      )}
    </button>
  );
}

const layoutIcons: Readonly<Record<Layout, IconName>> = {
  slides: 'slidesOnly',
  both: 'both',
  terminal: 'terminalOnly',
};

function LayoutTools({ page }: { readonly page: Page }) {
  return (
    <span class="tool-group layout-tools">
      {(['slides', 'both', 'terminal'] as const).map((layout) => (
        <Tool
          key={layout}
          icon={layoutIcons[layout]}
          label={page.t.layout[layout]}
          pressed={page.layout.value === layout}
          onClick={() => {
            setLayout(page, layout);
          }}
        />
      ))}
    </span>
  );
}

const themeIcons: Readonly<Record<Theme, IconName>> = { auto: 'auto', light: 'sun', dark: 'moon' };
const nextTheme: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

/** Changes between light and dark. */
export function ThemeTool({ page }: { readonly page: Page }) {
  const theme = page.theme.value;
  return (
    <Tool
      icon={themeIcons[theme]}
      label={page.t.theme[theme]}
      onClick={() => {
        page.theme.value = nextTheme[theme];
        remember('theme', nextTheme[theme]);
      }}
    />
  );
}
