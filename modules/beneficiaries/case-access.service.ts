import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { openTeams, type Team } from '../access';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { translateGateErrors, callGate, mustAnswerFor } from './access/gate.errors';
import { People } from './people.service';

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** Handing a case to a colleague and ending that; the gate in the database checks the actor's right. */
@Injectable()
export class CaseAccess {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** `until` is the last day; without one the colleague keeps the case until it is ended. */
  assign(
    actor: Actor,
    caseId: string,
    userId: string,
    until: CivilDate | null = null,
  ): Promise<void> {
    return this.transactions.run(actor, (tx) => this.assignIn(tx, caseId, userId, until));
  }

  /** Gives the case to a team, as to a colleague: its members then have access. */
  assignToTeam(
    actor: Actor,
    caseId: string,
    teamId: string,
    until: CivilDate | null = null,
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await mustAnswerFor(tx, this.people, caseId);
      if (!(await openTeams(tx)).some(({ id }) => id === teamId)) {
        throw new DomainError('invalid', 'case-access.no_such_team', {}, 'teamId');
      }
      await this.grantIn(tx, { caseId, kind: 'team', principalId: teamId, until });
    });
  }

  /** To which a case can be assigned. */
  teams(actor: Actor): Promise<Team[]> {
    return this.transactions.run(actor, openTeams);
  }

  /** `userId`: a colleague's or a team's. */
  end(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, (tx) => this.endIn(tx, caseId, userId));
  }

  /** The colleague takes the case over with the actor's tasks about it, and the actor's own access ends: all or none. */
  handOver(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      if (userId === actor.userId) {
        throw new DomainError('invalid', 'case-access.to_yourself', {}, 'userId');
      }
      await this.assignIn(tx, caseId, userId, null);
      await callGate(tx, 'hand_over_tasks($1, $2)', [caseId, userId]);
      await this.endIn(tx, caseId, actor.userId);
      await record(tx, { action: 'people.hand_over', kind: 'case', ids: [caseId, userId] });
    });
  }

  /** Colleagues to whom a case can be handed over. */
  colleagues(actor: Actor): Promise<Colleague[]> {
    return this.transactions.run(actor, async (tx) =>
      (await colleaguesOf(tx)).filter(({ id }) => id !== actor.userId),
    );
  }

  /** The instant at which the day after the last one begins. */
  endOf(day: CivilDate, { today }: Tx, field = 'until'): string {
    if (day < today) throw new DomainError('invalid', 'case-access.until_past', {}, field);
    const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
    return new Date(midnight - this.env.MAWA_OFFSET_MINUTES * 60_000).toISOString();
  }

  private async assignIn(tx: Tx, caseId: string, userId: string, until: CivilDate | null) {
    await mustAnswerFor(tx, this.people, caseId);
    const [colleague] = await colleaguesOf(tx, userId);
    if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, 'userId');
    await this.grantIn(tx, { caseId, kind: 'user', principalId: userId, until });
  }

  private async grantIn(
    tx: Tx,
    {
      caseId,
      kind,
      principalId,
      until,
    }: { caseId: string; kind: 'user' | 'team'; principalId: string; until: CivilDate | null },
  ) {
    await translateGateErrors(() =>
      tx.query('SELECT grant_access($1, $2, $3, $4)', [
        caseId,
        kind,
        principalId,
        until === null ? null : this.endOf(until, tx),
      ]),
    );
    await record(tx, { action: 'people.assign', kind: 'case', ids: [caseId, principalId] });
  }

  private async endIn(tx: Tx, caseId: string, userId: string): Promise<void> {
    await mustAnswerFor(tx, this.people, caseId);
    const ended = await callGate(tx, 'end_access($1, $2)', [caseId, userId]);
    if (ended === 0) throw new DomainError('conflict', 'case-access.nothing_to_end');
    await record(tx, { action: 'people.end_access', kind: 'case', ids: [caseId, userId] });
  }
}

export const colleaguesOf = (tx: Tx, userId: string | null = null): Promise<Colleague[]> =>
  tx.query<Colleague>(
    `SELECT u.id, localized_name(u.name, u.names) AS name FROM users u
      WHERE u.active AND NOT u.system AND NOT u.service AND ($1::uuid IS NULL OR u.id = $1)
        AND EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id AND r.opens_cases
              AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
      ORDER BY localized_name(u.name, u.names), u.id`,
    [userId],
  );
