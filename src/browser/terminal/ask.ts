/** A question with what it is about, answered by one of two buttons. */
export interface Question {
  readonly title: string;
  readonly why?: string;
  /** Shown as it is, in the terminal's font. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Asks in a dialog over the page; false also when the dialog is closed with Escape. */
export function ask(parent: HTMLElement, { title, why, text, yes, no }: Question): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'terminal-dialog';
  const heading = document.createElement('h2');
  heading.textContent = title;
  heading.id = 'terminal-dialog-title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const reason = document.createElement('p');
  reason.textContent = why ?? '';
  const shown = document.createElement('pre');
  shown.textContent = text;
  shown.tabIndex = 0;
  const form = document.createElement('form');
  form.method = 'dialog';
  form.append(button(no, ''), button(yes, 'yes'));
  dialog.append(heading, ...(why === undefined ? [] : [reason]), shown, form);
  parent.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.showModal();
  });
}

function button(label: string, value: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.textContent = label;
  element.value = value;
  if (value === 'yes') element.className = 'primary';
  return element;
}
