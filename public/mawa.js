'use strict';
// Small helps on top of pages that work without them.

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

// Quick exit: the session ends in the background, this page leaves the history at once.
function leaveNow(form) {
  // In the background nothing is led on to the neutral page: only this window goes there.
  const body = new URLSearchParams({ _csrf: token(), background: 'yes' });
  const sent = navigator.sendBeacon?.('/quick-exit', body);
  if (!sent) fetch('/quick-exit', { method: 'POST', body, keepalive: true, redirect: 'manual' });
  document.title = '…';
  document.documentElement.replaceChildren();
  location.replace(form.dataset.quickExit);
}

const exit = document.querySelector('[data-quick-exit]');
if (exit) {
  let lastEscape = 0;
  exit.addEventListener('submit', (event) => {
    event.preventDefault();
    leaveNow(exit);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (event.timeStamp - lastEscape < 900) leaveNow(exit);
    lastEscape = event.timeStamp;
  });
}

// A page that comes back from the browser's memory may show what was left behind: ask anew.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

// What a form was answered with is shown once: "back" and "reload" lead to the empty form instead.
const forget = document.querySelector('[data-forget]');
if (forget) history.replaceState(null, '', forget.dataset.forget);

document.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['x-csrf-token'] = token();
});

// What must be put right is read first.
document.querySelector('[data-focus]')?.focus();

// A form that came as a part of this page says on which page it stands.
document.addEventListener('submit', ({ target: form }) => {
  const stamp = document.querySelector('meta[name="page-stamp"]');
  if (form.method !== 'post' || !stamp || form.querySelector('[name="_page"]')) return;
  const field = { type: 'hidden', name: '_page', value: stamp.content };
  form.append(Object.assign(document.createElement('input'), field));
});

// What is typed in an intake is kept while it is typed: a battery, a session or a page that ends takes
// nothing with it. Without scripts each button keeps its page.
const kept = document.querySelector('form[data-keep]');
if (kept) {
  const note = kept.querySelector('[data-kept]');
  let timer;
  let typedSince = false;
  // Another window wrote in the same field: both texts stand in it, and what was typed meanwhile follows.
  const showMerged = ({ name, text, at }, sent) => {
    const field = kept.elements[name];
    const end = field.selectionEnd === field.value.length;
    const since = field.value.startsWith(sent) ? field.value.slice(sent.length) : '';
    if (since === '' && field.value !== sent) typedSince = true;
    else field.value = text + since;
    if (end) field.setSelectionRange(field.value.length, field.value.length);
    const told = kept.querySelector(`[data-merged="${name}"]`);
    told.textContent = told.dataset.mergedWords.replace('{at}', at);
    told.hidden = false;
  };
  const keep = async () => {
    typedSince = false;
    const sent = new FormData(kept);
    const body = new URLSearchParams(sent);
    body.set('act', 'keep');
    try {
      const left = document.visibilityState === 'hidden';
      const answer = await fetch(kept.action, {
        method: 'POST',
        body,
        redirect: 'error',
        keepalive: left,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { revision, was, changedElsewhere, merged } = await answer.json();
      kept.elements.revision.value = revision;
      kept.elements.was.value = was;
      note.textContent = note.dataset.keptWords;
      if (merged) showMerged(merged, sent.get(merged.name));
      // Another device wrote here as well: the page says what, unless a hand is still at it.
      if (changedElsewhere && !typedSince) location.reload();
    } catch {
      note.textContent = note.dataset.lostWords;
      // Not kept is not done: again in a while, when the line is back, and when the page goes.
      typedSince = true;
      clearTimeout(timer);
      timer = setTimeout(keepNow, 15_000);
    }
  };
  let keeping = null;
  const keepNow = () => {
    clearTimeout(timer);
    if (typedSince && !keeping) keeping = keep().finally(() => (keeping = null));
  };
  kept.addEventListener('input', () => {
    typedSince = true;
    note.textContent = '';
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await keeping;
      keepNow();
    }, 1500);
  });
  addEventListener('online', keepNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepNow();
  });
  // What is being kept is answered first: the button goes out with the revision that it made.
  kept.addEventListener('submit', (event) => {
    clearTimeout(timer);
    typedSince = false;
    if (!keeping) return;
    event.preventDefault();
    const { submitter } = event;
    keeping.then(() => kept.requestSubmit(submitter));
  });
}

// A table that is wider than the screen is reached and moved by keyboard, also one that htmx brings later.
const FRAMES = '.table-frame, .table-responsive';
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const frame = target.closest(FRAMES);
    const isWide = frame.scrollWidth > frame.clientWidth;
    if (isWide && !frame.hasAttribute('role')) frame.tabIndex = 0;
  }
});
function watchWidths(root) {
  for (const frame of root.querySelectorAll(FRAMES)) {
    widths.observe(frame);
    // A font that comes late makes the table wider, not its frame.
    for (const table of frame.children) widths.observe(table);
  }
}
watchWidths(document);
document.addEventListener('htmx:load', ({ detail }) => watchWidths(detail.elt));
let isByKeyboard = false;
addEventListener('keydown', () => (isByKeyboard = true), true);
addEventListener('pointerdown', () => (isByKeyboard = false), true);
// Browsers leave a list of choices that stands half outside where it is. A press of the mouse moves nothing.
document.addEventListener('focusin', ({ target }) => {
  const frame = target.closest(FRAMES);
  if (isByKeyboard && frame && frame !== target)
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});

// A choice that is sent at once brings a new page: its address says where the focus goes on.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-submit-on-change]')) return;
  const address = new URL(target.form.action);
  address.hash = target.id;
  target.form.action = address;
  target.form.requestSubmit();
});
document.addEventListener('click', ({ target }) => {
  if (target.closest('[data-print]')) print();
});
