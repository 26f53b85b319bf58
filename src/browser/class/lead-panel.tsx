import { useEffect, useState } from 'preact/hooks';
import { limits } from '../../limits.ts';
import { CopyButton } from '../exercises/copy-button.tsx';
import { QrCode } from '../layout/qr-code.tsx';
import { Offer, Say } from './say.tsx';
import { Timer } from './timer.tsx';
import type { WallProps } from './wall-store.ts';
import { slideNumber } from './words.ts';

/** All that an instructor does to the whole class. */
export function LeadPanel(props: WallProps) {
  const { page, wall, words } = props;
  const view = page.lead.value;
  if (!view) return null;
  const ready = wall.tiles.value.filter((tile) => tile.ready).length;
  return (
    <>
      <h2>{words.leading}</h2>
      {view.lobby !== undefined && (
        <p class="wall-lobby" role="status">
          {words.lobby(view.lobby)}
          <button
            type="button"
            class="primary"
            onClick={() => {
              page.send({ type: 'begin' });
            }}
          >
            {words.begin}
          </button>
        </p>
      )}
      <Slides {...props} />
      <div class="wall-row">
        <button
          type="button"
          aria-pressed={view.paused}
          onClick={() => {
            page.send({ type: 'pause', on: !view.paused });
          }}
        >
          {words.pause}
        </button>
        <button
          type="button"
          aria-pressed={view.readyCheck}
          onClick={() => {
            page.send({ type: 'readyCheck', on: !view.readyCheck });
          }}
        >
          {words.readyCheck}
        </button>
        {view.readyCheck && <span role="status">{words.readyCount(ready, wall.tiles.value.length)}</span>}
      </div>
      <TimerForm {...props} />
      <Say page={page} words={words} />
      <Offer page={page} words={words} />
      <Join {...props} />
    </>
  );
}

/** Where everybody goes. */
function Slides({ page, wall, words }: WallProps) {
  const { course, lead } = page;
  const mine = wall.slide.value;
  const [slide, setSlide] = useState(course.slides[0]?.index ?? 1);
  const led = lead.value?.slide;
  return (
    <>
      <div class="wall-row">
        {mine !== undefined && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              page.send({ type: 'lead', slide: mine });
            }}
          >
            {words.mySlide(slideNumber(course, mine))}
          </button>
        )}
        {mine !== undefined && (
          <button
            type="button"
            aria-pressed={lead.value?.live === true}
            onClick={() => {
              page.send({ type: 'lead', slide: mine, ...(lead.value?.live !== true && { live: true }) });
            }}
          >
            {words.live}
          </button>
        )}
      </div>
      <form
        class="wall-form"
        onSubmit={(event) => {
          event.preventDefault();
          page.send({ type: 'lead', slide });
        }}
      >
        <label>
          <span>{words.otherSlide}</span>
          <select
            value={slide}
            onChange={(event) => {
              setSlide(Number(event.currentTarget.value));
            }}
          >
            {course.slides.map(({ index, number, title }) => (
              <option key={index} value={index}>
                {number} · {title}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.go}</button>
      </form>
      {led !== undefined && (
        <p class="wall-row">
          {words.ledTo(slideNumber(course, led))}
          <button
            type="button"
            onClick={() => {
              page.send({ type: 'lead' });
            }}
          >
            {words.setFree}
          </button>
        </p>
      )}
    </>
  );
}

function TimerForm({ page, words }: WallProps) {
  const [minutes, setMinutes] = useState(10);
  const view = page.lead.value;
  if (!view) return null;
  if (view.timerMs !== undefined) {
    return (
      <p class="wall-row">
        <Timer view={view} words={words} />
        <button
          type="button"
          onClick={() => {
            page.send({ type: 'timer' });
          }}
        >
          {words.stop}
        </button>
      </p>
    );
  }
  return (
    <form
      class="wall-form"
      onSubmit={(event) => {
        event.preventDefault();
        page.send({ type: 'timer', minutes });
      }}
    >
      <label>
        <span>
          {words.timer}
          {words.colon}
          {words.timerMinutes}
        </span>
        <input
          type="number"
          min={1}
          max={limits.class.minutes}
          required
          value={minutes}
          onInput={(event) => {
            setMinutes(Number(event.currentTarget.value));
          }}
        />
      </label>
      <button type="submit">{words.start}</button>
    </form>
  );
}

/** By which address students join; as a QR code, too. */
function Join({ page, wall, words }: WallProps) {
  const [isOpen, setOpen] = useState(false);
  const [url, ...more] = wall.join.value;
  const isEmpty = url !== undefined && wall.tiles.value.length === 0;
  useEffect(() => {
    if (isEmpty) setOpen(true);
  }, [isEmpty]);
  if (url === undefined) return null;
  return (
    <details
      class="wall-join"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{words.join}</summary>
      <p>{url.includes('#') ? words.joinHint : words.joinPassword}</p>
      {[url, ...more].map((each) => (
        <p key={each} class="invitation">
          <code>{each}</code>
          <CopyButton page={page} text={each} />
        </p>
      ))}
      {isOpen && <QrCode text={url} label={words.qr} />}
    </details>
  );
}
