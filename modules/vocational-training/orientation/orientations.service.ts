import { Injectable } from '@nestjs/common';
import { isCode, Lists, type OwnedListName } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type Session, sessionsIn } from '../courses/courses.queries';
import { type Proposal, rankOffers, type Wishes } from './ranking.rules';
import { PersonRecords } from '../../beneficiaries';
import { tradesVersionFor } from '../trades.queries';
import { mustNotBeInFuture } from '../training.errors';

export interface NewOrientation extends Partial<Omit<Wishes, 'trades'>> {
  readonly on: CivilDate;
  /** Codes of the list training_trades. */
  readonly trades?: readonly string[];
  /** Sealed under the person's key. */
  readonly note?: string | null;
}

export const CHOICES = ['session', 'later', 'none'] as const;
export interface NewChoice {
  readonly on: CivilDate;
  readonly choice: (typeof CHOICES)[number];
  readonly sessionId?: string | null;
  readonly note?: string | null;
}

/** As far ahead as sessions are proposed. */
export const AHEAD_DAYS = 400;

/** Vocational orientation: wishes and abilities, ranked sessions with reasons, and the person's choice. */
@Injectable()
export class Orientations {
  constructor(
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  note(
    actor: Actor,
    caseId: string,
    given: NewOrientation,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.file.once(actor, 'training.orient', { caseId, ...given }, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      await mustBeOpen(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      const { interests = [], languages = [], experience = [], needs = [], avoids = [] } = given;
      const schooling = given.schooling ?? null;
      const trades = [...new Set(given.trades)];
      const row = {
        on_day: given.on,
        interests: [...interests],
        trades,
        schooling,
        languages: [...languages],
        experience: [...experience],
        needs: [...needs],
        avoids: [...avoids],
        trades_version: await tradesVersionFor(tx, this.lists, trades, 'trades'),
        fields_version: await this.versionOf(tx, 'isced_fields', interests, 'interests'),
        levels_version: await this.versionOf(
          tx,
          'isced_levels',
          schooling === null ? [] : [schooling],
          'schooling',
        ),
        occupations_version: await this.versionOf(
          tx,
          'occupation_groups',
          experience,
          'experience',
        ),
      };
      mustBeCodes('languages', languages, 'languages');
      mustBeCodes('regions', avoids, 'avoids');
      const id = await this.file.insert(tx, 'training_orientations', caseId, row, given.note);
      await this.file.record(tx, 'training.orient', [caseId, id]);
      return { id };
    });
  }

  choose(
    actor: Actor,
    caseId: string,
    orientationId: string,
    given: NewChoice,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, orientationId, ...given };
    return this.file.once(actor, 'training.choose', body, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      await mustBeOpen(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      const [orientation] = await tx.query<{ caseId: string }>(
        `SELECT case_id AS "caseId" FROM training_orientations
          WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
        [caseId, orientationId],
      );
      if (!orientation) throw notFound();
      const sessionId = given.choice === 'session' ? (given.sessionId ?? null) : null;
      if (given.choice === 'session') await mustBeProposed(tx, sessionId);
      const id = await this.file.insert(
        tx,
        'training_choices',
        orientation.caseId,
        {
          orientation_id: orientationId,
          on_day: given.on,
          choice: given.choice,
          session_id: sessionId,
        },
        given.note,
      );
      await this.file.record(tx, 'training.choose', [caseId, id], [given.choice]);
      return { id };
    });
  }

  /** Open sessions, ranked for these wishes. */
  async proposalsIn(tx: Tx, wishes: Wishes): Promise<Proposal<Session & OfferFacts>[]> {
    const sessions = await sessionsIn(tx, { from: tx.today, until: addDays(tx.today, AHEAD_DAYS) });
    return rankOffers(
      wishes,
      sessions.filter(isNotCancelled).map((session) => ({ ...session, ...factsOf(session) })),
    );
  }

  /** The version that all of these are chosen from today. */
  private async versionOf(
    tx: Tx,
    list: OwnedListName,
    codes: readonly string[],
    field: string,
  ): Promise<number> {
    const { version, items } = (await this.lists.inForce(tx, [list]))[list];
    const known = (code: string) => items.some((item) => item.code === code && !item.retired);
    if (!codes.every(known)) throw new DomainError('invalid', 'common.not_choice', {}, field);
    return version;
  }
}

/** Whether the session still takes place: one that was called off is proposed to nobody. */
export const isNotCancelled = ({ cancelled }: Session): boolean => cancelled === null;

type OfferFacts = ReturnType<typeof factsOf>;
export const factsOf = ({ course }: Session) => ({
  field: course.field,
  trade: course.trade,
  buildsOn: course.buildsOn,
  language: course.language,
  access: course.access,
  childCare: course.childCare,
  strenuous: course.strenuous,
});

/** Nothing begins on a closed file; it stays open until the end of the transaction. */
async function mustBeOpen(tx: Tx, caseId: string): Promise<void> {
  const [row] = await tx.query<{ closedOn: string | null }>(
    'SELECT mawa_closed_on($1)::text AS "closedOn"',
    [caseId],
  );
  if (row!.closedOn !== null) throw new DomainError('conflict', 'training.case_closed');
}

async function mustBeProposed(tx: Tx, sessionId: string | null): Promise<void> {
  const [session] = sessionId ? await sessionsIn(tx, { ids: [sessionId] }) : [];
  if (!session) throw new DomainError('invalid', 'training.which_session', {}, 'sessionId');
  if (!isNotCancelled(session)) {
    throw new DomainError('conflict', 'training.session_cancelled', {}, 'sessionId');
  }
}

function mustBeCodes(list: 'languages' | 'regions', codes: readonly string[], field: string): void {
  if (!codes.every((code) => isCode(list, code))) {
    throw new DomainError('invalid', 'common.not_choice', {}, field);
  }
}
