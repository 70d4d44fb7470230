'use strict';
// The bed board: walked through as a grid, kept up to date while others act, and placed on by hand.
// Everything here is also there without it, by links and forms.

const board = document.querySelector('[data-board]');
const livePage = document.querySelector('[data-live]');
const rtl = document.dir === 'rtl';
/** What the arrows lead to in a row: what stands at the name of the bed, then its nights. */
const STOPS = '[data-stop], .bed__name :is(a, button, .verdict)';
/** What a form carries against other sites is new in each answer, and no change. */
const plain = (piece) => piece.outerHTML.replaceAll(/(name="_csrf" value=")[^"]*/g, '$1');
/** The pieces as they were answered, before the grid marks its one stop of the Tab key in them. */
const known = new Map();
for (const piece of document.querySelectorAll('[data-piece]')) known.set(piece.id, plain(piece));
/** While somebody pulls or carries something, no piece is replaced: it would be lost from under the hand. */
const hand = {
  holds: false,
  free: Promise.resolve(),
  hold() {
    hand.holds = true;
    hand.free = new Promise((resolve) => {
      hand.letGo = () => {
        hand.holds = false;
        resolve();
      };
    });
  },
  letGo() {},
};

if (board) {
  walkAsGrid();
  showWordsBeside();
}
if (livePage) {
  const dialog = openActions();
  const placing = placeByHand();
  if (board) dragEnds(dialog);
  if (board) carryStays();
  keepUpToDate({ dialog, placing });
}

/** Nights are counted from 1, after the columns of rooms and beds; what stands at the name of a bed is 0. */
function columnOf(stop) {
  const cell = stop?.closest('[aria-colindex]');
  return cell ? Number(cell.getAttribute('aria-colindex')) - 2 : 0;
}

// The grid ------------------------------------------------------------------------------------------

/** One stop of the Tab key; arrows go from cell to cell as the eye does, also from right to left. */
function walkAsGrid() {
  const rows = () => [...board.querySelectorAll('[data-row]')].filter((row) => stopsOf(row).length);
  const stopsOf = (row) => [...row.querySelectorAll(STOPS)];
  const column = columnOf;
  /** Where one came from: down and up keep to this night, however long the bars on the way are. */
  let night = 1;

  const settle = () => {
    const all = [...board.querySelectorAll(STOPS)];
    const here = all.find((stop) => stop === document.activeElement) ?? all.find(column) ?? all[0];
    for (const stop of all) stop.tabIndex = stop === here ? 0 : -1;
  };
  settle();
  board.addEventListener('board:changed', settle);

  const covering = (row, at) => {
    const stops = row ? stopsOf(row) : [];
    return (at > 0 && stops.findLast((stop) => column(stop) <= at)) || stops[0];
  };
  const reachAlone = (stop) => {
    for (const other of board.querySelectorAll(`:is(${STOPS})[tabindex="0"]`)) other.tabIndex = -1;
    stop.tabIndex = 0;
  };
  const focusOn = (stop) => {
    if (!stop) return;
    reachAlone(stop);
    stop.focus();
    stop.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  board.addEventListener('focusin', ({ target }) => {
    const stop = target.closest(STOPS);
    if (!stop || stop.tabIndex === 0) return;
    reachAlone(stop);
    night = column(stop);
  });

  board.addEventListener('keydown', (event) => {
    const stop = event.target.closest(STOPS);
    if (!stop || event.altKey || event.metaKey) return;
    const all = rows();
    const at = all.indexOf(stop.closest('[data-row]'));
    const inRow = stopsOf(all[at]);
    const place = inRow.indexOf(stop);
    const firstNight = (stops) => stops.find(column) ?? stops[0];
    const sideways = (next) => {
      if (next) night = column(next);
      return next;
    };
    const page = 10;
    const moves = {
      [rtl ? 'ArrowLeft' : 'ArrowRight']: () => sideways(inRow[place + 1]),
      [rtl ? 'ArrowRight' : 'ArrowLeft']: () => sideways(inRow[place - 1]),
      ArrowDown: () => covering(all[at + 1], night),
      ArrowUp: () => covering(all[at - 1], night),
      PageDown: () => covering(all[Math.min(at + page, all.length - 1)], night),
      PageUp: () => covering(all[Math.max(at - page, 0)], night),
      Home: () => sideways(firstNight(event.ctrlKey ? stopsOf(all[0]) : inRow)),
      End: () => sideways(event.ctrlKey ? stopsOf(all.at(-1)).at(-1) : inRow.at(-1)),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    focusOn(moves[event.key]());
  });
}

/** The words of a bar open below it wherever the board was moved to; low on the screen, above it. */
function showWordsBeside() {
  const place = ({ target }) => {
    const stop = target.closest('.bar, .verdict');
    const tip = stop?.querySelector('.tip');
    if (!tip) return;
    stop.classList.remove('is-low');
    tip.style.top = `${stop.getBoundingClientRect().top}px`;
    stop.classList.toggle('is-low', tip.getBoundingClientRect().bottom > innerHeight - 8);
  };
  board.addEventListener('mouseover', place);
  board.addEventListener('focusin', place);
}

// What can be done with a bar -----------------------------------------------------------------------

/** Enter or a press on a bar opens its actions over the board; with Ctrl its page as any link. */
function openActions() {
  const dialog = document.querySelector('[data-actions]');
  if (!dialog || !board) return null;
  const search = new URL(livePage.dataset.live, location.href).search;

  const open = async (booking, on) => {
    const query = new URLSearchParams(search);
    if (on) query.set('on', on);
    const path = `/beds/board/bookings/${booking}?${query}`;
    const answer = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return void location.assign(`/beds/bookings/${booking}`);
    dialog.replaceChildren(...(await mawaAnswers.pageOf(answer)).body.childNodes);
    dialog.showModal();
    (dialog.querySelector('[data-first]') ?? dialog.querySelector('#actions-title')).focus();
  };

  board.addEventListener('click', (event) => {
    const bar = event.target.closest('[data-booking]');
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Letting go of a bar's end is no press on the bar.
    if (!bar.dataset.dragged) open(bar.dataset.booking);
  });
  dialog.addEventListener('click', ({ target }) => {
    const step = target.closest('[data-step]');
    if (step) dialog.querySelector('[name="on"]').value = step.dataset.step;
    // A press beside it closes it.
    if (target === dialog) dialog.close();
  });
  return { element: dialog, open };
}

/** The end of a stay is pulled to another night; what follows is said before anything is done. */
function dragEnds(dialog) {
  if (!dialog) return;
  const nights = [...board.querySelectorAll('[data-night]')];
  // A bar is a link, and a link would be dragged as one; the stay of a house's own is carried to another bed.
  let pulled = false;
  board.addEventListener('dragstart', (event) => {
    if (pulled || !event.target.closest?.('[data-carried]')) event.preventDefault();
  });
  board.addEventListener('pointerdown', (event) => {
    pulled = event.target.closest('[data-end]') !== null;
    const end = event.target.closest('[data-end]');
    if (!end || event.button !== 0) return;
    event.preventDefault();
    const bar = end.closest('[data-booking]');
    const cell = bar.closest('.cell');
    const track = cell.parentElement.getBoundingClientRect();
    const width = track.width / nights.length;
    const first = columnOf(bar);
    const was = first + Number(cell.getAttribute('aria-colspan')) - 1;
    let last = was;
    const ghost = document.createElement('span');
    ghost.className = 'bar__ghost';
    bar.append(ghost);
    end.setPointerCapture(event.pointerId);
    hand.hold();
    const move = (to) => {
      const along = rtl ? track.right - to.clientX : to.clientX - track.left;
      last = Math.min(nights.length, Math.max(first, Math.ceil(along / width)));
      ghost.style.inlineSize = `${(last - first + 1) * width - 5}px`;
      ghost.textContent = dayAfter(last)?.day ?? '';
    };
    /** The exit is the day after the last night. */
    const dayAfter = (night) => {
      const shown = nights[night];
      if (shown) return { date: shown.dataset.night, day: shown.dataset.day };
      const date = new Date(`${nights.at(-1).dataset.night}T00:00:00Z`);
      date.setUTCDate(date.getUTCDate() + night - nights.length + 1);
      return { date: date.toISOString().slice(0, 10), day: '' };
    };
    const done = (drop) => {
      end.removeEventListener('pointermove', move);
      end.removeEventListener('pointerup', done);
      end.removeEventListener('pointercancel', done);
      ghost.remove();
      hand.letGo();
      bar.dataset.dragged = 'yes';
      setTimeout(() => delete bar.dataset.dragged, 300);
      if (drop.type === 'pointerup' && last !== was) {
        dialog.open(bar.dataset.booking, dayAfter(last).date);
      }
    };
    end.addEventListener('pointermove', move);
    end.addEventListener('pointerup', done);
    end.addEventListener('pointercancel', done);
  });
}

/** A stay is carried to another bed, or onto somebody for an exchange: the page asks before it is done. */
function carryStays() {
  let bar = null;
  const rowUnder = ({ target }) => {
    const row = bar && target.closest?.('[data-row]');
    return row && !row.contains(bar) ? row : null;
  };
  const mark = (row) => {
    for (const other of board.querySelectorAll('.bed.is-over')) other.classList.remove('is-over');
    row?.classList.add('is-over');
  };
  board.addEventListener('dragstart', (event) => {
    bar = event.defaultPrevented ? null : event.target.closest?.('[data-carried]');
    if (!bar) return;
    hand.hold();
    event.dataTransfer.effectAllowed = 'move';
    // Neither the address nor the number leaves the page, should it be dropped elsewhere.
    event.dataTransfer.clearData();
    event.dataTransfer.setData('text/plain', '');
    bar.classList.add('is-carried');
  });
  board.addEventListener('dragover', (event) => {
    const row = rowUnder(event);
    mark(row);
    if (row) event.preventDefault();
  });
  board.addEventListener('drop', (event) => {
    const row = rowUnder(event);
    if (!row) return;
    event.preventDefault();
    const other = event.target.closest('[data-carried]')?.dataset;
    const to = other
      ? `swap:${other.booking}:${row.dataset.bed}:${other.version}`
      : `bed:${row.dataset.bed}`;
    location.assign(`/beds/bookings/${bar.dataset.booking}/move?to=${encodeURIComponent(to)}`);
  });
  board.addEventListener('dragend', () => {
    bar?.classList.remove('is-carried');
    bar = null;
    hand.letGo();
    mark(null);
  });
}

// Placing -------------------------------------------------------------------------------------------

/** People are dragged onto beds, or put there with Enter: both fill in the plain form. */
function placeByHand() {
  const panel = () => document.getElementById('placing');
  const form = () => panel()?.querySelector('[data-plain-form]');
  const news = document.querySelector('[data-live-news]');
  const say = (text) => news && (news.textContent = text);

  const optionFor = (select, bed) => [...select.options].find(({ value }) => value === bed);
  const selects = () => [...(form()?.querySelectorAll('[data-person]') ?? [])];

  /** Whom a bed is for when nobody says so: the first without a bed, else the only one. */
  const nextFor = () => selects().find(({ value }) => !value) ?? selects()[0];

  const take = (bed, select = nextFor()) => {
    const row = board.querySelector(`[data-bed="${bed}"]`);
    const option = select && optionFor(select, bed);
    if (!option) {
      say(
        [row?.dataset.place, why(row) || news.dataset.gone]
          .filter(Boolean)
          .join(news.dataset.colon),
      );
      return;
    }
    form().closest('details').open = true;
    select.value = bed;
    // Nobody shares a bed: who had it chooses again.
    for (const other of selects()) if (other !== select && other.value === bed) other.value = '';
    show(row);
    const all = selects();
    const missing = all.find(({ value }) => !value);
    if (missing) return void missing.focus();
    const unknown = all.some((one) => one.selectedOptions[0].dataset.state === 'ask');
    const reason = form().querySelector('[name="reason"]');
    if (unknown && !reason.value.trim()) {
      say(news.dataset.choose);
      reason.focus();
      return;
    }
    form().requestSubmit();
  };
  const why = (row) =>
    [...(row?.querySelectorAll('.verdict .reason--against') ?? [])]
      .map((reason) => reason.textContent.trim())
      .join(' ; ');

  /** The reasons for and against the bed chosen last stand beside the form. */
  const show = (row) => {
    const target = form()?.querySelector('[data-why]');
    const reasons = row?.querySelector('.verdict .reasons');
    if (!target || !reasons) return;
    const place = document.createElement('p');
    place.className = 'proposal__place';
    place.textContent = row.dataset.place;
    target.replaceChildren(place, reasons.cloneNode(true));
  };

  document.addEventListener('change', ({ target }) => {
    if (!target.matches?.('[data-person]')) return;
    show(board?.querySelector(`[data-bed="${target.value}"]`));
  });
  if (board) {
    board.addEventListener('click', (event) => {
      const cell = event.target.closest('[data-take]');
      if (!cell || !form() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      take(cell.dataset.take);
    });
  }

  let dragged = null;
  document.addEventListener('dragstart', (event) => {
    const chip = event.target.closest?.('[data-drag]');
    if (!chip || !form()) return;
    dragged = form().querySelector(`[data-person="${chip.dataset.drag}"]`);
    event.dataTransfer.effectAllowed = 'move';
    // Nothing of whom leaves the page, should it be dropped elsewhere.
    event.dataTransfer.setData('text/plain', '');
    livePage.classList.add('is-dragging');
    hand.hold();
  });
  const over = (row) => {
    for (const other of document.querySelectorAll('.bed.is-over'))
      other.classList.remove('is-over');
    row?.classList.add('is-over');
  };
  document.addEventListener('dragover', (event) => {
    const row = dragged && event.target.closest?.('[data-row]');
    over(row);
    if (!row) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = optionFor(dragged, row.dataset.bed) ? 'move' : 'none';
  });
  document.addEventListener('drop', (event) => {
    const row = dragged && event.target.closest?.('[data-row]');
    if (!row) return;
    event.preventDefault();
    take(row.dataset.bed, dragged);
  });
  document.addEventListener('dragend', () => {
    dragged = null;
    over(null);
    livePage.classList.remove('is-dragging');
    hand.letGo();
  });

  /** Somebody took a bed meanwhile: forms on it say so at once and no longer go out. */
  const lose = (taken) => {
    const said = [];
    for (const proposal of panel()?.querySelectorAll('.proposal[data-beds]') ?? []) {
      if (!proposal.dataset.beds.split(' ').some((bed) => taken.has(bed))) continue;
      proposal.classList.add('proposal--gone');
      for (const button of proposal.querySelectorAll('button')) button.disabled = true;
      said.push(proposal.dataset.place);
    }
    for (const select of selects()) {
      for (const option of [...select.options]) {
        if (!taken.has(option.value)) continue;
        if (option.selected) {
          const house = option.parentElement.label;
          said.unshift(`${house} · ${option.textContent.split(' · ')[0]}`);
          select.value = '';
          select.setAttribute('aria-invalid', 'true');
        }
        option.remove();
      }
    }
    if (said.length > 0) say(`${said[0]} ${news.dataset.taken}`);
  };
  /** A hand is in it, or something was typed. */
  const busy = () => {
    const here = panel();
    if (!here) return false;
    const typed = [...here.querySelectorAll('input:not([type="hidden"]), select')].some((field) =>
      field.options ? field.value !== '' : field.value !== field.defaultValue,
    );
    return typed || here.contains(document.activeElement);
  };
  return { lose, busy, chosen: () => selects().map(({ value }) => value) };
}

// Others act ----------------------------------------------------------------------------------------

/**
 * Told of a change, the page fetches what changed and puts in place only the pieces that differ: focus,
 * place on the screen and what is being typed stay.
 */
function keepUpToDate({ dialog, placing }) {
  const line = document.querySelector('[data-live-line]');

  const state = (name) => {
    if (line) line.textContent = line.dataset[name] ?? '';
    livePage.dataset.state = name;
  };

  let fetching = null;
  let again = null;
  /** `shelters` null: all. What is told while one is fetched is fetched after it, once. */
  const refresh = async (shelters = null) => {
    if (fetching) {
      again = again === null ? [shelters] : [...again, shelters];
      return;
    }
    fetching = fetchParts(shelters).finally(() => {
      fetching = null;
      if (again === null) return;
      const wanted = again.includes(null) ? null : [...new Set(again.flat())];
      again = null;
      refresh(wanted);
    });
    await fetching;
  };

  const fetchParts = async (shelters) => {
    await hand.free;
    const url = new URL(livePage.dataset.live, location.href);
    const some = shelters !== null && shelters.length > 0 && shelters.length <= 50;
    if (some) url.searchParams.set('only', shelters.join(','));
    const answer = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => null);
    // Nobody is signed in any more: nothing of the board stays on the screen.
    if (answer && (answer.status === 401 || answer.status === 403 || answer.redirected)) {
      return void location.reload();
    }
    const page = answer?.ok && (await mawaAnswers.pageOf(answer).catch(() => null));
    if (!page) return void setTimeout(() => refresh(shelters), 5_000);
    // The hand took something up meanwhile: once it lets go, this answer would be an old one.
    if (hand.holds) return fetchParts(shelters);
    put(page, some ? new Set(shelters) : null);
    expect(page.querySelector('[data-parts]').dataset.next);
  };

  const put = (page, only) => {
    const taken = lost(page);
    placing?.lose(taken);
    for (const house of page.querySelectorAll('[data-shelter]')) putHouse(house);
    if (board) {
      const there = new Set([...page.querySelectorAll('[data-shelter]')].map(({ id }) => id));
      for (const house of board.querySelectorAll('[data-shelter]')) {
        if ((!only || only.has(house.dataset.shelter)) && !there.has(house.id)) house.remove();
      }
    }
    for (const id of ['above', 'placing']) {
      const piece = page.getElementById(id);
      if (id === 'placing' && placing?.busy()) continue;
      if (piece) putPiece(piece);
    }
    if (board) board.dispatchEvent(new CustomEvent('board:changed'));
    changedMeanwhile();
  };

  /** Beds that could be taken for the request a moment ago, and cannot be any more. */
  const lost = (page) => {
    const could = (row) => row.dataset.verdict === 'fits' || row.dataset.verdict === 'ask';
    const gone = [...(board?.querySelectorAll('[data-row]') ?? [])].filter((row) => {
      const now = page.getElementById(row.id);
      return could(row) && now && !could(now);
    });
    return new Set(gone.map(({ dataset }) => dataset.bed));
  };

  const putHouse = (house) => {
    const here = document.getElementById(house.id);
    const rows = (of) => [...of.querySelectorAll('[data-piece]')].map(({ id }) => id).join();
    if (here && rows(here) === rows(house)) {
      for (const piece of house.querySelectorAll('[data-piece]')) putPiece(piece);
      return;
    }
    for (const piece of house.querySelectorAll('[data-piece]')) known.set(piece.id, plain(piece));
    if (here) keepFocus(here, house);
    else board?.append(document.adoptNode(house));
  };

  const putPiece = (piece) => {
    const here = document.getElementById(piece.id);
    const html = plain(piece);
    if (!here || known.get(piece.id) === html) return;
    known.set(piece.id, html);
    const open = [...here.querySelectorAll('details')].map((one) => one.open);
    [...piece.querySelectorAll('details')].forEach((one, place) => (one.open ||= open[place]));
    keepFocus(here, piece);
  };

  /** Whoever stood on a cell stands on the same night of the same bed afterwards. */
  const keepFocus = (here, fresh) => {
    const focused = here.contains(document.activeElement) ? document.activeElement : null;
    const { id } = focused ?? {};
    const row = focused?.closest('[data-row]')?.id;
    const column = columnOf(focused);
    const put = document.adoptNode(fresh);
    here.replaceWith(put);
    if (!focused) return;
    const inRow = [...(document.getElementById(row)?.querySelectorAll(STOPS) ?? [])];
    const nearest = inRow.findLast((stop) => columnOf(stop) <= column) ?? inRow[0];
    const next = (id && document.getElementById(id)) || nearest;
    next?.focus({ preventScroll: true });
  };

  /** A stay whose form is open: a press would be refused, so it says so before. */
  const changedMeanwhile = () => {
    const open = dialog?.element.open && dialog.element.querySelector('[data-of]');
    if (!open) return;
    const bar = document.getElementById(`k-${open.dataset.of}`);
    if (bar?.dataset.version === open.dataset.version) return;
    open.querySelector('[data-changed]').hidden = false;
    for (const button of open.querySelectorAll('[data-changing] button')) button.disabled = true;
  };

  // A hold that runs out changes no row.
  let lapse;
  const expect = (seconds) => {
    clearTimeout(lapse);
    if (seconds) lapse = setTimeout(() => refresh(), Number(seconds) * 1000 + 1500);
  };
  expect(livePage.dataset.next);

  // Where no line can be had the page looks by itself, once a minute.
  let looking;
  const lookByItself = () => {
    clearInterval(looking);
    looking = setInterval(() => document.visibilityState === 'visible' && refresh(), 60_000);
  };

  let source = null;
  let since = livePage.dataset.changes;
  const stop = () => {
    source?.close();
    source = null;
  };
  const listen = () => {
    if (source || document.visibilityState === 'hidden') return;
    clearInterval(looking);
    source = new EventSource(since);
    source.addEventListener('open', () => state('on'));
    source.addEventListener('changed', ({ data }) => {
      const { shelters, until } = JSON.parse(data);
      // Nights before the first one shown change nothing here.
      if (until && board && until <= board.dataset.from) return;
      refresh(shelters);
    });
    source.addEventListener('over', () => location.reload());
    source.addEventListener('elsewhere', () => {
      stop();
      state('elsewhere');
    });
    source.addEventListener('error', () => {
      // It comes back by itself; what happened meanwhile is told then, for the address says since when.
      if (source?.readyState !== EventSource.CLOSED) return;
      stop();
      state('off');
      lookByItself();
      setTimeout(listen, 60_000);
    });
  };
  // A browser opens few lines to one house: a board that nobody looks at holds none.
  let hiding;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.visibilityState === 'hidden') hiding = setTimeout(stop, 10_000);
    else if (!source) {
      refresh();
      listen();
    }
  });
  addEventListener('focus', () => livePage.dataset.state === 'elsewhere' && (refresh(), listen()));
  addEventListener('pagehide', stop);
  listen();
}
