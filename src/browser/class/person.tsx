import { useState } from 'preact/hooks';
import type { ClientMessage, Tile } from '../../protocol.ts';
import { Confirm, Modal } from './confirm.tsx';
import { describe } from './describe.ts';
import { Offer, Say } from './say.tsx';
import type { WallProps } from './wall-store.ts';

interface PersonProps extends WallProps {
  readonly tile: Tile;
  readonly onClose: () => void;
}

const dangers = ['release', 'logOut', 'remove'] as const;

/** What is known of a student, and what the instructor may do. */
export function PersonDialog({ page, wall, words, tile, onClose }: PersonProps) {
  const [asks, setAsks] = useState<(typeof dangers)[number]>();
  const { id, name } = tile;
  const act = (what: Extract<ClientMessage, { type: 'person' }>['do']): void => {
    page.send({ type: 'person', id, do: what });
  };
  const { why, slide, time, last, reason, state } = describe(page, words, tile, wall.now());
  const code = wall.code.value?.person === id ? wall.code.value.code : undefined;
  const facts = [why, [slide, time].filter(Boolean).join(' · '), `${last} ${reason}`.trim(), state];
  return (
    <Modal title={name} onClose={onClose}>
      {facts.filter(Boolean).map((fact) => (
        <p key={fact}>{fact}</p>
      ))}
      <p>{words.progress(tile.passed, page.course.units.length)}</p>
      <Say page={page} words={words} to={tile} />
      <Offer page={page} words={words} to={tile} />
      {code !== undefined && <p role="status">{words.newCodeIs(name, code)}</p>}
      <p>
        <a href={`/?visit=${encodeURIComponent(id)}`} target="_blank">
          {words.lookInto}
        </a>
      </p>
      <div class="dialog-actions">
        {tile.hand && (
          <button
            type="button"
            onClick={() => {
              act('lowerHand');
            }}
          >
            {words.lowerHand}
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            act('newCode');
          }}
        >
          {words.newCode}
        </button>
        {dangers.map((what) => (
          <button
            key={what}
            type="button"
            class="danger"
            onClick={() => {
              setAsks(what);
            }}
          >
            {words[what]}
          </button>
        ))}
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
      {asks && (
        <Confirm
          title={words[`${asks}Question`](name)}
          text={words[`${asks}Hint`]}
          yes={words[asks]}
          cancel={words.cancel}
          onYes={() => {
            act(asks);
          }}
          onClose={() => {
            setAsks(undefined);
          }}
        />
      )}
    </Modal>
  );
}
