'use strict';
// The search of the top bar as a dialog: Ctrl K or / opens it, arrows and Enter go to what was found. It asks the server
// for a part of its page; without scripts the form at the top does the same.

(() => {
  const form = document.querySelector('[data-search-all]');
  if (!form || !globalThis.HTMLDialogElement) return;
  const words = form.dataset;
  const WAIT = 350;

  const make = (tag, attributes, ...children) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    one.append(...children);
    return one;
  };
  const field = make('input', {
    class: 'form-control',
    type: 'search',
    maxlength: '100',
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': words.searchTitle,
    'aria-describedby': 'search-dialog-hint',
  });
  const list = make('div', {
    class: 'search-dialog__list',
    id: 'search-dialog-list',
    role: 'listbox',
    'aria-label': words.searchTitle,
  });
  const told = make('p', { class: 'search-dialog__told', role: 'status' });
  const hint = make('p', { class: 'field__hint', id: 'search-dialog-hint' }, words.searchHint);
  const dialog = make(
    'dialog',
    { class: 'search-dialog', 'aria-label': words.searchTitle },
    field,
    told,
    list,
    hint,
  );
  document.body.append(dialog);
  const box = globalThis.mawaListbox(field, list);

  let timer;
  let asking = null;
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };

  const groupOf = (section) => {
    const { heading } = section.dataset;
    const options = [...section.querySelectorAll('a')].map((link) =>
      make(
        'div',
        { role: 'option', class: 'picker__option', 'data-path': link.getAttribute('href') },
        ...[...link.childNodes].map((node) => document.importNode(node, true)),
      ),
    );
    const sentences = [...section.querySelectorAll('p')].map(({ textContent }) =>
      make('p', { class: 'search-dialog__told', role: 'presentation' }, textContent),
    );
    const title = make('p', { class: 'search-dialog__heading', 'aria-hidden': 'true' }, heading);
    return make('div', { role: 'group', 'aria-label': heading }, title, ...sentences, ...options);
  };

  async function ask() {
    stop();
    const typed = field.value.trim();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const page = await box.ask(words.searchAll, typed, signal);
      if (field.value.trim() !== typed) return;
      box.fill([...page.querySelectorAll('section')].map(groupOf));
      told.textContent = page.querySelector('p')?.textContent.trim() ?? '';
      box.expanded(true);
      if (typed !== '') box.move(1);
    } catch {
      if (signal.aborted) return;
      box.fill([]);
      told.textContent = words.searchLost;
    }
  }

  function open() {
    if (dialog.open || document.querySelector('dialog[open]')) return;
    field.value = '';
    told.textContent = '';
    box.fill([]);
    // The browser keeps the focus inside, and gives it back when the dialog closes.
    dialog.showModal();
    field.focus();
    ask();
  }
  const go = (option) => {
    if (option) location.assign(option.dataset.path);
  };

  const isTyped = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    const isShortcut = (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k';
    const isSlash = key === '/' && !ctrlKey && !metaKey && !altKey && !isTyped(target);
    if (!isShortcut && !isSlash) return;
    event.preventDefault();
    open();
  });
  field.addEventListener('input', () => {
    stop();
    // What is listed answers other words.
    box.mark(null);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      box.move(key === 'ArrowDown' ? 1 : -1);
    } else if (key === 'Enter') {
      event.preventDefault();
      go(box.active());
    } else if (key === 'Escape') {
      // A field for searching would empty itself first.
      event.preventDefault();
      dialog.close();
    }
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', ({ target }) => go(target.closest('[role="option"]')));
  // A press beside it closes it, as Escape does.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener('close', stop);
})();
