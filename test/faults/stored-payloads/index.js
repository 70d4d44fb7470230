/**
 * Hostile strings are stored in the free texts of a synthetic programme, those sealed fields among them that a page opens;
 * then every declared page is opened in Chromium by those who may. Nothing runs, no element and no attribute comes of
 * it, the browser has nothing to refuse, and the strings stand there as text. In the short form fewer pages, of the
 * programme of the last release.
 *
 * Controls: the same page with one value that is not escaped is found, and without its Content-Security-Policy the value runs.
 */
const { rmSync } = require('node:fs');
const { visitor } = require('./browse.js');
const { findPages } = require('./pages.js');
const { PAYLOADS } = require('./payloads.js');
const { demonstration, readersOf, release } = require('./fixture.js');
const { captureSeals, store } = require('./store.js');
const support = require('../support.js');

/** Of each this many addresses in the whole form; so many pages in the short form. */
const EACH = 3;
const SAMPLE = 50;

module.exports = async function storedPayloads({ short }) {
  const fixture = short ? await release() : await demonstration();
  const { db, app } = fixture;
  let browser;
  try {
    const { DeclaredRoutes } = support.from('modules/access/index.js');
    await app.listen(0, '127.0.0.1');
    const base = await app.getUrl();
    const readers = await readersOf(fixture, base);
    const seals = captureSeals();
    const routes = app.get(DeclaredRoutes).list();
    const { pages, found, files, wrong } = await findPages({
      base,
      routes,
      readers,
      each: short ? 1 : EACH,
    });
    seals.end();
    const stored = await store(db, seals.captured);
    const all = [...found.values()].flat();
    const visits = short ? sample(all, SAMPLE) : all;
    browser = await visitor(base);
    const seen = [];
    for (const visit of visits) seen.push({ ...(await browser.visit(visit)), visit });
    return results({
      pages,
      found,
      files,
      wrong,
      stored,
      seen,
      controls: await controls(browser, seen),
    });
  } finally {
    await browser?.close();
    await app.close();
    await db.stop();
    rmSync(db.folder, { recursive: true, force: true });
  }
};

/** Spread over all, the same each time. */
const sample = (all, count) =>
  all.filter(
    (_, at) =>
      Math.floor((at * count) / all.length) !== Math.floor(((at - 1) * count) / all.length),
  );

const unescaped = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
    .replaceAll('&#x60;', '`')
    .replaceAll('&amp;', '&');

/** One value of the page as a template without escaping would write it. */
const mistaken = (html) => html.replace(/&lt;(?:img|svg)[^<>"]*zq7n\d+z/, unescaped);

async function controls(browser, seen) {
  const headersOf = (answer, isLoose) =>
    Object.fromEntries(
      Object.entries(answer.headers()).filter(
        ([name]) => name !== 'content-length' && !(isLoose && /^content-security/.test(name)),
      ),
    );
  const altered = (isLoose) => (answer, html) => ({
    status: answer.status(),
    headers: headersOf(answer, isLoose),
    body: mistaken(html),
  });
  for (const { visit, read } of seen.filter(({ read: marks }) => marks.length > 3)) {
    const one = await browser.visit(visit, altered(false));
    if (read.length === 0 || !one.wrong.some((what) => what.startsWith('element'))) continue;
    const other = await browser.visit(visit, altered(true));
    if (other.wrong.some((what) => what.startsWith('ran'))) return { one, other };
  }
  return null;
}

function results({ pages, found, files, wrong, stored, seen, controls: control }) {
  const bad = seen.filter((one) => one.wrong.length > 0 || one.status >= 500);
  const withText = seen.filter(({ read }) => read.length > 0);
  const others = [...files].filter((path) => !found.has(path)).length;
  const read = new Set(seen.flatMap((one) => one.read));
  const skipped = Object.entries(stored.skipped).map(([why, count]) => `${count} ${why}`);
  return [
    {
      title: 'hostile strings are stored in the columns of free text',
      good: PAYLOADS.length >= 200 && stored.columns.length > 100,
      figure: `${PAYLOADS.length} strings, ${stored.columns.length} columns and ${stored.sealedColumns.length} sealed ones, ${stored.values + stored.sealed} values; of other columns ${skipped.join(', ')}`,
    },
    {
      title: 'every declared page that has an address in this programme is found',
      good: wrong.length === 0 && found.size > 150,
      figure: `${found.size} of ${pages.length} routes, ${others} others are files${shown(wrong)}`,
    },
    {
      title: 'nothing runs, no element or attribute comes of them, and the browser refuses nothing',
      good: bad.length === 0 && seen.length > 0,
      figure: `${seen.length} pages${shown(bad.map(({ address, status, wrong: what, visit }) => `${visit.reader.name} ${address} ${status} ${what.slice(0, 2).join(' | ')}`))}`,
    },
    {
      title: 'they stand there as text',
      good: withText.length > seen.length / 3 && read.size > PAYLOADS.length / 3,
      figure: `${read.size} of the strings on ${withText.length} pages`,
    },
    {
      title:
        'control: one value that is not escaped is found, and runs where the page has no policy',
      good: control !== null,
      figure: control
        ? `${control.one.wrong.length} and ${control.other.wrong.length} findings`
        : '',
    },
  ];
}

const shown = (lines) => (lines.length ? `: ${lines.length} ${lines.slice(0, 12).join('; ')}` : '');
