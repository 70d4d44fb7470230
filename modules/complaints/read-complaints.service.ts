import { Injectable } from '@nestjs/common';
import { type DocumentRow, Documents } from '../documents';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { daysAfter } from './deadlines.rules';
import { ComplaintSeals } from './complaint-seals.service';
import type { Stage } from './complaint.rules';
import {
  type AccusedRow,
  accusedOf,
  type CheckRow,
  checksOf,
  complaintOf,
  type ComplaintRow,
  listReadableComplaints,
  queuedFor,
  PAGE,
  type MeasureRow,
  measuresOf,
  nextStages,
  type StageRow,
  stagesOf,
  type TrailRow,
  trailOf,
  type MessageRow,
  messagesOf,
} from './complaints.queries';
import { type ComplaintKind, listComplaintKinds } from './complaint-kinds.queries';
import { hoursOf } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

type WithText<T extends { sealed: Buffer | null }> = Omit<T, 'sealed'> & {
  readonly text: string | null;
};

export interface ComplaintFile {
  readonly complaint: ComplaintRow;
  readonly kinds: readonly ComplaintKind[];
  readonly stages: readonly StageRow[];
  readonly next: readonly Stage[];
  readonly documents: readonly DocumentRow[];
  readonly linked: boolean;
  /** From when on it may be destroyed; null while it is open. */
  readonly keepUntil: Date | null;
  readonly destruction: {
    readonly askedBy: string;
    readonly askedById: string;
    readonly at: Date;
  } | null;
  readonly trail: readonly TrailRow[];
  /** Null until they are asked for: opening the words is written down. */
  readonly words: {
    readonly said: readonly WithText<MessageRow>[];
    readonly accused: readonly WithText<AccusedRow>[];
    readonly measures: readonly WithText<MeasureRow>[];
    readonly checks: readonly WithText<CheckRow>[];
  } | null;
}

interface PartyChoice {
  readonly id: string;
  readonly name: string;
}
export interface PartyChoices {
  readonly users: readonly PartyChoice[];
  readonly shelters: readonly PartyChoice[];
  readonly organisations: readonly PartyChoice[];
}

export interface ComplaintListQuery {
  readonly closed: boolean;
  readonly page: number;
}

export interface ComplaintList {
  readonly complaints: readonly ComplaintRow[];
  readonly next: number | null;
  /** In nobody's hands and without a task of their own. */
  readonly queued: number;
  readonly kinds: readonly ComplaintKind[];
  readonly now: Date;
}

/** Parses the query of the list; invalid values mean the first page of open complaints. */
export const complaintListQuery = ({
  closed,
  page,
}: Record<string, unknown>): ComplaintListQuery => ({
  closed: closed === '1',
  page: typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
});

/** Reading of complaints by focal points: facts without text first, the text on request. */
@Injectable()
export class ReadComplaints {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: ComplaintSeals,
    private readonly documents: Documents,
  ) {}

  /** A hundred at a time; `next` is the number of the page after this one. */
  list(actor: Actor, { closed, page }: ComplaintListQuery): Promise<ComplaintList> {
    return this.transactions.run(actor, async (tx) => {
      const found = await listReadableComplaints(tx, closed, page);
      return {
        complaints: found.slice(0, PAGE),
        next: found.length > PAGE ? page + 1 : null,
        queued: await queuedFor(tx),
        kinds: await listComplaintKinds(tx),
        now: tx.now,
      };
    });
  }

  get(actor: Actor, id: string, withWords = false): Promise<ComplaintFile> {
    return this.transactions.run(actor, async (tx) => {
      const complaint = await complaintOf(tx, id);
      const shown = withWords && complaint.destroyedAt === null;
      if (shown) await recordComplaintAction(tx, 'read', id, ['words']);
      const years = await hoursOf(tx, 'complaint_keep_years');
      return {
        complaint,
        kinds: await listComplaintKinds(tx),
        stages: await stagesOf(tx, id),
        next: complaint.destroyedAt ? [] : await nextStages(tx, complaint.stage),
        documents: await this.documents.list(tx, { kind: 'complaint', id }),
        linked: await isLinked(tx, id),
        keepUntil: complaint.closedAt && yearsAfter(complaint.closedAt, years),
        destruction: await destructionOf(tx, id),
        trail: await trailOf(tx, id),
        words: shown ? await this.words(tx, id) : null,
      };
    });
  }

  /** Whether the actor can still read the complaint; naming a subject or withdrawing may end that. */
  sees(actor: Actor, id: string): Promise<boolean> {
    return this.transactions.run(
      actor,
      async (tx) => (await tx.query('SELECT 1 FROM complaints WHERE id = $1', [id])).length > 0,
    );
  }

  /** Whether this reader has opened the words before. */
  hasReadWords(actor: Actor, id: string): Promise<boolean> {
    return this.transactions.run(actor, async (tx) => {
      const readings = await tx.query(
        `SELECT 1 FROM complaint_trail
          WHERE subject_ids @> ARRAY[$1::uuid] AND actor_id = mawa_actor() AND action = 'complaints.read' LIMIT 1`,
        [id],
      );
      return readings.length > 0;
    });
  }

  /** Possible subjects of a complaint: accounts, shelters, organisations of the programme. */
  places(actor: Actor): Promise<PartyChoices> {
    return this.transactions.run(actor, async (tx) => ({
      users: await tx.query<PartyChoice>(
        'SELECT id, localized_name(name, names) AS name FROM users WHERE NOT system ORDER BY name, id',
      ),
      shelters: await tx.query<PartyChoice>(
        'SELECT id, localized_name(code_name, names) AS name FROM shelters ORDER BY name',
      ),
      organisations: await tx.query<PartyChoice>(
        'SELECT id, localized_name(name, names) AS name FROM organisations ORDER BY name, id',
      ),
    }));
  }

  private async words(tx: Tx, id: string): Promise<ComplaintFile['words']> {
    return {
      said: await this.opened(tx, id, 'complaint_words', await messagesOf(tx, id)),
      accused: await this.opened(tx, id, 'complaint_accused', await accusedOf(tx, id)),
      measures: await this.opened(tx, id, 'complaint_measures', await measuresOf(tx, id)),
      checks: await this.opened(tx, id, 'complaint_checks', await checksOf(tx, id)),
    };
  }

  private async opened<T extends { id: string; sealed: Buffer | null }>(
    tx: Tx,
    id: string,
    table: Parameters<ComplaintSeals['seal']>[2],
    rows: readonly T[],
  ): Promise<WithText<T>[]> {
    const texts = await this.seals.open(
      tx,
      id,
      rows.map((row) => ({ table, row: row.id, sealed: row.sealed })),
    );
    return rows.map(({ sealed: _sealed, ...row }, place) => ({
      ...(row as Omit<T, 'sealed'>),
      text: texts[place] ?? null,
    }));
  }
}

const isLinked = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query('SELECT 1 FROM complaint_links WHERE complaint_id = $1', [id])).length > 0;

async function destructionOf(tx: Tx, id: string): Promise<ComplaintFile['destruction']> {
  const [row] = await tx.query<NonNullable<ComplaintFile['destruction']>>(
    `SELECT localized_name(u.name, u.names) AS "askedBy", d.asked_by AS "askedById", d.asked_at AS at
       FROM complaint_destructions d JOIN users u ON u.id = d.asked_by WHERE d.complaint_id = $1 AND d.approved_at IS NULL`,
    [id],
  );
  return row ?? null;
}

export function yearsAfter(from: Date, years: number): Date {
  const then = new Date(from);
  then.setUTCFullYear(then.getUTCFullYear() + years);
  // 29 February: never a day too soon.
  return then.getUTCMonth() === from.getUTCMonth() ? then : daysAfter(then, 1);
}
