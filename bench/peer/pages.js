/**
 * How long each page of a running Mawa over the database of this benchmark takes: follows links from the first page of
 * five accounts, one address of each kind, and prints milliseconds to the last byte, the best of ROUNDS (5), slowest
 * first. MAWA_DIR and BASE as in README.md; SESSIONS names a file that keeps the sessions for the next run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mawa } from './mawa/target.js';

const { BASE, SESSIONS, ROUNDS = '5', ABOVE = '100' } = process.env;
const ACCOUNTS = ['man', 'off', 'coord', 'prog', 'fin'];
const NO_PAGE = /^\/(api|assets|fonts|events|session|sign|metrics)\b|\.\w{2,4}$|language/;

const kept = SESSIONS !== undefined && existsSync(SESSIONS);
const sessions = kept
  ? JSON.parse(readFileSync(SESSIONS, 'utf8'))
  : await mawa(() => ({})).setup(BASE, { persons: 10_000, ppo: 1_250 });
if (SESSIONS && !kept) {
  const named = ACCOUNTS.map((name) => [name, sessions[name]]);
  writeFileSync(SESSIONS, JSON.stringify(Object.fromEntries(named)), { mode: 0o600 });
}

async function page(headers, path) {
  const start = performance.now();
  const response = await fetch(BASE + path, { headers, redirect: 'manual' });
  const text = await response.text();
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  return { ms: performance.now() - start, status: response.status, text, isPage };
}

const kindOf = (path) => path.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
const linksOf = (text) =>
  [...text.matchAll(/href="(\/[^"#]*)/g)].map(([, link]) =>
    link.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  );

/** One address of each kind of page that leads to another, as far as links go. */
async function pagesOf(headers) {
  const found = new Map([['/', '/']]);
  const pages = [];
  for (const path of found.values()) {
    const { status, text, isPage } = await page(headers, path);
    if (status >= 500) console.log(`${path}: ${status}`);
    if (status !== 200 || !isPage) continue;
    pages.push(path);
    for (const link of linksOf(text)) {
      const kind = kindOf(link);
      if (!found.has(kind) && !NO_PAGE.test(kind)) found.set(kind, link);
    }
  }
  return pages;
}

const rows = [];
for (const account of ACCOUNTS) {
  const headers = sessions[account];
  for (const path of await pagesOf(headers)) {
    const times = [];
    let bytes = 0;
    for (let round = 0; round < Number(ROUNDS); round += 1) {
      const { ms, text } = await page(headers, path);
      times.push(ms);
      bytes = text.length;
    }
    rows.push({ account, path, ms: Math.min(...times), bytes });
  }
}
rows.sort((one, other) => other.ms - one.ms);
console.log(`${rows.length} pages`);
for (const { account, path, ms, bytes } of rows.filter((row) => row.ms >= Number(ABOVE))) {
  console.log(
    `${ms.toFixed(0).padStart(5)} ms  ${account.padEnd(5)} ${path} (${bytes} characters)`,
  );
}
