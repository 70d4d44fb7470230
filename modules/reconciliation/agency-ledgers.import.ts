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
  type ImportSource,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  parseMonth,
  refuseOtherTotals,
  isTotalCell,
  parseSignedMoney,
  CURRENCIES,
  sumOf,
  toCent,
  written,
} from '../grant-budgeting';
import { type Agency, type AgencyRow, agenciesByCode, refuseWrongRow } from './agency-rows.queries';

const MONEY = new Choices(
  CURRENCIES.map((code) => ({ code, labels: { fr: code, ar: code, en: code }, also: [] })),
);

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `reconcile:import.field.${key}`,
  ...more,
});
const help = (key: string) => ({ help: `reconcile:import.help.${key}` });

const FIELDS: readonly ListField[] = [
  field('grant', 'text', {
    ...help('grant'),
    headings: ['subvention', 'grant', 'project', 'projet'],
  }),
  field('agency', 'text', {
    ...help('agency'),
    headings: ['agence', 'agency', 'entity', 'الوكالة'],
  }),
  field('month', 'text', { ...help('month'), headings: ['mois', 'période', 'period', 'الشهر'] }),
  field('reference', 'text', {
    ...help('reference'),
    headings: ['référence', 'ref', 'invoice', 'facture', 'voucher', 'pièce', 'document', 'المرجع'],
  }),
  field('date', 'date', {
    headings: ['date', 'posting date', 'date comptable', 'gl date', 'transaction date', 'التاريخ'],
  }),
  field('amount', 'amount', {
    ...help('amount'),
    required: true,
    headings: ['montant', 'amount', 'usd amount', 'amount usd', 'montant usd', 'المبلغ'],
  }),
  field('currency', 'choice', {
    headings: ['monnaie', 'devise', 'currency'],
    choices: () => CURRENCIES,
  }),
  field('documentAmount', 'amount', {
    ...help('documentAmount'),
    headings: ['document amount', 'transaction amount', 'montant pièce', 'montant d’origine'],
  }),
  field('documentCurrency', 'choice', {
    headings: ['document currency', 'transaction currency', 'monnaie pièce', 'monnaie d’origine'],
    choices: () => CURRENCIES,
  }),
  field('line', 'text', {
    ...help('line'),
    headings: ['ligne', 'budget line', 'activity', 'البند'],
  }),
  field('total', 'amount', {
    ...help('total'),
    headings: ['total', 'total du fichier', 'المجموع'],
  }),
];

/** An agency never needs a person's file number from us, nor do we from it. */
const CASE_NUMBER = /\bM-?\w{4}-?\w{3}-?\w\b/i;

/**
 * Import of an agency's monthly ledger, stored row by row as received. Texts of rows are left out, so that finance
 * never sees people.
 */
@Injectable()
export class AgencyLedgerImport implements ImportList<AgencyRow> {
  readonly name = 'agency-ledgers';
  readonly title = 'reconcile:import.title';
  readonly permission = 'reconciliation:match';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly home = '/budget/reconciliation';
  readonly ignored = ['n°', 'no', '#', 'line no'];
  readonly mostRows = 5_000;

  read(cells: Cells, { today }: { readonly today: CivilDate }): ReadRow<AgencyRow> {
    const reader = new CellReader(cells);
    const { cell } = { cell: (key: string) => reader.cell(key) };
    const isTotal =
      cell('date') === '' &&
      (isTotalCell(cell('reference')) || cell('reference') === '') &&
      cell('line') === '';
    const amount = parseSignedMoney(reader, 'amount') ?? '0';
    const row = {
      grant: reader.text('grant', 60),
      agency: reader.text('agency', 120) ?? '',
      amount,
      isTotal,
      month: parseMonth(cell('month')) ?? '',
      reference: reader.text('reference', 60) ?? '',
      on: isTotal ? '' : (reader.day('date') ?? ''),
      currency: reader.choice('currency', MONEY),
      documentAmount: parseSignedMoney(reader, 'documentAmount'),
      documentCurrency: reader.choice('documentCurrency', MONEY),
      line: reader.text('line', 40)?.toUpperCase() ?? null,
      total: isTotal ? amount : parseSignedMoney(reader, 'total'),
    };
    if (!isTotal) this.refuseIncomplete(reader, row, today);
    return { row, errors: reader.errors };
  }

  /** Two equal rows are two payments: the total stated in the file decides whether one was typed twice. */
  isSlipTwice(): boolean {
    return false;
  }

  private refuseIncomplete(reader: CellReader, row: AgencyRow, today: CivilDate): void {
    for (const key of ['agency', 'month', 'reference', 'date']) {
      if (reader.cell(key) === '') {
        reader.errors.push(new DomainError('invalid', 'common.required', {}, key));
      }
    }
    if (reader.cell('month') !== '' && row.month === '') reader.wrong('month', 'budget.bad_month');
    if (CASE_NUMBER.test(row.reference)) reader.wrong('reference', 'reconcile.case_number');
    if (row.on > today) reader.wrong('date', 'budget.not_happened_yet');
    const hasNone = toCent(row.amount).isZero() && reader.cell('amount') !== '';
    if (hasNone && !reader.errors.some(({ field }) => field === 'amount')) {
      reader.wrong('amount', 'reconcile.bad_amount');
    }
    if ((row.documentAmount === null) !== (row.documentCurrency === null)) {
      const key = row.documentAmount === null ? 'documentAmount' : 'documentCurrency';
      reader.errors.push(new DomainError('invalid', 'common.required', {}, key));
    } else if (row.documentAmount !== null && toCent(row.documentAmount).isZero()) {
      reader.wrong('documentAmount', 'reconcile.bad_amount');
    }
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<AgencyRow>[],
    progress: ImportProgress,
    { digest }: ImportSource,
  ): Promise<ImportOutcome> {
    const posted = rows.filter(({ value }) => !value.isTotal);
    refuseOtherTotals(rows);
    const agencies = await agenciesByCode(tx);
    const files = new Map<
      string,
      { agency: Agency; month: CivilDate; rows: NumberedRow<AgencyRow>[] }
    >();
    await eachRow(tx, posted, progress, async (value, row) => {
      const agency = await refuseWrongRow(tx, agencies, value);
      const key = `${agency.grantId}/${agency.organisationId}/${value.month}`;
      const file = files.get(key) ?? { agency, month: value.month, rows: [] };
      files.set(key, { ...file, rows: [...file.rows, { row, value }] });
    });
    const made: WrittenRecord[] = [];
    for (const file of files.values()) {
      const id = await keepFile(tx, file, digest);
      made.push({ row: file.rows[0]!.row, kind: 'agency_file', id, print: digest.slice(0, 16) });
    }
    return { written: made };
  }

  /** Nothing is removed: the file counts no longer, where none of its rows is matched and no month of it is signed. */
  async undo(tx: Tx, all: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const staying = await tx.query<{ id: string }>(
      `SELECT f.id FROM agency_files f WHERE f.id = ANY ($1) AND (f.month <= agency_locked_until(f.grant_id, f.organisation_id)
          OR EXISTS (SELECT 1 FROM agency_rows r JOIN matched_rows m ON m.row_id = r.id AND m.stands WHERE r.file_id = f.id))`,
      [all.map(({ id }) => id)],
    );
    if (staying.length > 0) {
      return all
        .filter(({ id }) => staying.some((one) => one.id === id))
        .map(({ row }) => ({ row, why: 'used' }));
    }
    for (const { id } of all) {
      await tx.query('INSERT INTO agency_files_withdrawn (file_id) VALUES ($1)', [id]);
      await record(tx, { action: 'budget.withdraw_agency_ledger', kind: 'agency_file', ids: [id] });
    }
    return [];
  }
}

async function keepFile(
  tx: Tx,
  {
    agency,
    month,
    rows,
  }: { agency: Agency; month: CivilDate; rows: readonly NumberedRow<AgencyRow>[] },
  digest: string,
): Promise<string> {
  const { grantId, organisationId } = agency;
  const total = written(sumOf(rows.map(({ value }) => value.amount)));
  const [file] = await tx.query<{ id: string }>(
    `INSERT INTO agency_files (grant_id, organisation_id, month, digest, row_count, total)
     VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6) RETURNING id`,
    [grantId, organisationId, month, digest, rows.length, total],
  );
  const column = <K extends keyof AgencyRow>(key: K) => rows.map(({ value }) => value[key]);
  await tx.query(
    `INSERT INTO agency_rows (file_id, grant_id, organisation_id, month, row_number, reference, on_day, amount,
       document_amount, document_currency, line_id)
     SELECT $1, $2, $3, $4, * FROM unnest($5::int[], $6::text[], $7::date[], $8::numeric[], $9::numeric[], $10::text[], $11::uuid[])`,
    [
      file!.id,
      grantId,
      organisationId,
      month,
      rows.map(({ row }) => row),
      column('reference'),
      column('on'),
      column('amount'),
      column('documentAmount'),
      column('documentCurrency'),
      rows.map(({ value }) => (value.line === null ? null : agency.lines[value.line]!)),
    ],
  );
  await record(tx, { action: 'budget.bring_agency_ledger', kind: 'agency_file', ids: [file!.id] });
  return file!.id;
}
