/** Opens pages in Chromium and says what of the payloads did more than stand there as text. */
const { launchChromium } = require('../../support/chromium.js');
const { FOREIGN, MARK } = require('./payloads.js');

const WAIT_MS = 150;

/** Before any script of the page: what a payload would call, and what the browser refuses. */
const CANARY = `
  window.__met = [];
  window.canary = () => window.__met.push('ran: canary()');
  for (const name of ['alert', 'confirm', 'prompt', 'open', 'eval'])
    if (name !== 'eval') window[name] = () => (window.__met.push('ran: ' + name), null);
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    window.__met.push('policy: ' + violatedDirective + ' ' + blockedURI + ' ' + sample));
`;

/** In the page: what no template writes, and which payloads stand there as text. */
const LOOK = `((isFile) => {
  const wrong = [...window.__met];
  const note = (what, one) => wrong.push(what + ': ' + one.outerHTML.slice(0, 160));
  for (const one of document.querySelectorAll('*')) {
    if (one.hasAttribute('data-canary') || one.localName === 'x-canary') note('element', one);
    for (const { name, value } of one.attributes) {
      if (/^on/.test(name) || /^(data-)?hx-(on|vals|headers|vars|ext)/.test(name)) note('attribute ' + name, one);
      if (name === 'srcdoc') note('attribute srcdoc', one);
      if (/^(href|src|action|formaction|xlink:href|data|poster|hx-get|hx-post)$/.test(name)) {
        const { protocol, origin } = new URL(value, location.href);
        const isOurs = origin === location.origin || value === 'data:,' || /^(mailto|tel|data):$/.test(protocol);
        const isLinkOut = one.localName === 'a' && name === 'href' && /^https?:$/.test(protocol);
        if (!isOurs && !isLinkOut && !(one.hasAttribute('data-quick-exit') || one.hasAttribute('data-leave'))) note('address ' + name, one);
      }
    }
    if (isFile && one.localName === 'style') continue;
    if (/^(iframe|frame|object|embed|applet|base|style|portal|math|marquee|plaintext|xmp)$/.test(one.localName)) note('element', one);
    if (one.localName === 'script' && !one.getAttribute('src')?.startsWith('/assets/')) note('script', one);
  }
  const read = new Set();
  const texts = [document.documentElement.textContent];
  for (const one of document.querySelectorAll('*'))
    for (const { value } of one.attributes) if (value.includes('zq7n')) texts.push(value);
  for (const [, number] of texts.join(' ').matchAll(${MARK})) read.add(Number(number));
  return { wrong, read: [...read] };
})`;

const asFile = (answer, body) => ({
  status: answer.status(),
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

/** One browser, in it a context for each reader. */
async function visitor(base) {
  const browser = await launchChromium();
  const contexts = new Map();
  const pageOf = async (reader) => {
    if (contexts.has(reader)) return contexts.get(reader);
    const context = await browser.newContext({ baseURL: base, reducedMotion: 'reduce' });
    const { cookie } = reader.headers;
    const cookies = (cookie ?? '')
      .split('; ')
      .filter(Boolean)
      .map((pair) => pair.split(/=(.*)/));
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: base })));
    await context.addInitScript(CANARY);
    const page = await context.newPage();
    const met = [];
    page.on('dialog', (dialog) => (met.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith(FOREIGN) || (!url.startsWith(base) && /^https?:/.test(url)))
        met.push(`request: ${url}`);
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted Type/i.test(message.text()))
        met.push(`console: ${message.text().slice(0, 200)}`);
    });
    page.on('pageerror', (error) => met.push(`script: ${error.message}`));
    contexts.set(reader, { page, met });
    return contexts.get(reader);
  };

  /** `alter` changes the answer before the browser reads it. */
  const visit = async ({ reader, address, route, isFile }, control) => {
    // A file that is sent is opened without the headers of Mawa.
    const alter = control ?? (isFile ? asFile : null);
    const { page, met } = await pageOf(reader);
    met.length = 0;
    if (alter)
      await page.route('**/*', async (asked) => {
        if (asked.request().resourceType() !== 'document') return asked.continue();
        const answer = await asked.fetch();
        return asked.fulfill(alter(answer, await answer.text()));
      });
    let status = 0;
    try {
      const answer = await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
      status = answer?.status() ?? 0;
      if (alter || (await page.locator('[hx-trigger*="load"]').count()) > 0)
        await page.waitForTimeout(WAIT_MS);
      // What a booking may do comes as a part of the page.
      if (route.path === '/beds' && !control) await openBooking(page);
      const first = await page.evaluate(`${LOOK}(${isFile})`);
      const second = route.path === '/people/:id' && !control ? await openIdentity(page) : null;
      return {
        address,
        status,
        wrong: [...new Set([...met, ...first.wrong, ...(second?.wrong ?? [])])],
        read: [...new Set([...first.read, ...(second?.read ?? [])])],
      };
    } catch (error) {
      return {
        address,
        status,
        wrong: [...met, `not read: ${error.message.split('\n')[0]}`],
        read: [],
      };
    } finally {
      if (alter) await page.unroute('**/*');
    }
  };
  return { visit, close: () => browser.close() };
}

async function openBooking(page) {
  const bar = page.locator('[data-booking]').first();
  if ((await bar.count()) === 0) return;
  await bar.evaluate((one) => one.click());
  await page.locator('dialog[open]').first().waitFor({ timeout: 30_000 });
}

/** Who the person is, is shown as the answer to a form. */
async function openIdentity(page) {
  const button = page.locator('form[action$="/identity"] button').first();
  if ((await button.count()) === 0) return null;
  const loaded = page.waitForEvent('load');
  await button.evaluate((one) => one.click());
  await loaded;
  return page.evaluate(`${LOOK}(false)`);
}

module.exports = { visitor };
