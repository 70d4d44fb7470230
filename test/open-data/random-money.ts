/**
 * The money of a grant at random: nights of houses, help to people, orders, partners, tranches, what was taken back and
 * what is confirmed late. Written behind the triggers; `stood_behind` says who really stood behind each document.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';

const BY = SETUP_ACTOR.userId;
const DONOR = randomUUID();
const AGENCY = randomUUID();

const GROUND = `
  INSERT INTO organisations (id, code, kind, name) VALUES ('${DONOR}', 'JTIP', 'donor', 'Bailleur'), ('${AGENCY}', 'IOM', 'agency', 'Agence');
  INSERT INTO organisations (id, code, kind, name)
    SELECT gen_random_uuid(), 'P' || n, 'partner', 'Partenaire ' || n FROM generate_series(1, 4) n;
  INSERT INTO suppliers (name) SELECT 'Fournisseur ' || n FROM generate_series(1, 7) n;
  INSERT INTO shelters (code_name, region, kind, receives)
    SELECT 'Maison ' || n, '04', 'emergency', '{woman}' FROM generate_series(1, 4) n;
  INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty)
    SELECT gen_random_uuid(), 'T-' || n, '2026-01-02', '${BY}', 'female', 30, 'declared' FROM generate_series(1, 6) n;
  INSERT INTO service_types (code, category, name, unit) VALUES ('psy', 'psychosocial', '{"fr":"x","ar":"x","en":"x"}', 'session');
  CREATE TABLE stood_behind (document uuid PRIMARY KEY, who text NOT NULL);`;

/** Those to whom money may go, once for all grants. */
export const thoseWhoArePaid = (admin: Client): Promise<unknown> =>
  admin.query(`BEGIN; ${GROUND} COMMIT;`);

export async function aGrantToPublish(admin: Client, code: string): Promise<string> {
  const grantId = randomUUID();
  await admin.query(
    `INSERT INTO grants (id, code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
     VALUES ($1, $2, '{"fr":"Essai","ar":"Essai","en":"Essai"}', '${DONOR}', 'USD', 1000000, 0.01, '2026-01-01', '2028-12-31', 'invented')`,
    [grantId, code],
  );
  await admin.query(
    `INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support) VALUES ($1, '${AGENCY}', 990000.00, 0.07, 925233.64, 64766.36)`,
    [grantId],
  );
  await admin.query(
    `WITH l AS (
       INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
       SELECT $1, '${AGENCY}', n::text, jsonb_build_object('fr', n::text, 'ar', n::text, 'en', n::text), 1, n, 'f' FROM generate_series(1, 6) n RETURNING id)
     INSERT INTO ledger_accounts (grant_id, kind, line_id) SELECT $1, k, l.id FROM l, (VALUES ('spent'), ('unfunded')) k (k)`,
    [grantId],
  );
  await admin.query(
    `INSERT INTO ledger_accounts (grant_id, kind) SELECT $1, k FROM (VALUES ('funds'), ('advance')) k (k)
      WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.grant_id = $1 AND a.kind = k)`,
    [grantId],
  );
  return grantId;
}

type Chance = (below: number) => number;
interface Booked {
  readonly id: string;
  readonly kind: string;
  readonly account: string;
  readonly cents: number;
  readonly who: string;
  readonly owner: { readonly column: string; readonly id: string } | null;
}

export class RandomMoney {
  private readonly booked: Booked[] = [];
  readonly done = new Map<string, number>();

  constructor(
    private readonly admin: Client,
    private readonly grantId: string,
    private readonly random: Chance,
  ) {}

  /** One thing that happens on a day. */
  async happens(day: string): Promise<void> {
    const acts = [
      () => this.night(day),
      () => this.help(day),
      () => this.help(day),
      () => this.order(day),
      () => this.order(day),
      () => this.order(day),
      () => this.advance(day),
      () => this.advance(day),
      () => this.partner(day, 'refund'),
      () => this.partner(day, 'liquidation'),
      () => this.partner(day, 'reimbursement'),
      () => this.instalment(day),
      () => this.agreement(day),
      () => this.donor(day),
      () => this.takeBack(day),
      () => this.unknown(day),
    ];
    await this.admin.query('BEGIN; SET LOCAL session_replication_role = replica');
    await acts[this.random(acts.length)]!();
    await this.admin.query('COMMIT');
  }

  private count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  private async pick(table: string, where = 'true'): Promise<string> {
    const { rows } = await this.admin.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${where} ORDER BY id`,
    );
    return rows[this.random(rows.length)]!.id;
  }

  /** Mostly a category with much in it; now and then one with little. */
  private line = () =>
    this.pick(
      'ledger_accounts',
      `kind = 'spent' AND grant_id = '${this.grantId}' AND line_id IN
         (SELECT id FROM budget_lines WHERE unsdg_category ${this.random(4) === 0 ? '> 2' : '<= 2'})`,
    );
  private cents = () => 1 + this.random(this.random(5) === 0 ? 900_000 : 90_000);

  private async book(
    kind: string,
    sourceId: string,
    day: string,
    {
      account,
      cents,
      who,
      owner = null,
      reverses = null,
    }: Omit<Booked, 'id' | 'kind' | 'owner'> & {
      owner?: Booked['owner'];
      reverses?: string | null;
    },
  ): Promise<void> {
    const id = randomUUID();
    const columns = owner ? `, ${owner.column}` : '';
    await this.admin.query(
      `INSERT INTO ledger_transactions (id, grant_id, source_kind, source_id, booked_on, fact_on, posted_by, reverses${columns})
       VALUES ($1, $2, $3, $4, $5, $5, $6, $7${owner ? ', $8' : ''})`,
      [id, this.grantId, kind, sourceId, day, BY, reverses, ...(owner ? [owner.id] : [])],
    );
    const funds = await this.pick(
      'ledger_accounts',
      `kind = 'funds' AND grant_id = '${this.grantId}'`,
    );
    await this.admin.query(
      `INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
       SELECT $1, a, x, x, 'USD', 1, $5 FROM (VALUES ($2::uuid, $3::numeric), ($4::uuid, -$3::numeric)) e (a, x)`,
      [id, account, (cents / 100).toFixed(2), funds, day],
    );
    await this.admin.query('INSERT INTO stood_behind VALUES ($1, $2)', [id, who]);
    this.booked.push({ id, kind, account, cents, who, owner });
    this.count(kind);
  }

  private async night(day: string): Promise<void> {
    const shelter = await this.pick('shelters');
    const booking = randomUUID();
    await this.admin.query(
      `INSERT INTO bookings (id, bed_id, shelter_id, nights, state, checked_in_at, created_by)
       VALUES ($1, gen_random_uuid(), $2, daterange($3::date, $3::date + 1), 'ended', $3::date + time '20:00', $4)`,
      [booking, shelter, day, BY],
    );
    const entry = { account: await this.line(), cents: this.cents(), who: `house ${shelter}` };
    await this.book('bed-night', `${booking}/${day}`, day, entry);
  }

  private async help(day: string): Promise<void> {
    const person = await this.pick('cases');
    const service = randomUUID();
    await this.admin.query(
      `INSERT INTO services (id, case_id, type_code, given_on, recorded_by) VALUES ($1, $2, 'psy', $3, $4)`,
      [service, person, day, BY],
    );
    const entry = { account: await this.line(), cents: this.cents(), who: `person ${person}` };
    await this.book('service', service, day, entry);
  }

  private async commitment(day: string, supplier: string): Promise<string> {
    const id = randomUUID();
    await this.admin.query(
      `INSERT INTO commitments (id, grant_id, line_id, supplier_id, purpose, amount, currency, estimate, starts_on, ends_on, made_by)
       VALUES ($1, $2, gen_random_uuid(), $3, 'essai', 1, 'USD', 1, $4, $4, $5)`,
      [id, this.grantId, supplier, day, BY],
    );
    return id;
  }

  private async order(day: string): Promise<void> {
    const supplier = await this.pick('suppliers');
    const id = await this.commitment(day, supplier);
    const entry = { account: await this.line(), cents: this.cents(), who: `supplier ${supplier}` };
    await this.book('invoice', randomUUID(), day, {
      ...entry,
      owner: { column: 'commitment_id', id },
    });
  }

  /** Of somebody's plan: the person, whatever they were bought, and by whom. */
  private async instalment(day: string): Promise<void> {
    const person = await this.pick('cases');
    const id = await this.commitment(day, await this.pick('suppliers'));
    await this.admin.query(
      `INSERT INTO return_plan_requests (id, case_id, track_id, item_id, commitment_id, by)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), $2, $3)`,
      [person, id, BY],
    );
    const entry = { account: await this.line(), cents: this.cents(), who: `person ${person}` };
    await this.book('invoice', randomUUID(), day, {
      ...entry,
      owner: { column: 'commitment_id', id },
    });
  }

  /** An agreement is confirmed on this day, and begins on it or half a year before. */
  private async agreement(day: string): Promise<string> {
    const partner = await this.pick('organisations', `kind = 'partner'`);
    const id = randomUUID();
    const [currency, days] = [this.random(3) === 0 ? 'MAD' : 'USD', this.random(2) * 180];
    await this.admin.query(
      `INSERT INTO agreements (id, grant_id, organisation_id, reference, starts_on, ends_on, entered_by, amount, currency)
       VALUES ($1::uuid, $2, $3, $1::text, $4::date - $7::int, '2028-12-31', $5, $6, '${currency}')`,
      [id, this.grantId, partner, day, BY, (this.cents() / 100).toFixed(2), days],
    );
    await this.admin.query(
      `INSERT INTO agreement_confirmations (agreement_id, confirmed_by) VALUES ($1, $2)`,
      [id, BY],
    );
    await this.admin.query('INSERT INTO stood_behind VALUES ($1, $2)', [id, `partner ${partner}`]);
    this.count(days > 0 ? 'late agreement' : 'agreement');
    return id;
  }

  private async partner(day: string, kind: string): Promise<void> {
    const id = await this.agreement(day);
    const { rows } = await this.admin.query<{ who: string }>(
      'SELECT who FROM stood_behind WHERE document = $1',
      [id],
    );
    const inLine = kind === 'liquidation' || kind === 'reimbursement';
    const account = inLine
      ? await this.line()
      : await this.pick('ledger_accounts', `kind = 'advance' AND grant_id = '${this.grantId}'`);
    const cents = this.cents() * (kind === 'refund' ? -1 : 1);
    const owner = { column: 'agreement_id', id };
    await this.book(kind, randomUUID(), day, { account, cents, who: rows[0]!.who, owner });
  }
  private advance = (day: string) => this.partner(day, 'advance');

  private async donor(day: string): Promise<void> {
    await this.admin.query(
      `INSERT INTO donor_money (grant_id, kind, amount, on_day, reference, entered_by)
       VALUES ($1, $2, $3, $4::date - $5::int, 'virement', $6)`,
      [
        this.grantId,
        this.random(4) === 0 ? 'returned' : 'received',
        (this.cents() / 100).toFixed(2),
        day,
        this.random(2) * 120,
        BY,
      ],
    );
    this.count('donor');
  }

  private async takeBack(day: string): Promise<void> {
    const one = this.booked[this.random(Math.max(1, this.booked.length))];
    if (!one || one.kind === 'reversal') return;
    await this.book('reversal', one.id, day, { ...one, cents: -one.cents, reverses: one.id });
    this.booked.splice(this.booked.indexOf(one), 1);
  }

  private async unknown(day: string): Promise<void> {
    const id = randomUUID();
    const entry = { account: await this.line(), cents: this.cents(), who: `document ${id}` };
    await this.book('correction', id, day, entry);
  }
}
