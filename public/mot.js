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
