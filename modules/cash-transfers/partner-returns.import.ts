import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
  Choices,
  eachRow,
  fold,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  parseMoney,
  parseMonth,
  refuseOtherTotals,
  isTotalCell,
  CURRENCIES,
  toCent,
} from '../grant-budgeting';
import { PartnerReturns } from './partner-returns.service';

const MONEY = new Choices(
  CURRENCIES.map((code) => ({ code, labels: { fr: code, ar: code, en: code }, also: [] })),
);

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `budget:import.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('agreement', 'text', {
    required: true,
    help: 'budget:import.help.agreement',
    headings: ['accord', 'référence', 'reference', 'convention', 'رقم الاتفاق'],
  }),
  field('line', 'text', {
    help: 'budget:import.help.line',
    headings: ['ligne', 'ligne budgétaire', 'budget line', 'code', 'البند'],
  }),
  field('month', 'text', {
    help: 'budget:import.help.month',
    headings: ['mois', 'période', 'date', 'الشهر'],
  }),
  field('amount', 'amount', { required: true, headings: ['montant', 'dépense', 'المبلغ'] }),
  field('currency', 'choice', {
    headings: ['monnaie', 'devise', 'العملة'],
    choices: () => CURRENCIES,
  }),
  field('document', 'text', { headings: ['pièce', 'facture', 'n° pièce', 'المستند'] }),
  field('total', 'amount', {
    help: 'budget:import.help.total',
    headings: ['total', 'total du fichier', 'المجموع'],
  }),
];

interface ReportedExpenditure {
  readonly agreement: string;
  readonly line: string;
  readonly month: CivilDate;
  readonly amount: string;
  readonly currency: string | null;
  readonly document: string | null;
  /** Total stated by the file. */
  readonly total: string | null;
  readonly isTotal: boolean;
}

/** Import of monthly expenditure of partners: one report per agreement and month, to be checked like any other. */
@Injectable()
export class PartnerReturnImport implements ImportList<ReportedExpenditure> {
  readonly name = 'partner-returns';
  readonly title = 'budget:import.title';
  readonly permission = 'partner-returns:enter';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly ignored = ['n°', 'no', '#'];
  readonly mostRows = 2_000;

  constructor(private readonly returns: PartnerReturns) {}

  read(cells: Cells): ReadRow<ReportedExpenditure> {
    const reader = new CellReader(cells);
    const agreement = reader.text('agreement', 60) ?? '';
    const isTotal = isTotalCell(agreement) && reader.cell('line') === '';
    const amount = parseMoney(reader, 'amount') ?? '0';
    const month = isTotal ? '' : (parseMonth(reader.cell('month')) ?? '');
    const line = reader.text('line', 40) ?? '';
    const missing = (key: string) => new DomainError('invalid', 'common.required', {}, key);
    if (!isTotal && line === '') reader.errors.push(missing('line'));
    if (!isTotal && reader.cell('month') === '') reader.errors.push(missing('month'));
    else if (!isTotal && month === '') reader.wrong('month', 'budget.bad_month');
    const isNothing = toCent(amount).isZero() && reader.errors.length === 0 && !isTotal;
    if (isNothing) reader.wrong('amount', 'budget.bad_amount');
    return {
      row: {
        agreement,
        line: line.toUpperCase(),
        month,
        amount,
        isTotal,
        currency: reader.choice('currency', MONEY),
        document: reader.text('document', 60),
        total: isTotal ? amount : parseMoney(reader, 'total'),
      },
      errors: reader.errors,
    };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<ReportedExpenditure>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const spent = rows.filter(({ value }) => !value.isTotal);
    refuseOtherTotals(rows);
    const known = await agreementsNamed(tx, spent);
    const reports = new Map<string, NumberedRow<ReportedExpenditure>[]>();
    await eachRow(tx, spent, progress, (value, row) => {
      refuseUnknown(value, known);
      const key = `${fold(value.agreement)}/${value.month}`;
      reports.set(key, [...(reports.get(key) ?? []), { row, value }]);
      return Promise.resolve();
    });
    const made: WrittenRecord[] = [];
    const firsts = [...reports.values()].map((own) => ({ row: own[0]!.row, value: own }));
    await eachRow(
      tx,
      firsts,
      () => undefined,
      async (own, row) => {
        const { id: agreementId, lines } = known.get(
          fold(own[0]!.value.agreement),
        ) as KnownAgreement;
        const report = await this.returns.enterIn(tx, agreementId, {
          // The check of each report names documents that stand in another one; a file asks nothing.
          confirmed: true,
          rows: own.map(({ value }) => ({
            lineId: lines[value.line]!,
            amount: value.amount,
            month: value.month,
            ...(value.document !== null && { document: value.document }),
          })),
        });
        made.push({ row, kind: 'partner_paper', id: report.id, print: report.stepId });
      },
    );
    return { written: made };
  }

  /** Withdrawn as by hand; what is checked by now stays, and is named. */
  async undo(tx: Tx, all: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const now = await tx.query<{ id: string; state: string; stepId: string | null }>(
      `SELECT paper_id AS id, state, step_id AS "stepId" FROM partner_paper_states WHERE paper_id = ANY ($1)`,
      [all.map(({ id }) => id)],
    );
    const staying = all.flatMap(({ row, id, print }): KeptRecord[] => {
      const paper = now.find((one) => one.id === id);
      if (!paper) return [{ row, why: 'not_yours' }];
      if (paper.state !== 'entered') return [{ row, why: 'used' }];
      return paper.stepId === print ? [] : [{ row, why: 'changed' }];
    });
    if (staying.length > 0) return staying;
    for (const { id } of all) await this.returns.withdrawIn(tx, id);
    return [];
  }
}

interface KnownAgreement {
  readonly id: string;
  readonly currency: string;
  /** By code. */
  readonly lines: Readonly<Record<string, string>>;
}

async function agreementsNamed(tx: Tx, rows: readonly NumberedRow<ReportedExpenditure>[]) {
  const named = [...new Set(rows.map(({ value }) => value.agreement))];
  const found = await tx.query<KnownAgreement & { reference: string }>(
    `SELECT a.id, a.reference, a.currency, coalesce((SELECT json_object_agg(upper(l.code), l.id)
              FROM agreement_lines al JOIN budget_lines l ON l.id = al.line_id WHERE al.agreement_id = a.id), '{}') AS lines
       FROM agreements a WHERE lower(a.reference) = ANY ($1)`,
    [named.map((name) => name.toLowerCase())],
  );
  const known = new Map<string, KnownAgreement | 'several'>();
  for (const one of found)
    known.set(fold(one.reference), known.has(fold(one.reference)) ? 'several' : one);
  return known;
}

function refuseUnknown(
  value: ReportedExpenditure,
  known: ReadonlyMap<string, KnownAgreement | 'several'>,
): void {
  const agreement = known.get(fold(value.agreement));
  const refuse = (code: string, field: string, params: Record<string, string>) =>
    new DomainError('invalid', `budget.${code}`, params, field);
  if (agreement === 'several')
    throw refuse('several_agreements', 'agreement', { value: value.agreement });
  if (!agreement) throw refuse('unknown_agreement', 'agreement', { value: value.agreement });
  if (!agreement.lines[value.line]) {
    throw refuse('line_of_other_agreement', 'line', {
      line: value.line,
      agreement: value.agreement,
    });
  }
  if (value.currency !== null && value.currency !== agreement.currency) {
    throw refuse('other_currency', 'currency', {
      found: value.currency,
      currency: agreement.currency,
    });
  }
}
