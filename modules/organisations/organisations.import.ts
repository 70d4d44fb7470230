import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
  Choices,
  eachRow,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import { record } from '../audit';
import { list } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { localNames } from '../platform/shared/local-names';
import { LANGUAGES, ORGANISATION_KINDS } from '../platform/shared/actor';
import { type NewOrganisation, Organisations, PARTNER_TYPES } from './organisations.service';

const KINDS = Choices.named(ORGANISATION_KINDS, 'organisations:kind.');
const TYPES = Choices.named(PARTNER_TYPES, 'organisations:type.');
const READS = Choices.named(LANGUAGES, 'organisations:reads.');
const REGIONS = new Choices(list('regions').items.filter(({ code }) => /^\d\d$/.test(code)));
const COUNTRIES = new Choices(list('nationalities').items);

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `organisations:import.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('code', 'text', {
    required: true,
    help: 'organisations:import.help.code',
    example: 'ASSO-RABAT',
    headings: ['sigle', 'acronyme', 'acronym', 'الرمز'],
  }),
  field('name', 'text', {
    required: true,
    example: 'Association de Rabat',
    headings: ['organisation', 'association', 'structure', 'partenaire', 'partner', 'الجمعية'],
  }),
  field('nameFr', 'text', { headings: ['name_fr', 'names.fr'] }),
  field('nameAr', 'text', { example: 'جمعية الرباط', headings: ['name_ar', 'names.ar'] }),
  field('nameEn', 'text', { headings: ['name_en', 'names.en'] }),
  field('kind', 'choice', { required: true, ...KINDS.asField() }),
  field('partnerType', 'choice', { ...TYPES.asField(), headings: ['type', 'nature', 'النوع'] }),
  field('region', 'choice', { ...REGIONS.asField() }),
  field('country', 'choice', {
    understood: (cell, language) => COUNTRIES.understood(cell, language),
    help: 'organisations:import.help.country',
    headings: ['pays'],
  }),
  field('language', 'choice', { ...READS.asField() }),
  field('singleContact', 'yes_no'),
];

/** A file of organisations: each row one, as an administrator adds it. */
@Injectable()
export class OrganisationImport implements ImportList<NewOrganisation> {
  readonly name = 'organisations';
  readonly title = 'organisations:title';
  readonly permission = 'organisations:manage';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  readonly mostRows = 5_000;

  constructor(private readonly organisations: Organisations) {}

  read(cells: Cells): ReadRow<NewOrganisation> {
    const reader = new CellReader(cells);
    const code = reader.text('code', 60)?.toUpperCase() ?? '';
    if (code !== '' && !/^[A-Z0-9][A-Z0-9-]{1,19}$/.test(code))
      reader.wrong('code', 'organisations.code');
    const organisation = {
      code,
      kind: reader.choice('kind', KINDS),
      name: reader.text('name', 200) ?? '',
      names: localNames({
        fr: reader.text('nameFr', 200) ?? undefined,
        ar: reader.text('nameAr', 200) ?? undefined,
        en: reader.text('nameEn', 200) ?? undefined,
      }),
      country: reader.choice('country', COUNTRIES) ?? 'MA',
      partnerType: reader.choice('partnerType', TYPES),
      region: reader.choice('region', REGIONS),
      language: reader.choice('language', READS) ?? 'fr',
      singleContact: reader.yesNo('singleContact') ?? false,
    } as NewOrganisation;
    return { row: organisation, errors: reader.errors };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<NewOrganisation>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const made: { row: number; id: string }[] = [];
    await eachRow(tx, rows, progress, async (organisation, row) => {
      made.push({ row, id: (await this.organisations.createIn(tx, organisation)).id });
    });
    const prints = await tx.query<{ id: string; print: string }>(
      'SELECT id, md5(o::text) AS print FROM organisations o WHERE id = ANY ($1)',
      [made.map(({ id }) => id)],
    );
    const printOf = new Map(prints.map(({ id, print }) => [id, print]));
    const kind = 'organisation';
    return { written: made.map((one) => ({ ...one, kind, print: printOf.get(one.id)! })) };
  }

  async undo(
    tx: Tx,
    written: readonly WrittenRecord[],
    runId: string,
  ): Promise<readonly KeptRecord[]> {
    const staying = await tx.query<KeptRecord>(
      'SELECT row_number AS row, why FROM take_organisations_back($1)',
      [runId],
    );
    const ids = written.map(({ id }) => id);
    await record(tx, { action: 'organisations.take_back', kind: 'organisation', ids });
    return staying;
  }
}
