'use strict';
// A page closes with its session: nobody reads it over an empty chair. A minute before, it says so; whoever types or
// presses keeps the session. What was typed and not sent is kept for its author, as in any form that meets an ended session.

(() => {
  const notice = document.querySelector('[data-session-seconds]');
  if (!notice) return;
  const WARN_MS = 60_000;
  /** Somebody at work on the page is told to the server this often; while it is about to close, sooner. */
  const REPORT_MS = 60_000;
  const REPORT_SOON_MS = 5_000;
  const TRY_AGAIN_MS = 15_000;

  let endsAt = Date.now() + Number(notice.dataset.sessionSeconds) * 1_000;
  let checkAt = endsAt - WARN_MS;
  let reportedAt = Date.now();
  let isAsking = false;
  /** The form in which somebody typed last and that was not sent. */
  let editedForm = null;

  /** Whose session this browser has, and how long; account null: nobody's. */
  async function timeOf(method) {
    const answer = await fetch('/session', { method, headers: { 'x-csrf-token': token() } });
    // Somebody signed in since: the token of this page is an old one.
    if (answer.status === 403 && method === 'POST') return timeOf('GET');
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function goOn({ secondsLeft, isLatest }) {
    endsAt = Date.now() + secondsLeft * 1_000;
    const isNear = secondsLeft * 1_000 <= WARN_MS;
    notice.textContent = isNear ? notice.dataset[isLatest ? 'latest' : 'soon'] : '';
    checkAt = isNear ? endsAt : endsAt - WARN_MS;
    document.body.hidden = false;
  }

  /** Filled in where there is no connection: it waits on the device, and its page stays (kept-forms.js). */
  const isForOffline = () => document.querySelector('form[data-keeps]') !== null;

  async function check(method = 'GET') {
    if (isAsking) return;
    isAsking = true;
    try {
      const time = await timeOf(method);
      const isOver = time.account === null;
      if (time.account === notice.dataset.account) goOn(time);
      else if (isOver && isForOffline() && editedForm) checkAt = Date.now() + TRY_AGAIN_MS;
      else await close(isOver ? editedForm : null);
    } catch {
      // No server. What is typed is not thrown away.
      checkAt = Date.now() + TRY_AGAIN_MS;
      if (editedForm || isForOffline()) document.body.hidden = false;
      else if (Date.now() >= endsAt) showNothing();
    }
    isAsking = false;
  }

  function showNothing() {
    clearInterval(ticking);
    document.body.replaceChildren(notice.dataset.closed);
    document.body.hidden = false;
  }

  /** Words are kept for their author: never under somebody else's session, and never of a form with a password. */
  async function close(form) {
    if (!document.body) return;
    const isKept = form?.isConnected && !form.querySelector('[type="password"]');
    const next = isKept ? await keptAt(form) : null;
    showNothing();
    location.replace(next ?? location.pathname + location.search);
  }

  /** Where what was typed is found again, after signing in; null where it cannot be kept. */
  async function keptAt(form) {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
    const body = new URLSearchParams(fields);
    body.set('_unsent', 'yes');
    if (!body.has('_page')) {
      body.set('_page', document.querySelector('meta[name="page-stamp"]')?.content ?? '');
    }
    const action = form.getAttribute('action') || location.href;
    const answer = await fetch(action, { method: 'POST', body });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const page = await mawaAnswers.pageOf(answer);
    return page.querySelector('main a[href*="_draft"]')?.getAttribute('href') ?? null;
  }

  function onActivity() {
    const every = notice.textContent === '' ? REPORT_MS : REPORT_SOON_MS;
    if (Date.now() - reportedAt < every) return;
    reportedAt = Date.now();
    check('POST');
  }
  addEventListener('keydown', onActivity, true);
  addEventListener('pointerdown', onActivity, true);
  // Another window may have signed out meanwhile.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
  // By attributes: a field may be called `method`, `role` or `action`.
  document.addEventListener('input', ({ target }) => {
    if (target.form?.matches('[method="post" i]:not([role="search"])')) editedForm = target.form;
  });
  addEventListener('submit', ({ target }) => {
    if (target === editedForm) editedForm = null;
  });
  // Looked at each second: a long timer stands still while a device sleeps.
  const ticking = setInterval(() => {
    const now = Date.now();
    // Covered until the server has answered, where another window may have kept the session.
    if (now >= endsAt && !editedForm && !isForOffline()) document.body.hidden = true;
    if (now >= checkAt) check();
  }, 1_000);
})();
