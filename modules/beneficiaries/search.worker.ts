/** Opens the names of many people and hears which are meant: off the event loop, then gone. */
import { parentPort, workerData } from 'node:worker_threads';
import { keyPlace, open } from '../../src/shared/seal';
import { displayName } from './display-name';
import { nameMatcher } from './name.rules';
import type { PersonNames } from './new-person';
import type { SearchAnswer, SearchWork } from './search-people.service';

const { query, language, from, limit, master, rows } = workerData as SearchWork;

const matcher = nameMatcher(query);
const masterKey = Buffer.from(master);
const found: SearchAnswer['found'] = [];
for (const { id, wrapped, sealed } of rows) {
  const key = open(masterKey, keyPlace('case', id), Buffer.from(wrapped));
  const place = { table: 'case_seals', column: 'names', row: id };
  const names = JSON.parse(open(key, place, Buffer.from(sealed)).toString()) as PersonNames;
  const known = [`${names.given ?? ''} ${names.family ?? ''}`.trim(), ...names.aliases];
  const { matched, score } = matcher(known.filter((name) => name !== ''));
  if (matched) found.push({ id, score, name: displayName(names) });
}
const collator = new Intl.Collator(language);
// Of two alike the id decides: the next page begins where this one ends.
found.sort(
  (a, b) => b.score - a.score || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
);
const answer: SearchAnswer = { found: found.slice(from, from + limit), matched: found.length };
parentPort!.postMessage(answer);
