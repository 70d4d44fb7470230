import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../../platform/config/root';
import { FIELDS, SECTION_OF } from './fields-2.0.data';

type PublishedField = Record<string, string>;
const published = parse(readFileSync(join(ROOT, 'test/fixtures/standards/htcds-fields-2.0.csv')), {
  columns: true,
}) as unknown as PublishedField[];

describe('the fields of HTCDS 2.0', () => {
  it('are the 84 that IOM published, in their order, under their names', () => {
    expect(FIELDS).toHaveLength(84);
    expect(FIELDS.map(({ table, name }) => [SECTION_OF[table], name])).toEqual(
      published.map(({ section, prefix, field }) => [section, `${prefix}${field}`]),
    );
  });

  it('take the values that IOM published, and the same four are deprecated', () => {
    const listed = published.filter(
      ({ type, value_names: names }) => /picklist$/i.test(type!) && !/^Use ISO/.test(names!),
    );
    for (const { prefix, field, value_names: names } of listed) {
      const own = FIELDS.find(({ name }) => name === `${prefix}${field}`)!;
      expect([own.name, own.values.join('|')]).toEqual([own.name, names]);
    }
    expect(FIELDS.filter(({ deprecated }) => deprecated).map(({ name }) => name)).toEqual(
      published
        .filter(({ status }) => status === 'DEPRECATED')
        .map(({ field_with_prefix: name }) => name),
    );
  });
});
