'use strict';
// The clock of a call, and a press that waits while there is no line. Pages work without it.

for (const clock of document.querySelectorAll('[data-clock]')) {
  const since = Date.parse(clock.dataset.clock);
  // The page's own clock may be wrong: it counts on from what the server said when the page came.
  const shown = Date.now();
  const start = Number.isNaN(since) ? shown : Math.min(since, shown);
  const two = (figure) => String(figure).padStart(2, '0');
  const tick = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - start) / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
    clock.textContent = hours > 0 ? `${hours}:${rest}` : rest;
  };
  tick();
  setInterval(tick, 1000);
}

// Without a line a button would lead to an empty page and take what was typed with it.
for (const form of document.querySelectorAll('form.call')) {
  form.addEventListener(
    'submit',
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const note = form.querySelector('[data-kept]');
      if (note) note.textContent = note.dataset.lostWords;
    },
    true,
  );
}
