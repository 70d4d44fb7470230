/** All 84 fields in one row: the first row of a case has what it has once, further rows what it has several of. */
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import { FIELDS } from '../data/fields-2.0.data';
import { type Cells, type HtcdsFile, type HtcdsRecord, PERSON_TABLES } from '../htcds-record.types';
import { lookupsOf } from '../rules/received-records.rules';

export function writeCsv({ organisations, records }: HtcdsFile): Buffer {
  const written = new Set<string>();
  const lines = records.flatMap((record) => {
    const named = lookupsOf(record.rows);
    const own = organisations.filter(
      ({ org_Name }) => named.has(org_Name!) && !written.has(org_Name!),
    );
    for (const { org_Name } of own) written.add(org_Name!);
    return linesOf(record, own);
  });
  const head = ['', ...FIELDS.map(({ name }) => name)];
  return csvFile([head, ...lines], { delimiter: ',', mark: true });
}

function linesOf({ id, rows }: HtcdsRecord, organisations: readonly Cells[]): string[][] {
  const most = Math.max(
    1,
    organisations.length,
    ...PERSON_TABLES.map((table) => rows[table].length),
  );
  return Array.from({ length: most }, (_, at) => [
    id,
    ...FIELDS.map(({ table, name }) => {
      const cells = table === 'org' ? organisations[at] : rows[table][at];
      return escapeFormula(cells?.[name] ?? '');
    }),
  ]);
}
