'use strict';
// A form whose session had ended comes back on its own page: filled in with what was typed, never sent by itself.

(() => {
  const draft = document.querySelector('[data-draft]');
  if (!draft) return;
  const texts = [...draft.querySelectorAll('[data-field]')];
  const typed = new Map();
  for (const { dataset, textContent } of texts)
    typed.set(dataset.field, [...(typed.get(dataset.field) ?? []), textContent]);

  const addressOf = (form) => {
    const { pathname, search } = new URL(form.getAttribute('action') || '', location.href);
    return pathname + search;
  };
  const namesIn = (form) => new Set([...form.elements].map(({ name }) => name));
  const matching = (form) => [...namesIn(form)].filter((name) => typed.has(name)).length;
  const [form] = [...document.querySelectorAll('form[method="post" i]')]
    .filter((one) => addressOf(one) === draft.dataset.draft)
    .sort((a, b) => matching(b) - matching(a));
  if (!form) return;

  const left = new Map([...typed].map(([name, values]) => [name, [...values]]));
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || name.startsWith('_') || ['file', 'password', 'submit', 'button'].includes(type))
      continue;
    const values = typed.get(name);
    if (type === 'checkbox') control.checked = values?.includes(control.value) ?? false;
    else if (!values) continue;
    else if (type === 'radio') control.checked = values.includes(control.value);
    else if (type === 'select-multiple')
      for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = left.get(name).shift() ?? control.value;
  }

  const names = namesIn(form);
  const isElsewhere = ({ hidden, dataset }) => !hidden && !names.has(dataset.field);
  const details = draft.querySelector('details');
  details.open = texts.some(isElsewhere);
  details.hidden = !texts.some(({ hidden }) => !hidden);
  draft.querySelector('[data-draft-copy]').hidden = true;
  draft.querySelector('[data-draft-filled]').hidden = false;
  form.closest('details')?.setAttribute('open', '');
  const anchor = document.createElement('span');
  anchor.id = 'draft-form';
  form.prepend(anchor);
})();
