'use strict';
// A page closes with its session: nobody reads it over an empty chair. A minute before, it says so; whoever types or
// presses keeps the session. What was typed and not sent is kept for its author, as in any form that meets an ended session.

(() => {
  const sign = document.querySelector('[data-session-seconds]');
  if (!sign) return;
  const SAY_SECONDS = 60;
  /** A hand on the page is told to the server this often; while the page is about to close, at once. */
  const TELL_AFTER_MS = 60_000;
  const TELL_SOON_AFTER_MS = 5_000;
  const TRY_AGAIN_MS = 15_000;
  /** Timers end a little early now and then. */
  const LATE_MS = 500;

  let timer;
  let toldAt = Date.now();
  let endsAt = 0;
  /** The form somebody typed in last and did not send. */
  let typedIn = null;

  const isNear = () => sign.textContent !== '';

  /** 0: the session has ended, or another one took its place. */
  async function timeLeft(method) {
    const answer = await fetch('/session', { method, headers: { 'x-csrf-token': token() } });
    if (answer.ok) return answer.json();
    if (answer.status !== 403) throw new Error(String(answer.status));
    return { secondsLeft: 0, isLatest: false };
  }

  function wait({ secondsLeft, isLatest }) {
    clearTimeout(timer);
    endsAt = Date.now() + secondsLeft * 1_000;
    const quiet = secondsLeft - SAY_SECONDS;
    sign.textContent = quiet > 0 ? '' : isLatest ? sign.dataset.latest : sign.dataset.soon;
    timer = setTimeout(ask, (quiet > 0 ? quiet : secondsLeft) * 1_000 + LATE_MS);
  }

  async function ask(method = 'GET') {
    clearTimeout(timer);
    try {
      const time = await timeLeft(method);
      if (time.secondsLeft > 0) wait(time);
      else close();
    } catch {
      // No server: what is typed stays, and a form that is filled in without a connection.
      const stays = typedIn || document.querySelector('form[data-keeps]');
      if (Date.now() >= endsAt && !stays) document.body.replaceChildren(sign.dataset.closed);
      else timer = setTimeout(ask, TRY_AGAIN_MS);
    }
  }

  function close() {
    // A form with a password is never kept.
    if (!typedIn?.isConnected || typedIn.querySelector('[type="password"]')) {
      document.body.replaceChildren();
      return location.replace(location.pathname + location.search);
    }
    const stamp = document.querySelector('meta[name="page-stamp"]')?.content;
    for (const [name, value] of Object.entries({ _unsent: 'yes', _page: stamp })) {
      if (!value || typedIn.elements[name]) continue;
      const field = { type: 'hidden', name, value };
      typedIn.append(Object.assign(document.createElement('input'), field));
    }
    // Of files nothing is kept; the words beside them are.
    typedIn.enctype = 'application/x-www-form-urlencoded';
    typedIn.submit();
  }

  function hand() {
    if (Date.now() - toldAt < (isNear() ? TELL_SOON_AFTER_MS : TELL_AFTER_MS)) return;
    toldAt = Date.now();
    ask('POST');
  }
  addEventListener('keydown', hand, true);
  addEventListener('pointerdown', hand, true);
  // Another window may have signed out meanwhile.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') ask();
  });
  document.addEventListener('input', ({ target: { form } }) => {
    if (form?.method === 'post' && form.role !== 'search') typedIn = form;
  });
  addEventListener('submit', ({ target }) => {
    if (target === typedIn) typedIn = null;
  });
  const seconds = Number(sign.dataset.sessionSeconds);
  endsAt = Date.now() + seconds * 1_000;
  timer = setTimeout(ask, Math.max(0, seconds - SAY_SECONDS) * 1_000);
})();
