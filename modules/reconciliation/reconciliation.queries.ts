import { Injectable } from '@nestjs/common';
import type {
  AGENCY_MONTH_STEPS,
  AgencyMonthStep,
} from '../../migrations/data/transitions/agency-months';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { addMonths, addDays, isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { bridgeOf, type Bridge, type BridgeRow } from './bridge.rules';
import { proposalsFor, type Difference, type MatchMethod, type Proposal } from './matching.rules';
import {
  ourOpenItems,
  theirOpenItems,
  type OurOpenItem,
  type TheirOpenItem,
  type AgencyOfGrant,
} from './open-items.queries';

export type MonthState = keyof typeof AGENCY_MONTH_STEPS;
export type MonthStep = AgencyMonthStep;

export interface AgencyMonth {
  readonly month: CivilDate;
  readonly state: MonthState;
  readonly rows: number;
  readonly ours: string;
  readonly theirs: string;
  /** Items without a reason up to the end of the month. */
  readonly unexplained: number;
}

export interface AgencyMonths extends AgencyOfGrant {
  readonly grant: string;
  readonly currency: string;
  readonly code: string;
  readonly name: string;
  readonly lockedUntil: CivilDate | null;
  /** The last ones, the newest first. */
  readonly months: readonly AgencyMonth[];
}

export interface MatchRow {
  readonly id: string;
  readonly how: MatchMethod;
  readonly entries: number;
  readonly rows: number;
  readonly ours: string;
  readonly theirs: string;
  readonly difference: string;
  readonly reason: Difference | null;
  /** References of the agency's rows, as many as fit. */
  readonly references: string | null;
  readonly by: string;
  readonly at: Date;
}

export interface MonthStepRow {
  readonly step: MonthStep;
  readonly reason: string | null;
  readonly by: string;
  /** As papers name them, in whichever language. */
  readonly plainBy: string;
  readonly at: Date;
}

export interface Statement extends AgencyOfGrant {
  readonly grant: string;
  readonly currency: string;
  readonly code: string;
  readonly name: string;
  readonly month: CivilDate;
  readonly lastDay: CivilDate;
  readonly isOver: boolean;
  /** First month of the grant. */
  readonly isFirst: boolean;
  readonly state: MonthState;
  readonly lockedUntil: CivilDate | null;
  /** The actor took the previous step and may not take the next one. */
  readonly mine: boolean;
  /** As it is now, or as it was signed. */
  readonly bridge: Bridge;
  readonly ours: readonly OurOpenItem[];
  readonly theirs: readonly TheirOpenItem[];
  readonly proposals: readonly Proposal[];
  readonly matches: readonly MatchRow[];
  readonly files: readonly { rows: number; total: string; at: Date; by: string; digest: string }[];
  readonly steps: readonly MonthStepRow[];
}

const MONTHS_SHOWN = 9;
const MATCHES_SHOWN = 200;

/** Two ledgers side by side, agency by agency and month by month: never a person. */
@Injectable()
export class Reconciliation {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<{ agencies: AgencyMonths[] }> {
    return this.transactions.run(actor, async (tx) => {
      const agencies = await tx.query<Omit<AgencyMonths, 'months'> & { startsOn: CivilDate }>(
        `SELECT g.id AS "grantId", g.code AS grant, g.currency, g.starts_on::text AS "startsOn", o.id AS "organisationId", o.code, o.name,
                agency_locked_until(g.id, o.id)::text AS "lockedUntil"
           FROM grant_shares s JOIN grants g ON g.id = s.grant_id JOIN organisations o ON o.id = s.organisation_id
          ORDER BY g.starts_on, g.code, o.code`,
      );
      const all: AgencyMonths[] = [];
      for (const { startsOn, ...agency } of agencies) {
        all.push({ ...agency, months: await monthsOf(tx, agency, startsOn) });
      }
      return { agencies: all };
    });
  }

  /** Fixed values for a file of this agency and month. */
  ofTheFile(actor: Actor, { grantId, organisationId }: AgencyOfGrant, month: string) {
    return this.transactions.run(actor, async (tx) => {
      const [found] = await tx.query<{ grant: string; agency: string }>(
        `SELECT g.code AS grant, o.code AS agency FROM grant_shares s JOIN grants g ON g.id = s.grant_id
           JOIN organisations o ON o.id = s.organisation_id WHERE s.grant_id = $1 AND s.organisation_id = $2`,
        [grantId, organisationId],
      );
      if (!found) throw notFound();
      return { ...found, month: monthOf(month).slice(0, 7) };
    });
  }

  statement(actor: Actor, where: AgencyOfGrant, month: string): Promise<Statement> {
    return this.transactions.run(actor, (tx) => statementIn(tx, where, monthOf(month)));
  }
}

/** "2026-10": its first day. */
export function monthOf(text: string): CivilDate {
  const day = `${text}-01`;
  if (!/^\d{4}-\d{2}$/.test(text) || !isCivilDate(day)) throw notFound();
  return day;
}

export const lastDayOf = (month: CivilDate): CivilDate => addDays(addMonths(month, 1), -1);

export async function dayWindowOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ days: number }>(
    `SELECT mawa_setting('reconciliation_day_window')::int AS days`,
  );
  return row!.days;
}

/** One look at what is open for all the months that are shown. */
async function monthsOf(tx: Tx, where: AgencyOfGrant, startsOn: CivilDate): Promise<AgencyMonth[]> {
  const { grantId, organisationId } = where;
  const first = `${startsOn.slice(0, 7)}-01`;
  const thisMonth = `${tx.today.slice(0, 7)}-01`;
  const months = Array.from({ length: MONTHS_SHOWN }, (_, back) => addMonths(thisMonth, -back));
  const shown = months.filter((month) => month >= first);
  return tx.query<AgencyMonth>(
    `WITH open AS (
       SELECT date_trunc('month', o.on_day)::date AS month, count(*) AS items
         FROM agency_open_items($1, $2, (SELECT max(m) FROM unnest($3::date[]) m) + 31) o WHERE o.reason IS NULL GROUP BY 1)
     SELECT m.month::text AS month, coalesce(s.state, 'open') AS state,
            (SELECT count(*)::int FROM agency_rows_that_count r
              WHERE r.grant_id = $1 AND r.organisation_id = $2 AND r.month = m.month) AS rows,
            coalesce(signed.ours, (SELECT coalesce(sum(d.amount), 0)::numeric(16,2)
               FROM ledger_days d JOIN ledger_accounts a ON a.id = d.account_id AND a.kind IN ('spent', 'unfunded')
               JOIN budget_lines l ON l.id = a.line_id
              WHERE l.grant_id = $1 AND l.organisation_id = $2 AND d.day < m.month + interval '1 month'))::text AS ours,
            coalesce(signed.theirs, (SELECT coalesce(sum(r.amount), 0)::numeric(16,2) FROM agency_rows_that_count r
              WHERE r.grant_id = $1 AND r.organisation_id = $2 AND r.month <= m.month))::text AS theirs,
            CASE WHEN signed.ours IS NULL THEN (SELECT coalesce(sum(open.items), 0)::int FROM open WHERE open.month <= m.month)
                 ELSE 0 END AS unexplained
       FROM unnest($3::date[]) AS m (month)
       LEFT JOIN agency_months s ON s.grant_id = $1 AND s.organisation_id = $2 AND s.month = m.month
       LEFT JOIN LATERAL (SELECT x.ours, x.theirs FROM agency_month_steps x
          WHERE s.signed_at IS NOT NULL AND x.grant_id = $1 AND x.organisation_id = $2 AND x.month = m.month AND x.step = 'signed'
          ORDER BY x.place DESC LIMIT 1) signed ON true
      ORDER BY m.month DESC`,
    [grantId, organisationId, shown],
  );
}

/** Signed months as stored, others as of now. */
export async function bridgeIn(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  month: CivilDate,
  state: MonthState,
): Promise<Bridge> {
  const key = [grantId, organisationId, month];
  if (state === 'signed' || state === 'unlocking') {
    const [signed] = await tx.query<{ bridge: BridgeRow[] }>(
      `SELECT (SELECT jsonb_agg(b || jsonb_build_object('amount', b->>'amount')) FROM jsonb_array_elements(s.bridge) b) AS bridge
         FROM agency_month_steps s WHERE grant_id = $1 AND organisation_id = $2 AND month = $3 AND step = 'signed'
        ORDER BY place DESC LIMIT 1`,
      key,
    );
    return bridgeOf(signed!.bridge);
  }
  return bridgeOf(
    await tx.query<BridgeRow>(
      'SELECT part, reason, items::int AS items, amount::text AS amount FROM agency_bridge($1, $2, $3)',
      [grantId, organisationId, lastDayOf(month)],
    ),
  );
}

async function openWhenSigned(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  month: CivilDate,
  state: MonthState,
): Promise<string | null> {
  if (state !== 'signed' && state !== 'unlocking') return null;
  const [row] = await tx.query<{ items: string }>(
    `SELECT open_items::text AS items FROM agency_month_steps
      WHERE grant_id = $1 AND organisation_id = $2 AND month = $3 AND step = 'signed' ORDER BY place DESC LIMIT 1`,
    [grantId, organisationId, month],
  );
  return row!.items;
}

async function statementIn(tx: Tx, where: AgencyOfGrant, month: CivilDate): Promise<Statement> {
  const key = [where.grantId, where.organisationId];
  const [agency] = await tx.query<
    Pick<Statement, 'grant' | 'currency' | 'code' | 'name' | 'lockedUntil' | 'mine'> & {
      startsOn: CivilDate;
      state: MonthState | null;
    }
  >(
    `SELECT g.code AS grant, g.currency, g.starts_on::text AS "startsOn", o.code, o.name, m.state,
            agency_locked_until(g.id, o.id)::text AS "lockedUntil", coalesce(m.waits_for_another_than = $4, false) AS mine
       FROM grant_shares s JOIN grants g ON g.id = s.grant_id JOIN organisations o ON o.id = s.organisation_id
       LEFT JOIN agency_months m ON m.grant_id = g.id AND m.organisation_id = o.id AND m.month = $3
      WHERE s.grant_id = $1 AND s.organisation_id = $2`,
    [...key, month, tx.actor.userId],
  );
  if (!agency || month < `${agency.startsOn.slice(0, 7)}-01` || month > tx.today) throw notFound();
  const state = agency.state ?? 'open';
  const lastDay = lastDayOf(month);
  const signed = await openWhenSigned(tx, where, month, state);
  const ours = await ourOpenItems(tx, where, lastDay, signed);
  const theirs = await theirOpenItems(tx, where, lastDay, signed);
  const isDone = agency.lockedUntil !== null && lastDay <= agency.lockedUntil;
  const { startsOn, ...known } = agency;
  return {
    ...known,
    ...where,
    month,
    lastDay,
    state,
    ours,
    theirs,
    isOver: lastDay < tx.today,
    isFirst: month <= startsOn,
    bridge: await bridgeIn(tx, where, month, state),
    proposals: isDone ? [] : proposalsFor(ours, theirs, { dayWindow: await dayWindowOf(tx) }),
    matches: await matchesIn(tx, where, month),
    files: await tx.query(
      `SELECT f.row_count AS rows, f.total::text AS total, f.brought_at AS at, localized_name(u.name, u.names) AS by, encode(f.digest, 'hex') AS digest
         FROM agency_files f JOIN users u ON u.id = f.brought_by
        WHERE f.grant_id = $1 AND f.organisation_id = $2 AND f.month = $3
          AND NOT EXISTS (SELECT 1 FROM agency_files_withdrawn w WHERE w.file_id = f.id) ORDER BY f.brought_at`,
      [...key, month],
    ),
    steps: await tx.query<MonthStepRow>(
      `SELECT s.step, s.reason, localized_name(u.name, u.names) AS by, u.name AS "plainBy", s.taken_at AS at FROM agency_month_steps s JOIN users u ON u.id = s.taken_by
        WHERE s.grant_id = $1 AND s.organisation_id = $2 AND s.month = $3 ORDER BY s.place`,
      [...key, month],
    ),
  };
}

/** Those with an item of the month on either side, the newest first. */
const matchesIn = (tx: Tx, { grantId, organisationId }: AgencyOfGrant, month: CivilDate) =>
  tx.query<MatchRow>(
    `SELECT m.id, m.how, m.entry_count AS entries, m.row_count AS rows, m.difference::text AS difference, m.reason,
            t.theirs::text AS theirs, (t.theirs + m.difference)::numeric(16,2)::text AS ours, t.references,
            localized_name(u.name, u.names) AS by, m.made_at AS at
       FROM ledger_matches m JOIN users u ON u.id = m.made_by
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(r.amount), 0)::numeric(16,2) AS theirs, string_agg(DISTINCT r.reference, ', ') AS references,
                coalesce(bool_or(r.month = $3), false) AS of_month
           FROM matched_rows x JOIN agency_rows r ON r.id = x.row_id WHERE x.match_id = m.id) t
      WHERE m.grant_id = $1 AND m.organisation_id = $2
        AND NOT EXISTS (SELECT 1 FROM ledger_partings p WHERE p.match_id = m.id)
        AND (t.of_month OR EXISTS (SELECT 1 FROM matched_entries x JOIN ledger_transactions e ON e.id = x.transaction_id
              WHERE x.match_id = m.id AND e.booked_on BETWEEN $3 AND $4))
      ORDER BY m.made_at DESC, m.id LIMIT ${MATCHES_SHOWN}`,
    [grantId, organisationId, month, lastDayOf(month)],
  );
