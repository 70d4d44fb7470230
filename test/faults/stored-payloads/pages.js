/** Which address of which page who may open: found by following links, then by the ids that were met. */
const NAME = /:[A-Za-z]+/g;

/** The declared pages: GET, no API, with how an address of theirs looks; the plainest first. */
function pagesOf(routes) {
  return routes
    .filter(({ method, path }) => method === 'GET' && !/^\/(api|metrics|calendar)\b/.test(path))
    .map((route) => ({
      ...route,
      matches: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(NAME, '([^/]+)')}$`),
      names: (route.path.match(NAME) ?? []).length,
    }))
    .sort((one, other) => one.names - other.names);
}

/**
 * Reads pages as each reader, each path at most `each` times, and keeps those that were answered with HTML.
 * `files`: paths that answered something else, as a table or a picture.
 */
async function findPages({ base, routes, readers, each }) {
  const pages = pagesOf(routes);
  const routeOf = (path) => pages.find(({ matches }) => matches.test(path));
  const found = new Map();
  const asked = new Set();
  const tried = new Map();
  const ids = new Map();
  const files = new Set();
  const wrong = [];
  const queues = new Map(readers.map((reader) => [reader, ['/']]));

  const noteIds = (route, path) => {
    const values = route.matches.exec(path).slice(1);
    const parts = route.path.split(NAME);
    values.forEach((value, at) => {
      const before = parts.slice(0, at + 1).join(':');
      ids.set(before, new Set([...(ids.get(before) ?? []), value]).add(value));
    });
  };
  const look = async (reader, address) => {
    const path = address.split('?')[0];
    const route = routeOf(path);
    const which = `${reader.name} ${address}`;
    if (!route || asked.has(which)) return;
    noteIds(route, path);
    const times = `${reader.name} ${route.path}`;
    const here = found.get(route.path) ?? [];
    if (here.length >= each || (tried.get(times) ?? 0) > each) return;
    asked.add(which);
    tried.set(times, (tried.get(times) ?? 0) + 1);
    const answer = await fetch(base + address, { headers: reader.headers, redirect: 'manual' });
    const text = await answer.text();
    if (answer.status >= 500) wrong.push(`${reader.name} ${address} ${answer.status}`);
    const isPage = /^text\/html/.test(answer.headers.get('content-type') ?? '');
    const to = answer.headers.get('location');
    if (to?.startsWith('/')) queues.get(reader).push(to);
    if (answer.status === 200 && !isPage) files.add(route.path);
    if (answer.status !== 200 || !isPage) return;
    const isFile = /^attachment/.test(answer.headers.get('content-disposition') ?? '');
    found.set(route.path, [...here, { reader, address, route, isFile }]);
    for (const [, link] of text.matchAll(/\s(?:href|action|hx-get)="(\/[^"]*)/g)) {
      const named = link.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
      queues.get(reader).push(named.split('#')[0]);
    }
  };
  const follow = async () => {
    while ([...queues.values()].some(({ length }) => length > 0))
      for (const [reader, queue] of queues) {
        const next = queue.splice(0, 4);
        await Promise.all(next.map((address) => look(reader, address)));
      }
  };
  await follow();
  // What no link of these leads to, by the ids of other pages.
  for (const route of pages.filter(({ path }) => !found.has(path))) {
    for (const reader of readers) {
      if (found.has(route.path)) break;
      for (const address of filled(route, ids).slice(0, each)) queues.get(reader).push(address);
      await follow();
    }
  }
  return { pages, found, files, wrong };
}

/** The addresses of a route by the ids that stood at the same place of other addresses. */
function filled(route, ids) {
  const parts = route.path.split(NAME);
  let addresses = [parts[0]];
  for (let at = 1; at < parts.length; at += 1) {
    const known = [...(ids.get(parts.slice(0, at).join(':')) ?? [])].slice(-3);
    addresses = addresses.flatMap((so) => known.map((id) => so + id + parts[at])).slice(0, 9);
  }
  return addresses;
}

module.exports = { findPages };
