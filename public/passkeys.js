'use strict';
// Asks the browser for a passkey when a form of one is sent, and sends its answer. Such a form is shown only where the
// browser can do it, at the address for which passkeys are made.

(() => {
  const { PublicKeyCredential: passkeys } = globalThis;
  if (!passkeys?.parseRequestOptionsFromJSON) return;

  async function answerOf({ create, get }) {
    const credential = create
      ? await navigator.credentials.create({
          publicKey: passkeys.parseCreationOptionsFromJSON(create),
        })
      : await navigator.credentials.get({ publicKey: passkeys.parseRequestOptionsFromJSON(get) });
    return JSON.stringify(credential.toJSON());
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const options = JSON.parse(form.dataset.passkey);
    if (options.origin !== location.origin) continue;
    form.hidden = false;
    const told = form.querySelector('[role="alert"]');
    for (const hint of document.querySelectorAll('[data-without-passkeys]')) hint.hidden = true;
    form.addEventListener('submit', async (event) => {
      const { passkey } = form.elements;
      if (passkey.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      told.hidden = true;
      try {
        passkey.value = await answerOf(options);
        form.requestSubmit();
      } catch {
        told.textContent = form.dataset.failed;
        told.hidden = false;
      }
    });
  }
})();
