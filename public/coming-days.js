'use strict';
// Under a day to come: that it is a public holiday, or a day of rest. The page has the sentences; nothing is asked.

document.addEventListener('input', ({ target }) => {
  const note = target.dataset?.comingDay && document.getElementById(target.dataset.comingDay);
  if (!note) return;
  const day = target.value.slice(0, 10);
  const holidays = JSON.parse(document.querySelector('[data-holidays]')?.dataset.holidays ?? '{}');
  const rest = JSON.parse(note.dataset.rest ?? '{}');
  const said = holidays[day] ?? rest[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  if (note.textContent !== said) note.textContent = said;
});
