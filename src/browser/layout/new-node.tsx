import type { Page } from '../page.ts';

/** Asks before everything is thrown away. */
export function NewNode({ page }: { readonly page: Page }) {
  const { t } = page;
  const close = () => {
    page.dialog.value = undefined;
  };
  return (
    <>
      <p>{t.newNodeHint}</p>
      <div class="dialog-actions">
        <button type="button" data-focus onClick={close}>
          {t.cancel}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            page.send({ type: 'newNode' });
            close();
          }}
        >
          {t.newNodeConfirm}
        </button>
      </div>
    </>
  );
}
