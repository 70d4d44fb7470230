import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
  type ImportList,
  type ImportOutcome,
  type ImportProgress,
  type KeptRecord,
  type ListField,
  type NumberedRow,
  type ReadRow,
  RejectedRows,
  type WrittenRecord,
} from '../../imports';
import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { OpeningRow } from '../grants/grant-definition.types';
import { parseMonth, parseSignedMoney } from '../money-import.rules';
import { toCent, written } from '../money.rules';
import { openingFacts, proposeOpening } from './opening.queries';
import { openingErrors, type RefusedRow } from './opening.rules';

interface OpeningCells {
  readonly grant: string;
  readonly line: string | null;
  readonly month: string;
  readonly amount: string | null;
  readonly received: string | null;
  readonly document: string;
}

const field = (key: string, kind: ListField['kind'], more: Partial<ListField>): ListField => ({
  key,
  kind,
  label: `opening:field.${key}`,
  help: `opening:help.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('grant', 'text', {
    required: true,
    example: 'ABC-2026',
    headings: ['subvention', 'grant', 'projet', 'project', 'المنحة'],
  }),
  field('line', 'text', {
    example: 'A-1.1',
    headings: ['ligne', 'ligne budgétaire', 'line', 'budget line', 'code', 'البند'],
  }),
  field('month', 'text', {
    required: true,
    example: '2026-03',
    headings: ['mois', 'période', 'period', 'date', 'الشهر'],
  }),
  field('amount', 'amount', { headings: ['montant', 'dépense', 'dépensé', 'spent', 'المبلغ'] }),
  field('received', 'amount', {
    headings: ['reçu', 'reçu du bailleur', 'received', 'drawn', 'المستلم'],
  }),
  field('document', 'text', {
    required: true,
    example: 'GL 2026-03',
    headings: ['pièce', 'document', 'référence', 'reference', 'المستند'],
  }),
];

/**
 * What a grant spent and received before Mawa, by line and month. The file makes a proposal for each grant that it names:
 * another person confirms it, and only then is anything booked.
 */
@Injectable()
export class OpeningBalancesImport implements ImportList<OpeningCells> {
  readonly name = 'opening-balances';
  readonly title = 'opening:import_title';
  readonly permission = 'grants:propose';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly home = '/budget/grants';
  readonly ignored = ['n°', 'no', '#'];
  readonly mostRows = 5_000;
  readonly errorKinds = {
    'opening.twice': 'opening:kind.twice',
    'opening.brought_before': 'opening:kind.twice',
    'opening.unknown_line': 'opening:kind.unknown',
    'opening.unknown_grant': 'opening:kind.unknown',
    'opening.outside_the_grant': 'opening:kind.month',
    'opening.not_over': 'opening:kind.month',
    'opening.in_mawa': 'opening:kind.month',
    'opening.closed': 'opening:kind.closed',
    'opening.signed': 'opening:kind.closed',
    'opening.suspended': 'opening:kind.closed',
    'opening.above_the_line': 'opening:kind.amount',
    'opening.above_the_award': 'opening:kind.amount',
    'opening.negative': 'opening:kind.amount',
  };

  read(cells: Cells): ReadRow<OpeningCells> {
    const reader = new CellReader(cells);
    const month = parseMonth(reader.cell('month'));
    if (reader.cell('month') !== '' && month === null) reader.wrong('month', 'budget.bad_month');
    const row = {
      grant: reader.text('grant', 60)?.toUpperCase() ?? '',
      line: reader.text('line', 40)?.toUpperCase() ?? null,
      month: month ?? '',
      amount: parseSignedMoney(reader, 'amount'),
      received: parseSignedMoney(reader, 'received'),
      document: reader.text('document', 60) ?? '',
    };
    refuseHalf(reader, row);
    return { row, errors: reader.errors };
  }

  /** Two rows with the same line and month are named by the rules, whatever their amounts. */
  isSlipTwice(): boolean {
    return false;
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<OpeningCells>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const grants = new Map<string, NumberedRow<OpeningCells>[]>();
    for (const one of rows)
      grants.set(one.value.grant, [...(grants.get(one.value.grant) ?? []), one]);
    const known = await tx.query<{ id: string; code: string; isClosed: boolean }>(
      `SELECT id, code, closed_on IS NOT NULL AS "isClosed" FROM grants WHERE code = ANY ($1)`,
      [[...grants.keys()]],
    );
    const refused: RefusedRow[] = [];
    const written: WrittenRecord[] = [];
    for (const [code, own] of grants) {
      const grant = known.find((one) => one.code === code);
      if (!grant || grant.isClosed) {
        const why = grant ? 'opening.grant_closed' : 'opening.unknown_grant';
        const error = new DomainError('invalid', why, { code }, 'grant');
        refused.push(...own.map(({ row }) => ({ row, error })));
        continue;
      }
      const found = own.map(({ row, value }) => ({ row, ...openingRowOf(value) }));
      const errors = openingErrors(found, await openingFacts(tx, grant.id));
      refused.push(...errors);
      if (refused.length > 0) continue;
      const openings = found.map(({ row: _, ...opening }) => opening);
      const id = await proposeOpening(tx, grant.id, openings);
      written.push({ row: own[0]!.row, kind: 'grant_proposal', id, print: '' });
    }
    if (refused.length > 0) throw new RejectedRows(refused);
    progress(rows.length, rows.length);
    return { written, notes: ['opening:waits'] };
  }

  /** As long as nobody decided, its author withdraws the proposal; what is booked is taken back by two. */
  async undo(tx: Tx, all: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const open = await tx.query<{ id: string; mine: boolean }>(
      `SELECT p.id, p.proposed_by = $2 AS mine FROM grant_proposals p WHERE p.id = ANY ($1)
          AND NOT EXISTS (SELECT 1 FROM grant_decisions d WHERE d.proposal_id = p.id)`,
      [all.map(({ id }) => id), tx.actor.userId],
    );
    const kept = all.flatMap(({ row, id }): KeptRecord[] => {
      const found = open.find((one) => one.id === id);
      if (!found) return [{ row, why: 'used' }];
      return found.mine ? [] : [{ row, why: 'not_yours' }];
    });
    if (kept.length > 0) return kept;
    for (const { id } of all) {
      await tx.query(
        `INSERT INTO grant_decisions (proposal_id, decision) VALUES ($1, 'withdrawn')`,
        [id],
      );
      await record(tx, { action: 'budget.grant_withdrawn', kind: 'grant_proposal', ids: [id] });
    }
    return [];
  }
}

/** A row is either what a line spent, or what was received from the donor. */
function refuseHalf(reader: CellReader, { line, amount, received }: OpeningCells): void {
  const wrong = (key: string, code: string) =>
    reader.errors.push(new DomainError('invalid', code, {}, key));
  const isRead = (key: string) => !reader.errors.some((error) => error.field === key);
  if (reader.cell('line') !== '' && reader.cell('received') !== '') {
    wrong('received', 'opening.line_or_received');
    return;
  }
  if (line === null && isRead('line') && reader.cell('amount') !== '') {
    wrong('line', 'common.required');
    return;
  }
  const key = line === null ? 'received' : 'amount';
  const money = line === null ? received : amount;
  if (reader.cell(key) === '') wrong(key, 'common.required');
  else if (money !== null && toCent(money).isZero()) wrong(key, 'opening.no_amount');
  else if (key === 'received' && money !== null && toCent(money).isNegative()) {
    wrong(key, 'opening.received_negative');
  }
}

const openingRowOf = ({ line, month, amount, received, document }: OpeningCells): OpeningRow => ({
  line,
  month,
  amount: written(toCent(line === null ? received! : amount!)),
  document,
});
