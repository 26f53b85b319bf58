import './class.css';
import './wall.css';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { Course, Tile } from '../../protocol.ts';
import { connect } from '../connection.ts';
import { Banners } from '../layout/banners.tsx';
import { Icon } from '../layout/icon.tsx';
import { applyLooks, watchWidth } from '../layout/looks.ts';
import { useTick } from '../layout/tick.ts';
import { ThemeTool } from '../layout/toolbar.tsx';
import { createPage } from '../page.ts';
import { receive } from '../receive.ts';
import { followCourse } from '../slides/renew.ts';
import { HeatMap } from './heat.tsx';
import { LeadPanel } from './lead-panel.tsx';
import { named, needOf } from './order.ts';
import { PersonDialog } from './person.tsx';
import { StudentTable } from './student-table.tsx';
import { TileGrid } from './tiles.tsx';
import { createWall, type WallProps } from './wall-store.ts';
import { classWords } from './words.ts';

const panes = ['students', 'leading', 'steps'] as const;

/** Shows the class in place of the course. */
export async function showWall(course: Course, app: HTMLElement): Promise<void> {
  const words = await classWords(course.lang);
  const connection = connect({ kind: 'wall' });
  const page = createPage(course, (message) => connection.send(message));
  const wall = createWall(page);
  connection.onMessage((message) => {
    receive(page, message);
    wall.hear(message);
  });
  effect(() => {
    page.connection.value = connection.status.value;
  });
  followCourse(page);
  applyLooks(page, watchWidth());
  document.title = `${words.wall} · ${course.title}`;
  app.className = 'wall';
  app.replaceChildren();
  render(<WallPage page={page} wall={wall} words={words} />, app);
}

const pane = signal<(typeof panes)[number]>('students');
const view = signal<'tiles' | 'table'>('tiles');
const query = signal('');
/** Whose dialog is open. */
const chosen = signal<string | undefined>(undefined);

function WallPage({ page, wall, words }: WallProps) {
  const person = wall.tiles.value.find(({ id }) => id === chosen.value);
  return (
    <>
      <header class="wall-header">
        <a class="tool" href="/">
          <Icon name="left" /> <span class="label">{words.toCourse}</span>
        </a>
        <h1>
          {words.wall} <span class="wall-course">{page.course.title}</span>
        </h1>
        <Counts page={page} wall={wall} words={words} />
        <ThemeTool page={page} />
      </header>
      <div class="banners">
        <Banners page={page} />
      </div>
      <div class="tabs wall-tabs" role="group" aria-label={words.view}>
        {panes.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={pane.value === name}
            onClick={() => {
              pane.value = name;
            }}
          >
            {words[name]}
          </button>
        ))}
      </div>
      <div class="wall-body" data-pane={pane.value}>
        <main class="wall-students" aria-label={words.students}>
          <Students page={page} wall={wall} words={words} />
        </main>
        <section class="wall-lead" aria-label={words.leading}>
          <LeadPanel page={page} wall={wall} words={words} />
        </section>
        <section class="wall-heat" aria-labelledby="wall-heat-title">
          <h2 id="wall-heat-title">{words.steps}</h2>
          <HeatMap page={page} wall={wall} words={words} />
        </section>
      </div>
      {person && (
        <PersonDialog
          page={page}
          wall={wall}
          words={words}
          tile={person}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </>
  );
}

function Counts({ wall, words }: WallProps) {
  const tiles = wall.tiles.value;
  const here = tiles.filter(({ windows }) => windows > 0).length;
  const inNeed = tiles.filter((tile) => ['hand', 'stuck'].includes(needOf(tile))).length;
  return (
    <p class="wall-counts" role="status">
      {words.here(here, tiles.length)}
      {inNeed > 0 && <strong> · {words.needHelp(inNeed)}</strong>}
    </p>
  );
}

function Students({ page, wall, words }: WallProps) {
  // Minutes pass.
  useTick();
  const shown = named(wall.tiles.value, query.value);
  const open = (tile: Tile): void => {
    chosen.value = tile.id;
  };
  const list = { page, wall, words, tiles: shown, now: wall.now(), open };
  return (
    <>
      <div class="wall-tools">
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={query.value}
          onInput={(event) => {
            query.value = event.currentTarget.value;
          }}
        />
        <span class="tool-group" role="group" aria-label={words.view}>
          {(['tiles', 'table'] as const).map((name) => (
            <button
              key={name}
              type="button"
              class="tool"
              aria-pressed={view.value === name}
              onClick={() => {
                view.value = name;
              }}
            >
              <Icon name={name === 'tiles' ? 'grid' : 'list'} /> {words[name]}
            </button>
          ))}
        </span>
      </div>
      {shown.length === 0 && <p class="wall-empty">{query.value === '' ? words.nobody : words.nobodyFound}</p>}
      {shown.length > 0 && (view.value === 'tiles' ? <TileGrid {...list} /> : <StudentTable {...list} />)}
    </>
  );
}
