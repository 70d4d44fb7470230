'use strict';
// A form that is filled in where there is no connection waits on the device, sealed to the server: whoever finds the
// device cannot read it, nor can this script. It is sent once, when the connection is back (offline-forms.service.ts opens it).

(() => {
  const words = document.getElementById('kept-forms');
  if (!words || !globalThis.crypto?.subtle) return;
  const SHELF = 'mawa-kept-forms';
  const PURPOSE = new TextEncoder().encode('mawa kept form');
  const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const shelf = () => JSON.parse(localStorage.getItem(SHELF) ?? '[]');
  const put = (all) => localStorage.setItem(SHELF, JSON.stringify(all));
  const drop = (id) => put(shelf().filter((one) => one.id !== id));

  async function sealed(publicKey, content) {
    const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
    const server = await crypto.subtle.importKey('raw', bytesOf(publicKey), CURVE, false, []);
    const shared = await crypto.subtle.deriveBits(
      { name: 'ECDH', public: server },
      pair.privateKey,
      256,
    );
    const half = await crypto.subtle.exportKey('raw', pair.publicKey);
    const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
    const key = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: half, info: PURPOSE },
      secret,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt'],
    );
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(content));
    const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text);
    return { key: base64(half), iv: base64(iv), sealed: base64(locked) };
  }

  const told = (text, more = []) => {
    words.replaceChildren(text, ...more.flatMap((one) => [' ', one]));
    words.hidden = false;
  };
  const say = (word, more) => {
    const count = shelf().length;
    if (count === 0 && word !== 'sent' && word !== 'saved') return void (words.hidden = true);
    told(words.dataset[word].replace('{count}', count), more);
  };

  // What the server refused is opened there and shown to be put right; from then on the page holds it.
  function toPutRight(one) {
    const button = document.createElement('button');
    button.className = 'btn btn-sm btn-primary';
    button.textContent = words.dataset.open;
    button.addEventListener('click', () => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/returns/kept';
      const all = { ...one.form, _csrf: document.querySelector('meta[name="csrf-token"]').content };
      for (const [name, value] of Object.entries(all)) {
        const input = Object.assign(document.createElement('input'), {
          type: 'hidden',
          name,
          value,
        });
        form.append(input);
      }
      sessionStorage.setItem(SHELF, one.id);
      document.body.append(form);
      form.submit();
    });
    return button;
  }

  async function send(one) {
    const body = JSON.stringify(one.form);
    const csrf = document.querySelector('meta[name="csrf-token"]').content;
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf };
    const answer = await fetch('/api/v1/returns/kept', { method: 'POST', body, headers });
    if (answer.ok) return 'sent';
    if ([401, 403].includes(answer.status)) return 'sign';
    if (answer.status >= 500 || answer.status === 429) return 'waits';
    return (await answer.json().catch(() => ({}))).code === 'returns.kept_by_another'
      ? 'other'
      : 'refused';
  }

  // Nothing leaves the device by itself but what was sent: whoever does not want a form any more says so.
  function discard(one) {
    const button = document.createElement('button');
    button.className = 'btn btn-sm btn-outline-secondary';
    button.textContent = words.dataset.discard;
    button.addEventListener('click', () => {
      if (!confirm(words.dataset.sure)) return;
      drop(one.id);
      words.hidden = true;
      sendAll();
    });
    return button;
  }

  let sending = false;
  async function sendAll() {
    if (sending || shelf().length === 0) return;
    sending = true;
    let sent = 0;
    // One that cannot leave stops no other: it is told when all have been tried.
    let left = null;
    try {
      for (const one of shelf()) {
        const answer = await send(one);
        if (answer === 'sent') {
          drop(one.id);
          sent += 1;
        } else if (answer === 'sign' || answer === 'waits') {
          return say(answer);
        } else left ??= { one, answer };
      }
      if (left)
        say(
          left.answer,
          left.answer === 'refused' ? [toPutRight(left.one), discard(left.one)] : [],
        );
      else if (sent > 0) say('sent');
    } catch {
      say('waits'); // no connection yet: when it is back, or on the next page
    } finally {
      sending = false;
    }
  }

  const before = sessionStorage.getItem(SHELF);
  const keeps = document.querySelector('form[data-keeps]');
  sessionStorage.removeItem(SHELF);
  if (before === 'saved') say('saved');

  // Put right and sent as any other form, the one that waited has done its work.
  const sendsAsItIs = (id) => {
    if (id) sessionStorage.setItem(SHELF, `done ${id}`);
    keeps.submit();
  };
  if (before?.startsWith('done ') && !keeps) drop(before.slice(5));
  const correcting = keeps && before && before !== 'saved' ? before.replace('done ', '') : null;

  keeps?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (sending) return;
    if (correcting) return sendsAsItIs(correcting);
    sending = true;
    let one = null;
    let answer = 'refused'; // what cannot be sealed or kept here goes out as any other form
    try {
      const fields = [...new FormData(keeps)].filter(
        ([name]) => name !== '_csrf' && name !== '_page',
      );
      const { keeps: server, keptFor: user } = keeps.dataset;
      const content = {
        action: keeps.getAttribute('action'),
        user,
        at: new Date().toISOString(),
        fields,
      };
      const made = { id: crypto.randomUUID(), form: await sealed(server, content) };
      put([...shelf(), made]);
      one = made;
      answer = await send(one).catch(() => 'waits');
    } catch {
      one = null;
    } finally {
      sending = false;
    }
    if (answer === 'sent') {
      drop(one.id);
      sessionStorage.setItem(SHELF, 'saved');
      location.assign(keeps.dataset.keptAt);
    } else if (answer === 'refused') {
      if (one) drop(one.id);
      sendsAsItIs(null);
    } else {
      keeps.reset();
      keeps.hidden = true;
      say(answer);
      words.scrollIntoView({ block: 'center' });
    }
  });

  addEventListener('online', sendAll);
  setInterval(sendAll, 30_000);
  // One that is being put right on this page is not sent beside it.
  if (!correcting) sendAll();
})();
