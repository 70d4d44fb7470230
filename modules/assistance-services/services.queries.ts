/** Services of visible people, limited by row-level security. */
import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import { maySeePart } from '../access';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import type { CancelReason } from './services.service';

export interface ServiceRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly typeCode: string;
  readonly typeName: Readonly<Record<Language, string>>;
  readonly unit: string;
  readonly givenOn: CivilDate;
  readonly quantity: string;
  readonly provider: string | null;
  /** Null also where the actor may not see money; what one recorded oneself stays visible. */
  readonly cost: { readonly amount: string; readonly currency: string } | null;
  /** Seen by those who see the cost. */
  readonly receipt: string | null;
  /** The session for several people that it was a part of. */
  readonly sessionId: string | null;
  readonly hasNote: boolean;
  readonly recordedBy: string;
  readonly cancelled: { readonly at: Date; readonly reason: CancelReason } | null;
}

export interface ServiceFilter {
  readonly caseId?: string;
  readonly typeCode?: string;
  readonly from?: CivilDate;
  /** Not included. */
  readonly until?: CivilDate;
}

export interface ServicePage {
  readonly services: ServiceRow[];
  /** Total over all pages. */
  readonly total: number;
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

const PAGE_SIZE = 50;

const FROM = `FROM services s
  JOIN cases c ON c.id = s.case_id
  JOIN service_types t ON t.code = s.type_code
  JOIN users u ON u.id = s.recorded_by
  LEFT JOIN organisations o ON o.id = s.provider_id
  LEFT JOIN service_attendance sa ON sa.service_id = s.id`;

const COLUMNS = `s.id, s.case_id AS "caseId", c.case_number AS "caseNumber", s.type_code AS "typeCode",
  t.name AS "typeName", t.unit, s.given_on::text AS "givenOn", trim_scale(s.quantity)::text AS quantity,
  localized_name(o.name, o.names) AS provider, s.receipt, sa.session_id AS "sessionId", s.cost_amount AS amount, s.cost_currency AS currency,
  s.recorded_by AS "recordedById", s.note_sealed IS NOT NULL AS "hasNote", localized_name(u.name, u.names) AS "recordedBy",
  s.cancelled_at AS "cancelledAt", s.cancel_reason AS "cancelReason"`;

type ServiceRecordRow = Omit<ServiceRow, 'cost' | 'cancelled'> & {
  amount: string | null;
  currency: string | null;
  recordedById: string;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
};

@Injectable()
export class ServiceLists {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, filter: ServiceFilter, after: string | null = null): Promise<ServicePage> {
    return this.transactions.run(actor, async (tx) => {
      const page = await listIn(tx, filter, after);
      await recordReading(
        tx,
        'services.list',
        page.services.map(({ caseId }) => caseId),
      );
      return page;
    });
  }

  find(actor: Actor, id: string): Promise<ServiceRow> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<ServiceRecordRow>(`SELECT ${COLUMNS} ${FROM} WHERE s.id = $1`, [
        id,
      ]);
      if (!row) throw notFound();
      await recordReading(tx, 'services.read', [row.caseId]);
      return serviceOfRecord(tx.actor, row);
    });
  }
}

/** Which of the rows `s` the filter keeps. */
export const servicesWhere = ({ caseId, typeCode, from, until }: ServiceFilter) => ({
  where: `($1::uuid IS NULL OR s.case_id IN (SELECT mawa_files($1))) AND ($2::text IS NULL OR s.type_code = $2)
    AND ($3::date IS NULL OR s.given_on >= $3) AND ($4::date IS NULL OR s.given_on < $4)`,
  params: [caseId ?? null, typeCode ?? null, from ?? null, until ?? null],
});

/** Last given first; the next page by key. */
async function listIn(tx: Tx, filter: ServiceFilter, after: string | null): Promise<ServicePage> {
  const key = after === null ? null : keyOf(after);
  const { where, params } = servicesWhere(filter);
  const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM services s WHERE ${where}`,
    params,
  );
  const rows = await tx.query<ServiceRecordRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE ${where} AND ($5::date IS NULL OR (s.given_on, s.id) < ($5, $6::uuid))
      ORDER BY s.given_on DESC, s.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [...params, key?.day ?? null, key?.id ?? null],
  );
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  const next = rows.length > PAGE_SIZE && last ? `${last.givenOn}_${last.id}` : null;
  return { services: page.map((row) => serviceOfRecord(tx.actor, row)), total, next };
}

/** The last of one file alone. */
export async function lastIn(tx: Tx, caseId: string): Promise<ServiceRow[]> {
  const rows = await tx.query<ServiceRecordRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE s.case_id = $1 ORDER BY s.given_on DESC, s.id DESC LIMIT ${PAGE_SIZE}`,
    [caseId],
  );
  return rows.map((row) => serviceOfRecord(tx.actor, row));
}

function serviceOfRecord(actor: Actor, row: ServiceRecordRow): ServiceRow {
  const { amount, currency, recordedById, cancelledAt, cancelReason, ...facts } = row;
  const maySee = maySeePart(actor, 'money') || recordedById === actor.userId;
  return {
    ...facts,
    receipt: maySee ? facts.receipt : null,
    cost: maySee && amount !== null && currency !== null ? { amount, currency } : null,
    cancelled: cancelledAt && cancelReason ? { at: cancelledAt, reason: cancelReason } : null,
  };
}

const KEY = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function keyOf(text: string): { day: CivilDate; id: string } {
  const [, day, id] = KEY.exec(text) ?? [];
  if (!isCivilDate(day) || id === undefined) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { day, id };
}
