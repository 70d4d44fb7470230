/** Requests every route of figures as one reader and searches the responses for values suppressed for that reader. */
const { Uint8ArrayReader, TextWriter, ZipReader } = require('@zip.js/zip.js');

const ABSENT = '00000000-0000-4000-8000-0000000000aa';
const AT_ONCE = 4;

/** Numbers that stand alone: no part of an id, a date, a time, an amount, a share or the size of a file. */
const NUMBERS = /(?<![\w.,:/-])\d+(?![\w:/-]|[.,]\d|\s(?:[kKM]?o|[kKM]B)\b)/g;

const numbersOf = (text) => text.match(NUMBERS) ?? [];

/** Text of a page as seen or read aloud, with the attributes that hold values or words. */
function textOfHtml(html) {
  const spoken = [...html.matchAll(/\s(?:aria-label|title|alt|value|data-[\w-]+)="([^"]*)"/g)];
  const text = html.replaceAll(/<(script|style)\b.*?<\/\1>/gs, ' ').replaceAll(/<[^>]*>/g, ' ');
  return [text, ...spoken.map(([, value]) => value)].join('\n');
}

function* leaves(value) {
  if (value !== null && typeof value === 'object') {
    for (const one of Object.values(value)) yield* leaves(one);
  } else if (value !== null && value !== undefined) yield String(value);
}

async function textsOfZip(bytes) {
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const texts = [];
  for (const entry of await reader.getEntries()) {
    if (!/(sheet\d+|sharedStrings|document|comments\d*|drawing\d+)\.xml$/.test(entry.filename))
      continue;
    texts.push(await entry.getData(new TextWriter()));
  }
  await reader.close();
  return texts
    .map((whole) => {
      // A cell of a shared text holds the number of the text.
      const xml = whole.replaceAll(/<c [^>]*t="s"[^>]*>.*?<\/c>/gs, '');
      const values = [...xml.matchAll(/<(?:v|t|a:t|w:t)\b[^>]*>([^<]*)</g)].map(
        ([, value]) => value,
      );
      const spoken = [...xml.matchAll(/\sdescr="([^"]*)"/g)].map(([, value]) => value);
      return [...values, ...spoken].join('\n');
    })
    .join('\n');
}

/** All numbers in a response of any format except PDF, whose numbers are in the other formats of the same document. */
async function numbersIn(type, bytes) {
  if (/json/.test(type))
    return [...leaves(JSON.parse(Buffer.from(bytes).toString()))].flatMap(numbersOf);
  if (/html|xml$|svg/.test(type)) return numbersOf(textOfHtml(Buffer.from(bytes).toString()));
  if (/csv|plain|calendar/.test(type))
    return numbersOf(Buffer.from(bytes).toString().replaceAll(';', '\n'));
  if (/zip|openxmlformats/.test(type)) return numbersOf(await textsOfZip(bytes));
  return [];
}

/** Request paths of a declared route, with ids of the fixture and the queries that return the values. */
function addressesOf({ path }, { reports, grantId, figures = [] }) {
  const year = /statistics/.test(path) ? ['', '?year=2026'] : [''];
  const quarter = /figures$|satisfaction|indicators$/.test(path) ? ['?quarter=2026-Q3'] : [];
  const table = /analyses\/(table|file)$/.test(path) ? ['?measure=people_served&rows=sex'] : [];
  const filled = /\/reports\/:id|published-reports\/:id/.test(path)
    ? reports.map((id) => path.replace(/:id/, id))
    : [path.replace(/grants\/:id/, `grants/${grantId}`)];
  return filled
    .flatMap((one) =>
      /:figure/.test(one)
        ? figures.map((key) => one.replace(':figure', encodeURIComponent(key)))
        : [one],
    )
    .flatMap((one) =>
      /:format/.test(one)
        ? ['html', 'json', 'csv', 'xlsx', 'docx'].map((format) => one.replace(':format', format))
        : [one],
    )
    .map((one) => one.replace(':language', 'en').replaceAll(/:[A-Za-z]+/g, ABSENT))
    .flatMap((one) => [...year, ...quarter, ...table].map((query) => one + query));
}

/** Requests all routes. Returns the statuses, and the suppressed values found in each response. */
async function probeRoutes({ base, routes, fixture, headers }) {
  const asked = routes.flatMap((route) =>
    addressesOf(route, fixture).map((address) => ({ route, address })),
  );
  const found = [];
  const statuses = {};
  const look = async ({ route, address }) => {
    const answer = await fetch(base + address, { headers, redirect: 'manual' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status >= 500)
      found.push({ route, address, status: answer.status, values: ['error'] });
    if (answer.status !== 200) return;
    const numbers = new Set(await numbersIn(answer.headers.get('content-type') ?? '', bytes));
    const values = fixture.hidden.filter((value) => numbers.has(value));
    if (values.length > 0) found.push({ route, address, status: 200, values });
  };
  for (let at = 0; at < asked.length; at += AT_ONCE)
    await Promise.all(asked.slice(at, at + AT_ONCE).map(look));
  return { asked: asked.length, statuses, found };
}

module.exports = { probeRoutes, numbersIn };
