import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { HotlineSeals, type CallTexts } from './hotline-seals.service';
import {
  blocksOf,
  type BlockRow,
  callerHistoryOf,
  type CallGoingOn,
  type CallRow,
  callsGoingOn,
  callsOf,
  findCall,
  type CallerHistory,
  openCallOf,
  shelterHeldFor,
} from './calls.queries';
import { EmergencyBeds, type BedRequestStatus } from './emergency-beds.service';
import { triage, type TriageResult } from './triage.rules';

export type { CallGoingOn } from './calls.queries';

export interface HotlineDay {
  readonly day: CivilDate;
  readonly today: CivilDate;
  /** Id of the actor's open call. */
  readonly openCall: string | null;
  /** Due call-backs. */
  readonly callBacksDue: number;
  readonly calls: readonly (CallRow & { readonly triage: TriageResult })[];
  readonly blocks: readonly BlockRow[];
}

export interface EmergencyNumber {
  readonly key: string;
  readonly number: string;
}
export interface OpenCall extends CallRow {
  readonly triage: TriageResult;
  readonly caller: CallerHistory | null;
  readonly links: readonly CallLink[];
  readonly requests: readonly BedRequestStatus[];
  readonly emergencyNumbers: readonly EmergencyNumber[];
  readonly now: Date;
}
/** Visible to the operator of the call only: text, and the shelter that holds a bed. */
export interface OwnCall extends OpenCall {
  readonly words: CallTexts | null;
  /** While the bed is held; `number` is null where the house has none. */
  readonly duty: DutyContact | null;
}
export interface DutyContact {
  readonly number: string | null;
}
export interface CallLink {
  readonly id: string;
  readonly how: 'opened' | 'linked';
  readonly at: Date;
}

/** Reading of calls: coded facts for the whole line, text for the operator of the call. */
@Injectable()
export class ReadCalls {
  constructor(
    private readonly transactions: Transactions,
    private readonly words: HotlineSeals,
    private readonly beds: EmergencyBeds,
  ) {}

  day(actor: Actor, asked: CivilDate | null): Promise<HotlineDay> {
    return this.transactions.run(actor, async (tx) => {
      const day = asked ?? tx.today;
      const calls = await callsOf(tx, day);
      await recordReading(
        tx,
        'calls.list',
        calls.map(({ id }) => id),
        'call',
      );
      const [due] = await tx.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM call_backs WHERE closed_at IS NULL AND due_at <= mawa_now()',
      );
      return {
        day,
        today: tx.today,
        openCall: await openCallOf(tx),
        callBacksDue: due!.n,
        calls: calls.map((call) => ({ ...call, triage: triage(call) })),
        blocks: await blocksOf(tx),
      };
    });
  }

  /** Open calls of the whole line, earliest first. */
  goingOn(actor: Actor): Promise<CallGoingOn[]> {
    return this.transactions.run(actor, async (tx) => {
      const calls = await callsGoingOn(tx);
      await recordReading(
        tx,
        'calls.list',
        calls.map(({ id }) => id),
        'call',
      );
      return calls;
    });
  }

  openCall(actor: Actor): Promise<string | null> {
    return this.transactions.run(actor, openCallOf);
  }

  /** Coded facts; of her own call also what was typed, which is recorded. */
  one(actor: Actor, id: string): Promise<OwnCall> {
    return this.transactions.run(actor, async (tx) => {
      const call = await this.oneIn(tx, id);
      const duty = await this.dutyContact(tx, call);
      if (call.hers) return { ...call, duty, words: await this.open(tx, id) };
      await recordReading(tx, 'calls.read', [id], 'call');
      return { ...call, duty, words: null };
    });
  }

  /** Coded facts alone. */
  coded(actor: Actor, id: string): Promise<OpenCall> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  /** A supervisor's deliberate look at what was typed. */
  show(actor: Actor, id: string): Promise<CallTexts> {
    return this.transactions.run(actor, async (tx) => {
      const call = await findCall(tx, id);
      if (!call.hers && !tx.actor.roles.includes('case_supervisor')) throw notFound();
      return this.open(tx, id);
    });
  }

  private async oneIn(tx: Tx, id: string): Promise<OpenCall> {
    const call = await findCall(tx, id);
    const links = await tx.query<CallLink & { requestId: string | null }>(
      `SELECT id, how, at, request_id AS "requestId" FROM call_links
        WHERE call_id = $1 AND ended_at IS NULL AND by = mawa_actor() ORDER BY at, id`,
      [id],
    );
    const requests = [...new Set(links.flatMap(({ requestId }) => requestId ?? []))];
    const [numbers] = await tx.query<{ value: EmergencyNumber[] | null }>(
      `SELECT mawa_setting('hotline_numbers') AS value`,
    );
    return {
      ...call,
      triage: triage(call),
      caller: await callerHistoryOf(tx, id),
      links: links.map(({ requestId: _, ...link }) => link),
      requests: requests.length === 0 ? [] : await this.beds.stands(tx, requests),
      emergencyNumbers: numbers?.value ?? [],
      now: tx.now,
    };
  }

  private async dutyContact(tx: Tx, { id, mine, steps }: CallRow): Promise<DutyContact | null> {
    if (!mine || !steps.some(({ step }) => step === 'hold')) return null;
    const shelterId = await shelterHeldFor(tx, id);
    return shelterId === null ? null : { number: await this.beds.dutyNumber(tx, shelterId) };
  }

  private async open(tx: Tx, id: string): Promise<CallTexts> {
    const [row] = await tx.query<{ sealed: Buffer | null }>(
      'SELECT sealed FROM calls WHERE id = $1',
      [id],
    );
    const words = await this.words.ofCall(tx, id, row!.sealed);
    if (row!.sealed !== null) {
      await record(tx, { action: 'calls.read_words', kind: 'call', ids: [id] });
    }
    // The number serves a call-back, which shows it by a press of its own.
    return { ...words, number: null };
  }
}
