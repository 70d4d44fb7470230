import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Lists, type Labels, labelsSql } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import { instantOf } from '../platform/database/typed-instant';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { type IncidentDto, SEVERITIES } from './daily.dto';
import { HouseTexts } from './house-texts.service';
import { houseOf } from './residents.queries';

type Severity = (typeof SEVERITIES)[number];

export interface IncidentRow {
  readonly id: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly kind: string;
  readonly labels: Labels;
  readonly severity: Severity;
  readonly happenedAt: Date;
  readonly by: string;
  readonly closedAt: Date | null;
  /** Number of linked people whom the reader may see. */
  readonly people: number;
}
export interface Incident extends IncidentRow {
  readonly linked: readonly { readonly caseId: string; readonly caseNumber: string }[];
  readonly notes: readonly { readonly text: string; readonly by: string; readonly at: Date }[];
  /** When its severity was raised, the first time first. */
  readonly raised: readonly {
    readonly severity: Severity;
    readonly by: string;
    readonly at: Date;
  }[];
}

const ROW = `SELECT x.id, x.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, x.kind, x.severity, x.happened_at AS "happenedAt",
    localized_name(u.name, u.names) AS by, x.closed_at AS "closedAt", ${labelsSql('incident_kinds', 'x.list_version', 'x.kind')} AS labels,
    (SELECT count(*)::int FROM incident_people p WHERE p.incident_id = x.id) AS people
  FROM incidents x JOIN shelters s ON s.id = x.shelter_id JOIN users u ON u.id = x.by`;
const place = (row: string) => ({ table: 'incident_notes', column: 'sealed', row });
/** Severities above this one: what it can be raised to. */
export const severitiesAbove = (severity: Severity): readonly Severity[] =>
  SEVERITIES.slice(SEVERITIES.indexOf(severity) + 1);
/** An incident is written down within a month. */
const LATEST = 31 * 86_400_000;

interface IncidentFollowUp {
  readonly text?: string;
  readonly severity?: Severity;
  readonly close?: boolean;
}

/** Incidents in a shelter: severity, people concerned, follow-ups. */
@Injectable()
export class Incidents {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly texts: HouseTexts,
  ) {}

  list(actor: Actor, shelterId: string): Promise<IncidentRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await houseOf(tx, shelterId);
      return tx.query<IncidentRow>(
        `${ROW} WHERE x.shelter_id = $1 ORDER BY x.closed_at IS NOT NULL, x.happened_at DESC, x.id LIMIT 100`,
        [shelterId],
      );
    });
  }

  one(actor: Actor, id: string): Promise<Incident> {
    return this.transactions.run(actor, async (tx) => {
      const row = await find(tx, id);
      const linked = await tx.query<{ caseId: string; caseNumber: string }>(
        `SELECT c.id AS "caseId", c.case_number AS "caseNumber" FROM incident_people p JOIN cases c ON c.id = p.case_id
          WHERE p.incident_id = $1 ORDER BY c.case_number`,
        [id],
      );
      const sealed = await tx.query<{ id: string; sealed: Buffer; by: string; at: Date }>(
        `SELECT n.id, n.sealed, localized_name(u.name, u.names) AS by, n.at FROM incident_notes n JOIN users u ON u.id = n.by
          WHERE n.incident_id = $1 ORDER BY n.at, n.id`,
        [id],
      );
      const notes = [];
      for (const { id: noteId, sealed: text, by, at } of sealed) {
        notes.push({
          by,
          at,
          text: await this.texts.open(tx, 'incident', id, place(noteId), text),
        });
      }
      const raised = await tx.query<Incident['raised'][number]>(
        `SELECT r.to_severity AS severity, localized_name(u.name, u.names) AS by, r.at
           FROM incident_severities r JOIN users u ON u.id = r.by WHERE r.incident_id = $1
          ORDER BY array_position($2::text[], r.to_severity)`,
        [id, SEVERITIES],
      );
      await record(tx, { action: 'incidents.read', kind: 'incident', ids: [id] });
      return { ...row, linked, notes, raised };
    });
  }

  write(actor: Actor, shelterId: string, body: IncidentDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'incidents.write', body: { shelterId, ...body }, requestId: repeatId },
      (tx) => this.writeIn(tx, shelterId, body),
    );
  }

  private async writeIn(tx: Tx, shelterId: string, body: IncidentDto) {
    await houseOf(tx, shelterId);
    const { kind, severity, text, caseIds = [] } = body;
    const happenedAt = body.happenedAt ? await instantOf(tx, body.happenedAt) : tx.now;
    const ago = tx.now.getTime() - happenedAt.getTime();
    if (!(ago >= 0 && ago <= LATEST)) {
      throw new DomainError('invalid', 'house.happened_when', {}, 'happenedAt');
    }
    const version = await this.lists.chosenFrom(tx, 'incident_kinds', kind, 'kind');
    await mustLiveHere(tx, shelterId, caseIds);
    const [made] = await tx.query<{ id: string }>(
      `INSERT INTO incidents (shelter_id, kind, list_version, severity, happened_at, by)
       VALUES ($1, $2, $3, $4, $5, mawa_actor()) RETURNING id`,
      [shelterId, kind, version, severity, happenedAt],
    );
    const { id } = made!;
    await tx.query(
      'INSERT INTO incident_people (incident_id, case_id) SELECT $1, unnest($2::uuid[])',
      [id, [...new Set(caseIds)]],
    );
    await this.addNote(tx, id, text);
    await notifyManagers(tx, { id, shelterId, severity });
    await record(tx, { action: 'incidents.write', kind: 'incident', ids: [id] });
    return { id };
  }

  /**
   * Records a follow-up; `severity` raises the severity and notifies as a new incident does, `close` ends the incident.
   * Errors: `house.incident_is_closed`, `house.severity_is_raised`.
   */
  follow(actor: Actor, id: string, done: IncidentFollowUp, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'incidents.follow', body: { id, ...done }, requestId: repeatId },
      (tx) => this.followIn(tx, id, done),
    );
  }

  private async followIn(tx: Tx, id: string, { text, severity, close }: IncidentFollowUp) {
    const row = await find(tx, id);
    await houseOf(tx, row.shelterId);
    if (row.closedAt) throw new DomainError('conflict', 'house.incident_is_closed');
    if (text) await this.addNote(tx, id, text);
    else if (!close || severity) throw new DomainError('invalid', 'common.required', {}, 'text');
    if (severity) await raise(tx, row, severity);
    if (close) {
      await tx.query(
        'UPDATE incidents SET closed_at = mawa_now(), closed_by = mawa_actor() WHERE id = $1',
        [id],
      );
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
            WHERE kind = 'incident_to_read' AND subject_id = $1 AND for_user = mawa_actor() AND done_at IS NULL`,
        [id],
      );
    }
    await record(tx, { action: 'incidents.follow', kind: 'incident', ids: [id] });
    return { id, closed: close === true };
  }

  private async addNote(tx: Tx, incidentId: string, text: string): Promise<void> {
    const id = randomUUID();
    const sealed = await this.texts.seal(tx, 'incident', incidentId, place(id), text);
    await tx.query(
      'INSERT INTO incident_notes (id, incident_id, sealed, by) VALUES ($1, $2, $3, mawa_actor())',
      [id, incidentId, sealed],
    );
  }
}

async function find(tx: Tx, id: string): Promise<IncidentRow> {
  const [row] = await tx.query<IncidentRow>(`${ROW} WHERE x.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

/** An incident from "serious" on is a task of the managers, a critical one of supervisors too. */
async function notifyManagers(
  tx: Tx,
  { id, shelterId, severity }: Pick<IncidentRow, 'id' | 'shelterId' | 'severity'>,
): Promise<void> {
  if (severity === 'minor') return;
  await tx.query('SELECT notify_house_managers($1, $2, $3, $4)', [
    'incident_to_read',
    shelterId,
    id,
    severity === 'critical',
  ]);
}

async function raise(tx: Tx, row: IncidentRow, severity: Severity): Promise<void> {
  if (!severitiesAbove(row.severity).includes(severity)) {
    throw new DomainError('invalid', 'house.severity_is_raised', {}, 'severity');
  }
  await tx.query(
    'INSERT INTO incident_severities (incident_id, from_severity, to_severity) VALUES ($1, $2, $3)',
    [row.id, row.severity, severity],
  );
  await notifyManagers(tx, { ...row, severity });
}

/** Only people of the house are linked, as far as the writer sees them. */
async function mustLiveHere(tx: Tx, shelterId: string, caseIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(caseIds)];
  if (wanted.length === 0) return;
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(DISTINCT bp.case_id)::int AS n FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
      WHERE bp.case_id = ANY ($1) AND k.shelter_id = $2 AND bp.state IN ('stay', 'ended')`,
    [wanted, shelterId],
  );
  if (row!.n !== wanted.length) {
    throw new DomainError('invalid', 'house.not_of_this_house', {}, 'caseIds');
  }
}
