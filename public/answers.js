'use strict';
// Markup enters a page in one way: as an answer of this server that says it is a page. The browser refuses every other
// text that a script would turn into markup or code (Trusted Types: the policy `mawa-answers` of create-app.ts).

globalThis.mawaAnswers = (() => {
  const same = { createHTML: (text) => text };
  // Where the browser knows no Trusted Types, the answer is looked at all the same.
  const policy = globalThis.trustedTypes?.createPolicy('mawa-answers', same) ?? same;

  const isPage = (address, type) =>
    URL.canParse(address) &&
    new URL(address).origin === location.origin &&
    /^text\/html(;|$)/i.test(type ?? '');

  function parsed(text, address, type) {
    if (!isPage(address, type)) throw new Error('not a page of this server');
    const page = new DOMParser().parseFromString(policy.createHTML(text), 'text/html');
    for (const script of page.querySelectorAll('script')) script.remove();
    return page;
  }

  // htmx parses a text by itself, and takes a fragment as it is.
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    if (!detail.shouldSwap) return;
    const { responseURL, responseText } = detail.xhr;
    try {
      const page = parsed(responseText, responseURL, detail.xhr.getResponseHeader('content-type'));
      const part = document.createDocumentFragment();
      part.append(...page.body.childNodes);
      detail.serverResponse = Object.assign(part, { title: page.title });
    } catch {
      detail.shouldSwap = false;
    }
  });

  return Object.freeze({
    /** The document of an answer to fetch; a response that a script made itself has no address. */
    pageOf: async (answer) =>
      parsed(await answer.text(), answer.url, answer.headers.get('content-type')),
  });
})();
