import { Injectable } from '@nestjs/common';
import { CASE_PARTS, maySeePart } from '../access';
import { recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type CaseAlert, CaseAlerts, type CaseNotices } from './case-alerts.service';
import { type CaseHeader, CaseHeaders } from './case-header.service';
import { CaseTimeline, type TimelineEntry } from './case-timeline.service';
import {
  exploitationOf,
  familyOf,
  keptApartFrom,
  partsOf,
  type PersonRow,
  type RelativeRow,
  readCaseStatus,
} from './people.queries';
import type { AgeRange } from './person.rules';
import { ageInClear } from './registration.rules';
import { type FileName, filesOf, type JoinedFile, joinsOf } from './person-files.queries';
import { coupleAlertOf } from './links/couple-alert.queries';
import { People } from './people.service';
import { stageChangesOf, type StageChangeRow } from './stage.queries';
import type { Stage } from './stage.rules';
import { Stages } from './stages.service';

export interface OpenTask {
  readonly kind: string;
  readonly dueAt: Date;
  readonly overdue: boolean;
}

export interface CaseFile extends PersonRow {
  /** Completed years today, from what is known in clear; a range where the day is not. */
  readonly age: AgeRange | null;
  readonly relation: string | null;
  readonly family: readonly RelativeRow[];
  readonly exploitation: Record<'acts' | 'means' | 'purposes', string[]>;
  readonly stages: readonly StageChangeRow[];
  /** Those that the actor's role may write down. */
  readonly nextStages: readonly Stage[];
  readonly keptApart: readonly { id: string; caseNumber: string }[];
  /** A couple of which one is a child, or may be; of those that the actor sees. */
  readonly coupleAlert: 'child' | 'perhaps' | null;
  /** From which network is read on the page of links. */
  readonly apartFromNetwork: boolean;
  readonly tasks: readonly OpenTask[];
  /** Parts of the case that the actor may read. */
  readonly parts: readonly string[];
  /** Parts that the actor may also write. */
  readonly writes: readonly string[];
  /** Open to named people alone. */
  readonly restricted: boolean;
  /** Alerts of other modules. */
  readonly alerts: readonly CaseAlert[];
  /** Id of the duplicate pair, where the actor was notified that this person may be registered under another number. */
  readonly perhapsKnown: string | null;
  /** Numbers under which organisations kept the person before Mawa. */
  readonly earlierNumbers: readonly string[];
  /** Continuing case, if this one was joined to it: no new entries are written here. */
  readonly joinedTo: FileName | null;
  /** Files of the same person that were joined to this one. */
  readonly joined: readonly JoinedFile[];
}

/** All that may be seen of one person without showing who it is. */
@Injectable()
export class CaseFiles {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly timeline: CaseTimeline,
    private readonly stages: Stages,
    private readonly alerts: CaseAlerts,
    private readonly headers: CaseHeaders,
  ) {}

  of(actor: Actor, caseId: string): Promise<CaseFile> {
    return this.transactions.run(actor, async (tx) =>
      this.ofIn(tx, caseId, await filesOf(tx, caseId)),
    );
  }

  withTimeline(
    actor: Actor,
    caseId: string,
  ): Promise<{
    file: CaseFile;
    header: CaseHeader | null;
    timeline: TimelineEntry[];
    today: CivilDate;
  }> {
    return this.transactions.run(actor, async (tx) => {
      const files = await filesOf(tx, caseId);
      const notices = await this.alerts.of(tx, caseId);
      const file = await this.ofIn(tx, caseId, files, notices);
      const header = await this.headers.of(tx, caseId, notices);
      return { file, header, timeline: await this.timeline.of(tx, files), today: tx.today };
    });
  }

  /** Reads the file of a person with all joined cases. */
  async ofIn(
    tx: Tx,
    caseId: string,
    files: readonly string[],
    notices?: CaseNotices,
  ): Promise<CaseFile> {
    const person = await this.people.find(tx, caseId);
    await recordReading(tx, 'people.read', [caseId]);
    const { opened, written } = await partsOf(tx, caseId);
    const standing = await readCaseStatus(tx, caseId, files);
    const parts = CASE_PARTS.filter((part) => opened.includes(part) && maySeePart(tx.actor, part));
    return {
      ...person,
      medical: parts.includes('health') ? person.medical : null,
      age: ageInClear(person, tx.today),
      ...standing,
      apartFromNetwork: parts.includes('story') && standing.apartFromNetwork,
      family: await familyOf(tx, files),
      exploitation: await exploitationOf(tx, files),
      stages: await stageChangesOf(tx, caseId),
      nextStages: (await this.stages.nextFor(tx, person.stage)).map(({ to }) => to),
      keptApart: parts.includes('story') ? await keptApartFrom(tx, files) : [],
      tasks: await openTasks(tx, files, parts.includes('care')),
      coupleAlert: await coupleAlertOf(tx, caseId),
      parts,
      writes: written,
      alerts: (notices ?? (await this.alerts.of(tx, caseId))).alerts,
      ...(await joinsOf(tx, caseId)),
    };
  }
}

/** Open tasks. Tasks of a team belong to the part `care`; readers without it see only tasks assigned to them. */
const openTasks = (tx: Tx, files: readonly string[], all: boolean): Promise<OpenTask[]> =>
  tx.query<OpenTask>(
    `SELECT kind, due_at AS "dueAt", due_at <= mawa_now() AS overdue FROM tasks
      WHERE case_id = ANY ($1) AND done_at IS NULL AND (for_user IS NULL AND $2 OR for_user = mawa_actor())
        AND (kind NOT LIKE 'document_%'
          OR due_at <= mawa_now() + make_interval(days => (mawa_setting('task_days_ahead'))::int))
      ORDER BY due_at, id`,
    [files, all],
  );
