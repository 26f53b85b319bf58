import { useState } from 'preact/hooks';
import { limits } from '../../limits.ts';
import type { PageClassWords } from '../../messages/en/page-class.ts';
import type { Page } from '../page.ts';
import { shortened } from './shortened.ts';
import { slideNumber } from './words.ts';

interface SayProps {
  readonly page: Page;
  readonly words: PageClassWords;
  /** Whom; absent: everybody. */
  readonly to?: { readonly id: string; readonly name: string };
}

/** A message to one or all. */
export function Say({ page, words, to }: SayProps) {
  const [text, setText] = useState('');
  const [isSent, setSent] = useState(false);
  const label = to ? words.messageTo(to.name) : words.messageToAll;
  return (
    <form
      class="wall-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        if (!page.send({ type: 'message', ...(to && { to: to.id }), text: text.trim() })) return;
        setText('');
        setSent(true);
      }}
    >
      <label>
        <span>{label}</span>
        <textarea
          rows={2}
          maxLength={limits.class.message}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setSent(false);
          }}
        />
      </label>
      <button type="submit">{words.send}</button>
      <span role="status">{isSent && words.sent}</span>
    </form>
  );
}

/** A command of the course, offered to one or all. */
export function Offer({ page, words, to }: SayProps) {
  const units = page.course.units.filter(({ visible, kind }) => visible && kind === 'run');
  const [unit, setUnit] = useState(units[0]?.id);
  const [isSent, setSent] = useState(false);
  if (unit === undefined) return null;
  return (
    <form
      class="wall-form"
      onSubmit={(event) => {
        event.preventDefault();
        setSent(page.send({ type: 'offer', ...(to && { to: to.id }), unit }));
      }}
    >
      <label>
        <span title={words.offerHint}>{words.offer}</span>
        <select
          value={unit}
          onChange={(event) => {
            setUnit(event.currentTarget.value);
            setSent(false);
          }}
        >
          {units.map(({ id, slide, text }) => (
            <option key={id} value={id}>
              {slideNumber(page.course, slide)} · {shortened(text)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{words.send}</button>
      <span role="status">{isSent && words.sent}</span>
    </form>
  );
}
