import { FIELDS } from '../data/fields-2.0.data';
import { type HtcdsFile, PERSON_TABLES } from '../htcds-record.types';

/** Who somebody is called is no place, though a house may be called alike. */
const NAMES = new Set(['prs_Salutation', 'prs_FirstName', 'prs_MiddleName', 'prs_SecondName']);
const WORDS = new Set(
  FIELDS.filter(
    ({ kind, name }) =>
      (kind === 'text' || kind === 'long' || kind === 'lookup') && !NAMES.has(name),
  ).map(({ name }) => name),
);

/** Free texts (accounts, notes, addresses) and the organisations named in rows. */
export const textsOf = ({ records, organisations }: HtcdsFile): string[] => [
  ...organisations.flatMap((cells) => Object.values(cells)),
  ...records.flatMap(({ rows }) =>
    PERSON_TABLES.flatMap((table) =>
      rows[table].flatMap((cells) =>
        Object.entries(cells)
          .filter(([name]) => WORDS.has(name))
          .map(([, text]) => text),
      ),
    ),
  ),
];
