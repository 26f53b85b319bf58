import './end-panel.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageEndWords } from '../../messages/en/page-end.ts';
import type { Course, UnitView } from '../../protocol.ts';
import { nameOf } from '../exercises/wording.ts';
import { Icon } from '../layout/icon.tsx';
import { type Page, stateOf } from '../page.ts';
import { fragmentOf } from '../slides/address.ts';
import { reportText } from './report-text.ts';
import { type Totals, totalsOf } from './totals.ts';

/** Puts below the last slide what was done, and keeps it up to date, until the function that it gives is called. */
export async function showEnd(page: Page, section: HTMLElement): Promise<() => void> {
  const { pageEnd } = await (page.course.lang === 'fr'
    ? import('../../messages/fr/page-end.ts')
    : import('../../messages/en/page-end.ts'));
  const root = document.createElement('div');
  section.append(root);
  render(<EndPanel page={page} words={pageEnd} />, root);
  return () => {
    render(null, root);
    root.remove();
  };
}

interface EndProps {
  readonly page: Page;
  readonly words: PageEndWords;
}

function EndPanel({ page, words }: EndProps) {
  const { course } = page;
  const totals = totalsOf(course.units, (unit) => stateOf(page, unit).status);
  const ended = totals.passed.length + totals.failed.length + totals.skipped.length;
  const isSeen = page.position.value === course.slides.length - 1;
  const isConnected = page.connection.value === 'open';
  useEffect(() => {
    if (isSeen && isConnected) page.send({ type: 'report', brief: true });
  }, [isSeen, isConnected, ended]);
  const saving = useRef<() => void>(() => undefined);
  useEffect(
    () => () => {
      saving.current();
    },
    [],
  );
  const tookMs = page.report.value?.tookMs ?? 0;
  return (
    <section class="end-panel" aria-labelledby="end-title">
      <h2 id="end-title">{words.title}</h2>
      {ended === 0 ? <p>{words.nothing}</p> : <Counts totals={totals} words={words} />}
      {tookMs > 0 && <p>{words.took(page.t.seconds(Math.ceil(tookMs / 1000)))}</p>}
      <Failed page={page} words={words} units={totals.failed} />
      {ended > 0 && <NotRun page={page} words={words} units={totals.notRun} />}
      {ended > 0 && (
        <p>
          <button
            type="button"
            class="primary"
            disabled={!isConnected}
            aria-describedby="end-hint"
            onClick={() => {
              saving.current();
              saving.current = save(page, words);
            }}
          >
            <Icon name="save" /> {words.save}
          </button>
          <span class="end-hint" id="end-hint">
            {words.saveHint}
          </span>
        </p>
      )}
    </section>
  );
}

function Counts({ totals, words }: { readonly totals: Totals; readonly words: PageEndWords }) {
  const { passed, failed, skipped, notRun } = totals;
  if (failed.length + skipped.length + notRun.length === 0) {
    return (
      <p class="end-counts">
        <Count kind="passed" text={words.allPassed} />
      </p>
    );
  }
  return (
    <p class="end-counts">
      <Count kind="passed" text={words.passed(passed.length)} />
      {failed.length > 0 && <Count kind="failed" text={words.failed(failed.length)} />}
      {skipped.length > 0 && <Count kind="skipped" text={words.skipped(skipped.length)} />}
      {notRun.length > 0 && <Count kind="notRun" text={words.notRun(notRun.length)} />}
    </p>
  );
}

const icons = { passed: 'check', failed: 'cross', skipped: 'skip', notRun: 'circle' } as const;

function Count({ kind, text }: { readonly kind: keyof typeof icons; readonly text: string }) {
  return (
    <span class="end-count" data-kind={kind}>
      <Icon name={icons[kind]} /> {text}
    </span>
  );
}

interface UnitsProps extends EndProps {
  readonly units: readonly UnitView[];
}

/** Each step that did not pass leads to its slide. */
function Failed({ page, words, units }: UnitsProps) {
  if (units.length === 0) return null;
  return (
    <>
      <h3>{words.failedTitle}</h3>
      <ul>
        {units.map((unit) => (
          <li key={unit.id}>
            <a href={hrefOf(page.course, unit.slide)}>
              <code>{nameOf(page, unit)}</code>
            </a>{' '}
            <span class="end-reason">{stateOf(page, unit).reason}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** So do the slides on which something is left to do. */
function NotRun({ page, words, units }: UnitsProps) {
  const slides = page.course.slides.flatMap((slide) => {
    const { length } = units.filter((unit) => unit.slide === slide.index);
    return length === 0 ? [] : [{ slide, length }];
  });
  if (slides.length === 0) return null;
  return (
    <>
      <h3>{words.notRunTitle}</h3>
      <ul class="end-slides">
        {slides.map(({ slide, length }) => (
          <li key={slide.index}>
            <a href={hrefOf(page.course, slide.index)}>
              {slide.number} {slide.title}
            </a>{' '}
            ({words.steps(length)})
          </li>
        ))}
      </ul>
    </>
  );
}

function hrefOf(course: Course, index: number): string {
  const slide = course.slides.find((each) => each.index === index);
  return slide === undefined ? '#' : fragmentOf(course, slide, false);
}

/** Asks the server for what was run, and gives it to the browser as a file; returns the function that gives up. */
function save(page: Page, words: PageEndWords): () => void {
  page.report.value = undefined;
  page.send({ type: 'report' });
  const stop = effect(() => {
    const { units, tookMs = 0 } = page.report.value ?? {};
    if (units === undefined) return;
    const { course, t } = page;
    const text = reportText({ course, units, tookMs, now: new Date(), t, words });
    const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName(words.report(course.title))}.md`;
    link.click();
    URL.revokeObjectURL(url);
    page.announcement.value = { text: words.saved, urgent: false };
    stop();
  });
  return stop;
}

/** The text without what systems do not take in names of files. */
function fileName(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .toLowerCase();
}
