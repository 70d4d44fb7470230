import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { CaseSeals } from '../../beneficiaries';
import { Lists, type Labels, labelsSql } from '../../reference-lists';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import { MOST_NIGHTS, type ExtensionDto, type StayLimitDto } from '../dto/length.dto';
import { loadBooking, mustAnswerFor } from './booking-steps.queries';

export interface StayLength {
  readonly began: CivilDate;
  /** Null where the house sets no limit. */
  readonly limit: number | null;
  readonly extended: number;
  readonly endsOn: CivilDate | null;
  readonly nights: number;
  readonly left: number | null;
  readonly extensions: readonly Extension[];
}
export interface Extension {
  readonly id: string;
  readonly nights: number;
  readonly labels: Labels;
  readonly note: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
  /** The actor made the request and cannot decide it. */
  readonly mine: boolean;
}

const place = (row: string) => ({ table: 'stay_extensions', column: 'sealed', row });

/** How long somebody may stay, and more nights: asked by one, approved by another, counted. */
@Injectable()
export class StayLengths {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly seals: CaseSeals,
  ) {}

  of(actor: Actor, bookingId: string): Promise<StayLength> {
    return this.transactions.run(actor, async (tx) => {
      await loadBooking(tx, bookingId);
      return this.ofIn(tx, bookingId);
    });
  }

  async ofIn(tx: Tx, bookingId: string): Promise<StayLength> {
    const [length] = await tx.query<Omit<StayLength, 'extensions'>>(
      `SELECT s.began::text AS began, s.limit_nights AS "limit", s.extended, s.ends_on::text AS "endsOn",
              greatest(mawa_tonight() - s.began, 0) AS nights, s.ends_on - mawa_tonight() AS left
         FROM stay_length($1) s`,
      [bookingId],
    );
    return { ...length!, extensions: await this.extensionsOf(tx, bookingId) };
  }

  ask(actor: Actor, bookingId: string, body: ExtensionDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'stays.extend', body: { bookingId, ...body }, requestId: repeatId },
      (tx) => this.askIn(tx, bookingId, body),
    );
  }

  /** Nights of a planned stay beyond the shelter's longest stay; null if there are none. */
  async askPastIn(
    tx: Tx,
    bookingId: string,
    on: CivilDate,
    asked: { readonly why: string; readonly note?: string },
  ): Promise<string | null> {
    const { endsOn } = await this.ofIn(tx, bookingId);
    if (endsOn === null || on <= endsOn) return null;
    if (!may(tx.actor, 'stays:extend')) throw new DomainError('forbidden', 'access.not_yours');
    const nights = daysBetween(endsOn, on);
    if (nights > MOST_NIGHTS) {
      throw new DomainError('invalid', 'stays.extend_at_most', { most: MOST_NIGHTS }, 'on');
    }
    const { id } = await this.askIn(tx, bookingId, { ...asked, nights });
    return id;
  }

  private async askIn(tx: Tx, bookingId: string, { nights, why, note }: ExtensionDto) {
    const stay = await loadBooking(tx, bookingId);
    await mustAnswerFor(tx, stay);
    if (stay.state !== 'stay') throw new DomainError('conflict', 'stays.extend_a_stay');
    const { limit } = await this.ofIn(tx, bookingId);
    if (limit === null) throw new DomainError('conflict', 'stays.no_limit_here');
    const version = await this.lists.chosenFrom(tx, 'extension_reasons', why, 'why');
    const id = randomUUID();
    const sealed = note ? await this.seals.sealText(tx, stay.caseId!, place(id), note) : null;
    await asOne(() =>
      tx.query(
        `INSERT INTO stay_extensions (id, booking_id, case_id, nights, reason, list_version, sealed, asked_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, mawa_actor())`,
        [id, bookingId, stay.caseId, nights, why, version, sealed],
      ),
    );
    await tx.query(
      `SELECT add_task('extension_asked', $1, $2, 'shelter_manager', NULL, mawa_now())`,
      [stay.caseId, bookingId],
    );
    await record(tx, { action: 'stays.extend_ask', kind: 'booking', ids: [bookingId] });
    return { id };
  }

  /** Decides a request; never by its author (also a constraint of the table). */
  decide(
    actor: Actor,
    id: string,
    decision: 'approved' | 'refused',
    repeatId: string | null = null,
  ) {
    return this.transactions.once(
      actor,
      { useCase: 'stays.decide', body: { id, decision }, requestId: repeatId },
      (tx) => this.decideIn(tx, id, decision),
    );
  }

  private async decideIn(tx: Tx, id: string, decision: 'approved' | 'refused') {
    const [row] = await tx.query<{ bookingId: string; decided: boolean; mine: boolean }>(
      `SELECT booking_id AS "bookingId", decision IS NOT NULL AS decided, asked_by = mawa_actor() AS mine
           FROM stay_extensions WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!row) throw notFound();
    if (row.decided) throw new DomainError('conflict', 'stays.extension_decided');
    if (row.mine) throw new DomainError('forbidden', 'stays.extension_by_another');
    await mustAnswerFor(tx, await loadBooking(tx, row.bookingId));
    await tx.query(
      'UPDATE stay_extensions SET decision = $2, decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1',
      [id, decision],
    );
    const kinds = decision === 'approved' ? ['extension_asked', 'stay_limit'] : ['extension_asked'];
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
          WHERE kind = ANY ($1) AND subject_id IN (SELECT stay_chain($2)) AND done_at IS NULL`,
      [kinds, row.bookingId],
    );
    await record(tx, { action: `stays.extend_${decision}`, kind: 'booking', ids: [row.bookingId] });
    return { id, decision, bookingId: row.bookingId };
  }

  /** Another limit from a day on; what held before stays in its row. */
  setLimit(actor: Actor, shelterId: string, { nights = null, from }: StayLimitDto) {
    return this.transactions.run(actor, async (tx) => {
      const [shelter] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [shelterId]);
      if (!shelter) throw notFound();
      const day = from ?? tx.today;
      if (day < tx.today) throw new DomainError('invalid', 'stays.limit_in_the_past', {}, 'from');
      const later = await tx.query(
        'SELECT 1 FROM shelter_stay_limits WHERE shelter_id = $1 AND lower(valid) >= $2::date',
        [shelterId, day],
      );
      if (later.length > 0) throw new DomainError('conflict', 'stays.limit_is_set', { from: day });
      await tx.query(
        `UPDATE shelter_stay_limits SET valid = daterange(lower(valid), $2::date)
          WHERE shelter_id = $1 AND valid @> $2::date`,
        [shelterId, day],
      );
      await tx.query(
        `INSERT INTO shelter_stay_limits (shelter_id, valid, nights, by) VALUES ($1, daterange($2::date, NULL), $3, mawa_actor())`,
        [shelterId, day, nights],
      );
      await record(tx, { action: 'shelters.limit', kind: 'shelter', ids: [shelterId] });
      return { shelterId, nights, from: day };
    });
  }

  private async extensionsOf(tx: Tx, bookingId: string): Promise<Extension[]> {
    const rows = await tx.query<
      Omit<Extension, 'note'> & { sealed: Buffer | null; caseId: string }
    >(
      `SELECT e.id, e.nights, ${labelsSql('extension_reasons', 'e.list_version', 'e.reason')} AS labels, e.sealed, e.case_id AS "caseId",
              localized_name(a.name, a.names) AS "askedBy", e.asked_at AS "askedAt", e.decision, localized_name(d.name, d.names) AS "decidedBy", e.asked_by = mawa_actor() AS mine
         FROM stay_extensions e JOIN users a ON a.id = e.asked_by LEFT JOIN users d ON d.id = e.decided_by
        WHERE e.booking_id IN (SELECT stay_chain($1)) ORDER BY e.asked_at, e.id`,
      [bookingId],
    );
    const sealed = rows.filter((row) => row.sealed !== null);
    const texts = await this.seals.openTexts(
      tx,
      sealed.map((row) => ({ caseId: row.caseId, place: place(row.id), sealed: row.sealed! })),
    );
    const notes = new Map(sealed.map(({ id }, index) => [id, texts[index] ?? null]));
    return rows.map(({ sealed: _sealed, caseId: _caseId, ...row }) => ({
      ...row,
      note: notes.get(row.id) ?? null,
    }));
  }
}

async function asOne<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (constraintOf(error) !== 'stay_extensions_one_open') throw error;
    throw new DomainError('conflict', 'stays.extension_waits');
  }
}
