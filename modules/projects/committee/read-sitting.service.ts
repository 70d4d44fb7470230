import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { settingOf } from '../../plans';
import { inOneStatement } from '../../platform/database/in-one-statement';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Project } from '../pages/read-project.service';
import { ReadProject } from '../pages/read-project.service';
import { ProjectRecords } from '../project-records.service';
import { type Criterion, type Score, type ProjectScore, scoreProject } from './scoring.rules';
import { listCriteria } from './sittings.service';

interface CommitteeMember {
  readonly userId: string;
  readonly name: string;
}
interface MemberStatus {
  readonly projectId: string;
  readonly userId: string;
  readonly scored: boolean;
  readonly recused: boolean;
  readonly conflict: boolean;
}
interface ScoreRow extends Score {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly reason: string | null;
}
export interface AgendaItem {
  readonly project: Project;
  readonly planId: string;
  readonly members: readonly (CommitteeMember & Omit<MemberStatus, 'projectId' | 'userId'>)[];
  /** Scores of the reader; those of others only after the reader has scored or the decision was made. */
  readonly scores: readonly ScoreRow[];
  readonly result: ProjectScore;
  readonly sees: boolean;
  readonly mayScore: boolean;
  readonly mayDecide: boolean;
  readonly decided: Project['decisions'][number] | null;
}
export interface Sitting {
  readonly id: string;
  readonly on: CivilDate;
  readonly chair: string;
  readonly seats: readonly CommitteeMember[];
  readonly criteria: readonly Criterion[];
  readonly agenda: readonly AgendaItem[];
  readonly quorum: number;
  readonly today: CivilDate;
}
export interface SittingRow {
  readonly id: string;
  readonly on: CivilDate;
  readonly chair: string;
  readonly members: number;
}

const ROWS = inOneStatement({
  sitting: `SELECT t.id, t.held_on AS "on", t.chair_id AS "chairId", localized_name(u.name, u.names) AS chair FROM project_sittings t JOIN users u ON u.id = t.chair_id
     WHERE t.id = $1 AND t.id = ANY (project_sittings_read())`,
  seats: `SELECT s.user_id AS "userId", localized_name(u.name, u.names) AS name FROM project_seats s JOIN users u ON u.id = s.user_id WHERE s.sitting_id = $1 ORDER BY localized_name(u.name, u.names), u.id`,
  agenda: `SELECT g.project_id AS "projectId", g.plan_id AS "planId" FROM project_agendas g WHERE g.sitting_id = $1 ORDER BY g.place`,
  standing: `SELECT s.project_id AS "projectId", s.user_id AS "userId", s.scored, s.recused, s.conflict FROM project_member_status($1) s`,
  scores: `SELECT s.id, s.project_id AS "projectId", s.user_id AS "userId", localized_name(u.name, u.names) AS name, s.criterion, s.points, s.reason FROM project_scores s
     JOIN users u ON u.id = s.user_id WHERE s.sitting_id = $1 ORDER BY localized_name(u.name, u.names), s.user_id`,
});

/** A sitting as one of its members sees it: what is before it, and of the scores what is theirs to see. */
@Injectable()
export class ReadSitting {
  constructor(
    private readonly project: ProjectRecords,
    private readonly read: ReadProject,
  ) {}

  all(actor: Actor): Promise<SittingRow[]> {
    return this.project.run(actor, (tx) => sittingsIn(tx));
  }

  of(actor: Actor, id: string): Promise<Sitting> {
    return this.project.run(actor, (tx) => this.ofIn(tx, id));
  }

  async ofIn(tx: Tx, id: string): Promise<Sitting> {
    const [rows] = await tx.query<{
      sitting: [{ id: string; on: CivilDate; chairId: string; chair: string }?];
      seats: CommitteeMember[];
      agenda: { projectId: string; planId: string }[];
      standing: MemberStatus[];
      scores: ScoreRow[];
    }>(ROWS, [id]);
    const { sitting, seats, agenda, standing, scores } = rows!;
    const [head] = sitting;
    if (!head) throw notFound();
    const criteria = await listCriteria(tx, head.on);
    const found: AgendaItem[] = [];
    for (const { projectId, planId } of agenda) {
      const project = await this.read.ofIn(tx, projectId);
      const open = await this.project.opener(tx, projectId, scores);
      const mine = scores
        .filter((one) => one.projectId === projectId)
        .map((one) => ({ ...one, reason: open('project_scores', 'reason', one.id, one.reason) }));
      const stands = standing.filter((one) => one.projectId === projectId);
      const recused = stands.filter((one) => one.recused).map(({ userId }) => userId);
      const own = stands.find(({ userId }) => userId === tx.actor.userId);
      const decided = project.decisions.find(({ sittingId }) => sittingId === id) ?? null;
      const free = own !== undefined && !own.conflict && !own.recused && decided === null;
      const begun = head.on <= tx.today && project.state === 'submitted';
      found.push({
        project,
        planId,
        decided,
        scores: mine,
        result: scoreProject(criteria, mine, recused),
        members: seats.map((seat) => {
          const one = stands.find(({ userId }) => userId === seat.userId);
          return {
            ...seat,
            scored: one?.scored === true,
            recused: one?.recused === true,
            conflict: one?.conflict === true,
          };
        }),
        sees: decided !== null || own?.scored === true,
        mayScore: free && begun && !own.scored,
        mayDecide: free && begun && head.chairId === tx.actor.userId,
      });
    }
    await record(tx, {
      action: 'projects.read_sitting',
      kind: 'project_sitting',
      ids: [id, ...agenda.map(({ projectId }) => projectId)],
    });
    const quorum = await settingOf(tx, 'project_quorum', 3);
    const { on, chair } = head;
    return { id, on, chair, seats, criteria, agenda: found, quorum, today: tx.today };
  }
}

/** Those where the reader sits, or that they called. */
const sittingsIn = (tx: Tx): Promise<SittingRow[]> =>
  tx.query<SittingRow>(
    `SELECT t.id, t.held_on::text AS "on", localized_name(u.name, u.names) AS chair, (SELECT count(*)::int FROM project_seats s WHERE s.sitting_id = t.id) AS members
       FROM project_sittings t JOIN users u ON u.id = t.chair_id WHERE t.id = ANY (project_sittings_read()) ORDER BY t.held_on DESC, t.place DESC LIMIT 100`,
  );
