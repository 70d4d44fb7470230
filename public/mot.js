'use strict';
// The pages without an account work without this: it only makes leaving safer and quicker.

// Whatever is shown, the browser remembers the first page alone: "back", "forward" and "reload" ask
// nobody's form again and lead to no words and no number, whoever presses them afterwards.
const start = '/mot' + location.search;
history.replaceState(null, '', start);

const leave = document.querySelector('[data-leave]');
function goAway() {
  document.title = '…';
  document.body.replaceChildren();
  location.replace(leave.href);
}
if (leave) {
  let lastEscape = 0;
  leave.addEventListener('click', (event) => {
    event.preventDefault();
    goAway();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (event.timeStamp - lastEscape < 900) goAway();
    lastEscape = event.timeStamp;
  });
}

// A page out of the browser's memory may show what somebody else left behind: ask anew.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.replace(start);
});

// What must be put right is read first.
document.querySelector('[data-focus]')?.focus();

// A form goes out once, however often a shaking hand presses.
document.addEventListener('submit', (event) => {
  const form = event.target;
  // A word that no page held before: with it and all that was typed, two presses are one.
  const drawn = form.querySelector('[data-draw]');
  if (drawn && !form.dataset.drawn) {
    form.dataset.drawn = 'yes';
    drawn.value = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  }
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, 4000);
});
