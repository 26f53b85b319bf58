/** Which steps are shown, and whether they are open. */
export function watchFilter(): void {
  for (const input of filterInputs()) {
    input.addEventListener('change', () => {
      document.body.dataset['filter'] = input.value;
    });
    // Firefox remembers the choice when the page is loaded again.
    if (input.checked) document.body.dataset['filter'] = input.value;
  }
  document.querySelector('#open-all')?.addEventListener('click', openAll);
}

/** Chooses the other filter. */
export function toggleFilter(): void {
  filterInputs()
    .find(({ checked }) => !checked)
    ?.click();
}

/** Opens all steps that are shown, or closes them when all are open. */
export function openAll(): void {
  const all = shownSteps().flatMap((step) => step.querySelector('details') ?? []);
  const open = all.some((details) => !details.open);
  for (const details of all) details.open = open;
  const button = document.querySelector<HTMLElement>('#open-all');
  if (!button) return;
  const other = button.dataset['close'] ?? '';
  if (button.getAttribute('aria-pressed') === String(open)) return;
  button.setAttribute('aria-pressed', String(open));
  button.dataset['close'] = button.textContent;
  button.textContent = other;
}

/** The steps that the filter leaves, in order. */
export function shownSteps(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.step')].filter((step) => step.getClientRects().length > 0);
}

function filterInputs(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('input[name=filter]')];
}
