'use strict';
// A field for a person: while it is typed in, the people who fit are listed under it (ARIA combobox). Without scripts the
// form is sent as it is, and comes back with the choices.

for (const picker of document.querySelectorAll('[data-picker]')) {
  const field = picker.querySelector('input');
  const panel = picker.querySelector('[data-picker-panel]');
  const list = picker.querySelector('[role="listbox"]');
  const told = picker.querySelector('[data-picker-told]');
  const status = picker.querySelector('[data-picker-status]');
  const chosen = picker.querySelector('[data-picker-chosen]');
  const WAIT = 400;
  let timer;
  let asking = null;
  /** Answers of this page: a letter taken back asks nothing anew. */
  const known = new Map();

  const box = globalThis.mawaListbox(field, list);
  const isOpen = () => !panel.hidden;
  function show(open) {
    panel.hidden = !open;
    box.expanded(open);
  }
  function stop() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  }
  function say(words) {
    told.textContent = words;
    status.textContent = words;
  }

  function fill(words, page) {
    const options = [...page.querySelectorAll('li')].map((option) => {
      const copy = document.importNode(option, true);
      copy.setAttribute('role', 'option');
      return copy;
    });
    box.fill(options);
    say(page.querySelector('p')?.textContent.trim() ?? '');
    // Nothing opened lately: nothing to show before a letter is typed.
    show(options.length > 0 || words !== '');
  }

  async function ask(words) {
    stop();
    if (known.has(words)) return fill(words, known.get(words));
    asking = new AbortController();
    const { signal } = asking;
    try {
      const page = await box.ask(picker.dataset.picker, words, signal);
      known.set(words, page);
      if (document.activeElement === field && field.value.trim() === words) fill(words, page);
    } catch {
      if (signal.aborted) return;
      box.fill([]);
      say(picker.dataset.pickerLost);
      show(true);
    }
  }

  /** A case number or its beginning: a digit in each word but its M. */
  const looksLikeNumber =
    /^\s*(m[\s\p{Pd}]*)?(?=\S*\p{Nd})[\p{L}\p{Nd}]{1,8}([\s\p{Pd}]+[\p{L}\p{Nd}]{1,4})*\s*$/iu;
  const letters = /[\p{L}\p{N}].*[\p{L}\p{N}]/u;
  function later() {
    stop();
    // What is listed answers other words.
    box.mark(null);
    if (chosen) chosen.hidden = true;
    const words = field.value.trim();
    if (words === '') return ask('');
    if (!letters.test(words)) return show(false);
    timer = setTimeout(() => ask(words), WAIT);
  }

  function choose(option) {
    stop();
    field.value = option.dataset.number;
    const words = [...option.childNodes].map((node) => node.cloneNode(true));
    if (chosen) {
      chosen.replaceChildren(...words);
      chosen.hidden = false;
    }
    status.textContent = option.textContent;
    show(false);
    // Buttons of an answer before this choice mean somebody else.
    picker.parentElement.querySelector('[data-picker-choices]')?.remove();
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  field.addEventListener('input', later);
  field.addEventListener('focus', () => {
    if (field.value.trim() === '' && !isOpen()) ask('');
  });
  field.addEventListener('blur', () => {
    stop();
    show(false);
  });
  field.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen()) box.move(key === 'ArrowDown' ? 1 : -1);
      else if (list.children.length > 0) show(true);
      else ask(field.value.trim());
    } else if (key === 'Enter' && box.active()) {
      event.preventDefault();
      choose(box.active());
    } else if (key === 'Escape' && isOpen()) {
      // Once for the list; twice in a row is the quick exit, as everywhere.
      show(false);
    }
  });
  // The form of a list stands in the address: a name waits until its number is chosen.
  if ('pickerNumber' in picker.dataset) {
    field.form.addEventListener('submit', (event) => {
      const words = field.value.trim();
      if (words === '' || looksLikeNumber.test(words)) return;
      event.preventDefault();
      field.focus();
      ask(words);
    });
  }
  // A press must not take the focus away before it has chosen.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) choose(option);
  });
}
