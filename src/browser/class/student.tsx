import './class.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../limits.ts';
import type { PageClassWords } from '../../messages/en/page-class.ts';
import { run, whyNot } from '../exercises/lookup.ts';
import { Icon } from '../layout/icon.tsx';
import { logOut } from '../log-out.ts';
import type { LeadView, Page } from '../page.ts';
import { recallCode } from '../remember.ts';
import { Confirm } from './confirm.tsx';
import { Timer } from './timer.tsx';
import { classWords, slideNumber } from './words.ts';

interface StudentProps {
  readonly page: Page;
  readonly words: PageClassWords;
}

/** Puts what a student sees of the class above the slides. */
export async function showClass(page: Page, banners: HTMLElement): Promise<void> {
  const words = await classWords(page.course.lang);
  const root = document.createElement('div');
  banners.append(root);
  render(<Student page={page} words={words} />, root);
}

function Student({ page, words }: StudentProps) {
  const view = page.lead.value;
  if (!view) return null;
  return (
    <>
      <Bar page={page} words={words} view={view} />
      <ReadyCheck page={page} words={words} view={view} />
      <Offers page={page} words={words} />
      <Messages page={page} words={words} />
      {view.paused && <Cover words={words} />}
    </>
  );
}

interface ViewProps extends StudentProps {
  readonly view: LeadView;
}

function Bar({ page, words, view }: ViewProps) {
  const [leaves, setLeaves] = useState(false);
  const code = recallCode();
  return (
    <section class="class-bar" aria-label={words.bar}>
      <span class="class-name">{page.you.value?.name}</span>
      <Hand page={page} words={words} view={view} />
      <Timer
        view={view}
        words={words}
        onEnd={() => {
          page.announcement.value = { text: words.timeUp, urgent: true };
        }}
      />
      <Way page={page} words={words} view={view} />
      <button
        type="button"
        class="quiet class-leave"
        onClick={() => {
          setLeaves(true);
        }}
      >
        {words.leave}
      </button>
      {leaves && (
        <Confirm
          title={words.leaveQuestion}
          text={code === undefined ? words.leaveHint : `${words.leaveHint} ${words.code(code)}`}
          yes={words.leave}
          cancel={words.cancel}
          onYes={() => void logOut()}
          onClose={() => {
            setLeaves(false);
          }}
        />
      )}
    </section>
  );
}

/** Raises the hand at one click; what it is about may be said then. */
function Hand({ page, words, view: { hand } }: ViewProps) {
  const [note, setNote] = useState('');
  return (
    <>
      <button
        type="button"
        class="class-hand"
        aria-pressed={hand !== undefined}
        onClick={() => {
          setNote('');
          page.send({ type: 'hand', up: hand === undefined });
        }}
      >
        <Icon name="raised" /> {hand ? words.handUp : words.raiseHand}
      </button>
      {hand &&
        (hand.note === undefined ? (
          <form
            class="class-note"
            onSubmit={(event) => {
              event.preventDefault();
              if (note.trim() !== '') page.send({ type: 'hand', up: true, note: note.trim() });
            }}
          >
            <input
              aria-label={words.handNote}
              placeholder={words.handNote}
              maxLength={limits.class.note}
              value={note}
              onInput={(event) => {
                setNote(event.currentTarget.value);
              }}
            />
            <button type="submit">{words.sendNote}</button>
          </form>
        ) : (
          <q class="class-note">{hand.note}</q>
        ))}
      {hand && <Offer page={page} />}
    </>
  );
}

/** Lets the instructor look at the terminal who comes because of the hand; what is said of it, and the way back, are in the bar of help. */
function Offer({ page }: { readonly page: Page }) {
  const { state = 'off', offered } = page.help.value ?? {};
  if (state !== 'off' || offered) return null;
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        page.send({ type: 'consent', answer: 'watch' });
      }}
    >
      <Icon name="terminalOnly" /> {page.t.helping.offer}
    </button>
  );
}

/** Whether they go where the class goes, and the way back to it. */
function Way({ page, words, view: { slide, follows } }: ViewProps) {
  if (slide === undefined) return null;
  const isElsewhere = page.slide.value.index !== slide;
  return (
    <>
      <button
        type="button"
        class="class-follow"
        aria-pressed={follows}
        onClick={() => {
          page.send({ type: 'follow', on: !follows });
        }}
      >
        <Icon name="follow" /> {words.follow}
      </button>
      {isElsewhere && (
        <button
          type="button"
          class="primary"
          onClick={() => {
            page.send({ type: 'follow', on: true });
          }}
        >
          {words.backToClass(slideNumber(page.course, slide))}
        </button>
      )}
    </>
  );
}

function ReadyCheck({ page, words, view: { readyCheck, ready } }: ViewProps) {
  if (!readyCheck) return null;
  return (
    <div class="banner banner-note" role="status">
      <span>{ready ? words.youAreReady : words.readyQuestion}</span>
      {!ready && (
        <button
          type="button"
          class="primary"
          onClick={() => {
            page.send({ type: 'ready' });
          }}
        >
          {words.iAmReady}
        </button>
      )}
    </div>
  );
}

/** Commands that the instructor offers: they are run as by the step's own button, and by nothing else. */
function Offers({ page, words }: StudentProps) {
  const dismiss = (id: string): void => {
    page.offered.value = page.offered.value.filter((other) => other !== id);
  };
  const units = page.course.units.filter(({ id }) => page.offered.value.includes(id));
  const reason = whyNot(page);
  return units.map((unit) => (
    <div key={unit.id} class="banner banner-note class-offer" role="status">
      <span>
        {words.offered} <code>{unit.text}</code>
      </span>
      <span class="class-offer-actions">
        <button
          type="button"
          class="primary"
          disabled={reason !== undefined}
          title={reason}
          onClick={() => {
            run(page, unit, 'unit');
            dismiss(unit.id);
          }}
        >
          <Icon name="play" /> {words.run}
        </button>
        <Dismiss
          words={words}
          onClick={() => {
            dismiss(unit.id);
          }}
        />
      </span>
    </div>
  ));
}

function Messages({ page, words }: StudentProps) {
  return page.said.value.map((text, index) => (
    <div key={index} class="banner banner-note class-message" role="status">
      <span>
        <strong>{words.fromInstructor}</strong> {text}
      </span>
      <Dismiss
        words={words}
        onClick={() => {
          page.said.value = page.said.value.filter((_, at) => at !== index);
        }}
      />
    </div>
  ));
}

function Dismiss({ words, onClick }: { readonly words: PageClassWords; readonly onClick: () => void }) {
  return (
    <button type="button" class="quiet" aria-label={words.dismiss} onClick={onClick}>
      <Icon name="cross" />
    </button>
  );
}

/** Covers the page until the instructor goes on; nothing that a student does takes it away. */
function Cover({ words }: { readonly words: PageClassWords }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    // Wherever the focus is: browsers close a dialog at the second Escape, whatever it says to `cancel`.
    const swallow = (event: KeyboardEvent): void => {
      event.stopImmediatePropagation();
      if (event.key === 'Escape') event.preventDefault();
    };
    addEventListener('keydown', swallow, true);
    return () => {
      removeEventListener('keydown', swallow, true);
      element?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="class-cover"
      aria-labelledby="class-cover-title"
      aria-describedby="class-cover-hint"
      onCancel={(event) => {
        event.preventDefault();
      }}
      // The back gesture of a phone, too, asks once only.
      onClose={(event) => {
        if (event.currentTarget.isConnected) event.currentTarget.showModal();
      }}
    >
      <div tabIndex={-1} autofocus>
        <h2 id="class-cover-title">{words.lookHere}</h2>
        <p id="class-cover-hint">{words.lookHereHint}</p>
      </div>
    </dialog>
  );
}
