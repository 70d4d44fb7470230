/**
 * Every declared page of the demonstration, by those who may open it, in French, Arabic and English: axe finds nothing
 * at 360 px and at 640 px (1280 px with 200 % zoom), and nothing has to be moved sideways. What was found stands in
 * `out/accessibility.json`, already while it looks. In the short form one address of each page, of the programme of the last release.
 * `MAWA_PAGES=^/beds` looks at some addresses alone.
 *
 * Control: the same look finds a field without a label and a line that is too long.
 */
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { launchChromium } = require('../support/chromium.js');
const { findPages } = require('./stored-payloads/pages.js');
const { demonstration, readersOf, release } = require('./stored-payloads/fixture.js');
const support = require('./support.js');

const LANGUAGES = ['fr', 'ar', 'en'];
const WIDTHS = [360, 640];
/** Of each page this many addresses or readers in the whole form. */
const EACH = 2;
const TABS = 2;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** In the page, once its fonts and the parts that it asks for are there: what axe finds, and by what it is wider than the screen. */
const LOOK = `(async () => {
  await document.fonts.ready;
  for (let waited = 0; document.querySelector('.htmx-request') && waited < 100; waited += 1)
    await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  const reaches = (one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > root.clientWidth + 1 || left < -1;
  };
  const widest = over > 1 ? [...document.querySelectorAll('main *')].filter(reaches).slice(0, 3) : [];
  return {
    language: root.lang,
    over,
    widest: widest.map((one) => one.outerHTML.slice(0, 200)),
    violations: violations.map(({ id, impact, nodes }) => ({
      id, impact,
      nodes: nodes.slice(0, 3).map(({ html, any, all, none }) => html.slice(0, 240) + ' — ' + [...any, ...all, ...none].map(({ message }) => message).join('; ').slice(0, 240)),
    })),
  };
})()`;

module.exports = async function accessibility({ short }) {
  const { db, app, now } = short ? await release() : await demonstration();
  const browser = await launchChromium();
  try {
    const { DeclaredRoutes } = support.from('modules/access/index.js');
    await app.listen(0, '127.0.0.1');
    const base = await app.getUrl();
    const readers = await readersOf({ db, now }, base);
    const routes = app.get(DeclaredRoutes).list();
    const { found } = await findPages({ base, routes, readers, each: short ? 1 : EACH });
    const wanted = new RegExp(process.env.MAWA_PAGES ?? '');
    const visits = [...found.values()]
      .flat()
      .filter(({ address, isFile }) => !isFile && wanted.test(address));
    const seen = [];
    for (const language of LANGUAGES) {
      await db.admin.query(`UPDATE users SET language = $1 WHERE email LIKE '%@demo.mawa'`, [
        language,
      ]);
      const shares = Array.from({ length: TABS }, (_, tab) =>
        visits.filter((_visit, at) => at % TABS === tab),
      );
      await Promise.all(shares.map((share) => lookAtAll({ browser, base, language }, share, seen)));
    }
    keep(seen);
    return results(visits, seen, await control(browser, base, visits[0]));
  } finally {
    await browser.close();
    await app.close();
    await db.stop();
    rmSync(db.folder, { recursive: true, force: true });
  }
};

async function lookAtAll({ browser, base, language }, visits, seen) {
  const pages = new Map();
  for (const visit of visits) {
    if (!pages.has(visit.reader))
      pages.set(visit.reader, await pageFor(browser, base, language, visit.reader));
    seen.push(...(await lookAt(pages.get(visit.reader), visit, language)));
    if (seen.length % 20 < WIDTHS.length) keep(seen);
  }
  for (const page of pages.values()) await page.context().close();
}

async function pageFor(browser, base, language, { headers }) {
  const context = await browser.newContext({
    baseURL: base,
    reducedMotion: 'reduce',
    locale: `${language}-MA`,
  });
  const cookies = (headers.cookie ?? '').split('; ').filter(Boolean);
  await context.addCookies(
    cookies.map((pair) => {
      const [name, ...value] = pair.split('=');
      return { name, value: value.join('='), url: base };
    }),
  );
  return context.newPage();
}

/** Of pages whose address names it. */
const languageIn = (address) =>
  /^\/public\/(\w\w)\b|[?&]l(?:anguage)?=(fr|ar|en)\b/.exec(address)?.slice(1).find(Boolean);

/** `change` alters the page before it is looked at. */
async function lookAt(page, { address, route }, language, change = '') {
  const seen = [];
  const where = { address, path: route.path, language };
  try {
    await page.setViewportSize({ width: WIDTHS[0], height: 740 });
    const answer = await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
    if (answer.status() !== 200) return [{ ...where, failed: `answered ${answer.status()}` }];
    // A part of a page, which a script asks for.
    if (!(await page.evaluate('document.doctype !== null'))) return [];
    await page.evaluate(AXE);
    if (change) await page.evaluate(change);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 740 });
      const look = await page.evaluate(LOOK);
      const own = languageIn(address);
      const failed =
        look.language === (own ?? language) ? undefined : `written in ${look.language}`;
      seen.push({ ...where, width, ...look, failed });
    }
  } catch (error) {
    seen.push({ ...where, failed: error.message.split('\n')[0] });
  }
  return seen;
}

/** What is wrong with it is found. */
async function control(browser, base, visit) {
  const page = await pageFor(browser, base, 'fr', visit.reader);
  const change = `{
    const field = document.createElement('input');
    const line = document.createElement('p');
    line.textContent = 'x'.repeat(400);
    document.querySelector('main').append(field, line);
  }`;
  const seen = await lookAt(page, visit, 'fr', change);
  await page.context().close();
  return (
    seen.length === WIDTHS.length &&
    seen.every(({ over, violations }) => over > 1 && violations.some(({ id }) => id === 'label'))
  );
}

function keep(seen) {
  mkdirSync(join(support.ROOT, 'out'), { recursive: true });
  const wrong = seen.filter(
    ({ failed, over, violations }) => failed || over > 1 || violations?.length > 0,
  );
  writeFileSync(
    join(support.ROOT, 'out', 'accessibility.json'),
    JSON.stringify({ looks: seen.length, wrong }, null, 1),
  );
}

function results(visits, seen, isControlGood) {
  const looks = seen.filter(({ failed }) => !failed);
  const paths = new Set(looks.map(({ path }) => path));
  const asked = `${visits.length} addresses of ${paths.size} pages in ${LANGUAGES.length} languages`;
  const failed = seen.filter((one) => one.failed);
  const violations = looks.flatMap(({ path, language, violations: met }) =>
    met.map(({ id }) => `${path} (${language}, ${id})`),
  );
  const sideways = (width) =>
    looks.filter((one) => one.width === width && one.over > 1).map(({ path }) => path);
  const line = (title, wrong) => ({
    title,
    good: looks.length > 0 && wrong.length === 0,
    figure: `${asked}; ${wrong.length}${shown(wrong)}`,
  });
  return [
    line('no page breaks a rule of axe, at 360 px and at 640 px', violations),
    line('no page moves sideways at 360 px', sideways(360)),
    line('no page moves sideways at 1280 px with 200 % zoom (640 px)', sideways(640)),
    line(
      'every page is answered in the language of its reader',
      failed.map((one) => `${one.address} (${one.language}): ${one.failed}`),
    ),
    { title: 'control: a field without a label and a long line are found', good: isControlGood },
  ];
}

const shown = (wrong) =>
  wrong.length === 0 ? '' : `: ${[...new Set(wrong)].slice(0, 12).join(', ')}`;
