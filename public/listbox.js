'use strict';
// A field with a list of answers (ARIA combobox): the focus stays in the field, the arrows mark an answer. Used by the
// field for a person and by the search dialog.

globalThis.mawaListbox = (field, list) => {
  let active = null;
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const attributes = {
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
  };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  function mark(option) {
    active?.removeAttribute('aria-selected');
    active = option;
    if (!option) return field.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  return Object.freeze({
    active: () => active,
    mark,
    /** The next one down (1) or up (-1), round the end. */
    move(step) {
      const all = options();
      if (all.length === 0) return;
      const from = active ? all.indexOf(active) : step > 0 ? -1 : all.length;
      mark(all[(from + step + all.length) % all.length]);
    },
    /** New answers, each with an id of its own. */
    fill(nodes) {
      mark(null);
      list.replaceChildren(...nodes);
      for (const [place, option] of options().entries()) option.id = `${list.id}-${place}`;
    },
    expanded(open) {
      field.setAttribute('aria-expanded', String(open && options().length > 0));
      if (!open) mark(null);
    },
    /** A part of a page of this server, for what was typed: nothing of it stands in an address. */
    async ask(address, words, signal) {
      const answer = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ _csrf: token(), q: words }),
        redirect: 'error',
        signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      return globalThis.mawaAnswers.pageOf(answer);
    },
  });
};
