'use strict';
// A form goes out once, however often somebody presses, and what takes longer than a second is said. The server takes
// it once without this script too. Without a network a form stays on its page with what was typed, and that is said.

(() => {
  const SAY_AFTER_MS = 1000;
  /** Where the browser stays on the page: it was stopped, or met no server. */
  const FREE_AFTER_MS = 10_000;
  /** A form that is answered with a file leaves its page as it is. */
  const FREE_AFTER_FILE_MS = 4000;

  const sign = document.querySelector('[data-busy]');
  /** Asked for to see whether the server is reached. */
  const ownAddress = document.currentScript.src;
  let sent = null;
  let isReached = false;
  let say;
  let end;

  const buttonsOf = (form) => [...form.elements].filter(({ type }) => type === 'submit');
  const wordsOf = ({ dataset }) => (sent.role === 'search' ? dataset.searching : dataset.busy);

  function free() {
    clearTimeout(say);
    clearTimeout(end);
    if (sign) sign.textContent = '';
    for (const button of sent ? buttonsOf(sent) : []) button.removeAttribute('aria-disabled');
    sent = null;
  }

  function mark(form) {
    sent = form;
    // Not `disabled`: a button keeps its focus, and its value goes with the form.
    for (const button of buttonsOf(form)) button.setAttribute('aria-disabled', 'true');
    const answersWithFile = 'answersWithFile' in form.dataset;
    end = setTimeout(free, answersWithFile ? FREE_AFTER_FILE_MS : FREE_AFTER_MS);
    if (sign && !answersWithFile)
      say = setTimeout(() => (sign.textContent = wordsOf(sign)), SAY_AFTER_MS);
  }

  /** A server on this machine is reached without a network, and some browsers see none where there is one. */
  async function sendIfReached(form, button) {
    try {
      await fetch(ownAddress, { method: 'HEAD', cache: 'no-store' });
    } catch {
      if (sign) sign.textContent = sign.dataset.offline;
      return;
    }
    isReached = true;
    form.requestSubmit(button);
    isReached = false;
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (!navigator.onLine && !isReached && form.closest('main')) {
      event.preventDefault();
      free();
      void sendIfReached(form, event.submitter);
      return;
    }
    // A word that no page held before: with it and all that was typed, two presses are one.
    const drawn = form.querySelector('[data-draw]');
    if (drawn && !form.dataset.drawn) {
      form.dataset.drawn = 'yes';
      drawn.value = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
    }
    if (sent === form) return event.preventDefault();
    free();
    mark(form);
  });
  // Back leads to the page as it was left.
  addEventListener('pageshow', free);
  addEventListener('online', free);
})();
