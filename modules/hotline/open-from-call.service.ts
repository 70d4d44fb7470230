import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { People } from '../beneficiaries';
import { once } from '../platform/database/once';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { HotlineSeals } from './hotline-seals.service';
import { type CallRow, type CallStep, shelterHeldFor } from './calls.queries';
import type { OpenCasesDto, BedNeedDto } from './dto/call.dto';
import { type BedProposals, EmergencyBeds, type HeldBeds } from './emergency-beds.service';
import { FurtherHelp } from './further-help.service';
import { newPersonFromCall } from './person-of-call.rules';
import { lockOwnCall } from './take-calls.service';

export interface CallBedProposals extends Omit<BedProposals, 'proposals'> {
  /** The first three; `beds` are those of the people in the order given. */
  readonly proposals: readonly {
    readonly rank: number;
    readonly verdict: 'fits' | 'ask';
    readonly verdictText: string;
    readonly shelter: string;
    readonly beds: readonly string[];
    readonly places: readonly { readonly label: string; readonly roomName: string }[];
    readonly reasons: BedProposals['proposals'][number]['reasons'];
  }[];
}

export interface CasesOfCall {
  readonly caseNumbers: readonly string[];
  /** Null: no bed is needed. */
  readonly requestId: string | null;
  readonly held: {
    readonly shelter: string;
    readonly heldUntil: string;
    /** While the bed is held: the telephone that the house answers day and night, null where it has none. */
    readonly duty: { readonly number: string | null } | null;
  } | null;
  /** Further help was requested; it is recorded in the first case. */
  readonly helpAsked: boolean;
  /** Somebody else answers for the people from here on. */
  readonly handedOn: boolean;
}

interface RenewedHold {
  readonly requestIds: readonly string[];
  readonly bookingIds: readonly string[];
  readonly heldUntil: Date;
  readonly isRenewed: boolean;
}

const MAX_PROPOSALS = 3;

/**
 * Opens cases from a call, all or nothing: registers people with the known facts, requests and holds beds for tonight,
 * records requests for help, links the call, and hands the cases to the responsible colleagues.
 */
@Injectable()
export class OpenFromCall {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly beds: EmergencyBeds,
    private readonly help: FurtherHelp,
    private readonly words: HotlineSeals,
  ) {}

  /** Which beds would fit; nothing of it stays but that it was looked for. */
  propose(actor: Actor, callId: string, body: BedNeedDto): Promise<CallBedProposals> {
    return this.transactions.run(actor, async (tx) => {
      const call = await lockOwnCall(tx, callId);
      mustAllowStep(await stepsOf(tx, callId));
      await tx.query('SAVEPOINT looking');
      const cases = await this.register(tx, call, body);
      const requestId = await this.ask(tx, call, cases, body);
      const { proposals, ...found } = await this.beds.propose(tx, requestId);
      await tx.query('ROLLBACK TO SAVEPOINT looking');
      await record(tx, { action: 'calls.look_for_beds', kind: 'call', ids: [callId] });
      return {
        ...found,
        proposals: proposals
          .slice(0, MAX_PROPOSALS)
          .map(({ shelterId: _, places, ...proposal }) => {
            const inOrder = cases.map(({ id }) => places.find(({ caseId }) => caseId === id)!);
            return {
              ...proposal,
              beds: inOrder.map(({ bedId }) => bedId),
              places: inOrder.map(({ label, roomName }) => ({ label, roomName })),
            };
          }),
      };
    });
  }

  /** While the caller is still on the telephone: longer, within the programme's limit for a hold. */
  renewHold(actor: Actor, callId: string): Promise<{ heldUntil: string }> {
    return this.transactions.run(actor, async (tx) => {
      const { endedAt } = await lockOwnCall(tx, callId);
      if (endedAt !== null) throw new DomainError('conflict', 'hotline.hold_after_call');
      const [held] = await tx.query<RenewedHold>(
        `SELECT request_ids AS "requestIds", booking_ids AS "bookingIds", held_until AS "heldUntil", is_renewed AS "isRenewed"
           FROM renew_call_hold($1)`,
        [callId],
      );
      if (!held) throw new DomainError('conflict', 'hotline.nothing_held');
      if (!held.isRenewed) throw new DomainError('conflict', 'hotline.hold_limit');
      const ids = [callId, ...held.requestIds, ...held.bookingIds];
      await record(tx, { action: 'calls.renew_hold', kind: 'call', ids });
      return { heldUntil: held.heldUntil.toISOString() };
    });
  }

  /** Once for a call, and once for a request id. */
  run(
    actor: Actor,
    callId: string,
    body: OpenCasesDto,
    requestId: string | null = null,
  ): Promise<CasesOfCall> {
    return this.transactions.run(
      actor,
      async (tx) => {
        const asked = { callId, ...body };
        // Kept for a repeat are ids alone: numbers and the house are read again.
        const done = await once(tx, 'calls.open_and_hold', asked, () =>
          this.runIn(tx, callId, body),
        );
        return { ...done, ...(await casesOpenedFromCall(tx, this.beds, callId)) };
      },
      requestId,
    );
  }

  private async runIn(
    tx: Tx,
    callId: string,
    body: OpenCasesDto,
  ): Promise<Pick<CasesOfCall, 'requestId' | 'handedOn'>> {
    const call = await lockOwnCall(tx, callId);
    mustAllowStep(await stepsOf(tx, callId));
    mustFitTogether(body);
    const { beds = [], reason = null, help = [], noBed = false } = body;
    const cases = await this.register(tx, call, body);
    const caseIds = cases.map(({ id }) => id);
    const requestId = noBed ? null : await this.ask(tx, call, cases, body);
    const placements = beds.map((bedId, index) => ({ caseId: caseIds[index]!, bedId }));
    const held =
      requestId !== null && beds.length > 0
        ? await this.beds.hold(tx, requestId, placements, reason)
        : null;
    const needed = help.length > 0 ? { ...helpFor(call), caseId: caseIds[0]!, kinds: help } : null;
    if (needed) await this.help.ask(tx, needed);
    for (const id of caseIds) {
      await tx.query('SELECT link_call($1, $2, $3)', [callId, id, requestId]);
    }
    await writeSteps(tx, callId, caseIds.length, { requestId, held, helped: needed !== null });
    const [to] = await tx.query<{ user: string | null }>(
      'SELECT hand_over_call_files($1, $2) AS user',
      [caseIds, requestId],
    );
    const { user } = to!;
    if (needed) await this.help.openTask(tx, needed, user ?? tx.actor.userId);
    await record(tx, {
      action: 'calls.open_and_hold',
      kind: 'call',
      ids: [callId, ...(requestId ? [requestId] : []), ...caseIds],
    });
    return { requestId, handedOn: user !== null };
  }

  private async register(
    tx: Tx,
    call: CallRow & { sealed: Buffer | null },
    { people }: BedNeedDto,
  ): Promise<readonly { readonly id: string }[]> {
    const said = await this.words.ofCall(tx, call.id, call.sealed);
    const persons = people.map((one, index) => newPersonFromCall(one, call, said, index, tx.today));
    const { cases } = await this.people.register(tx, persons, { together: people.length > 1 });
    return cases;
  }

  private async ask(
    tx: Tx,
    call: CallRow,
    cases: readonly { readonly id: string }[],
    { nights = null }: BedNeedDto,
  ): Promise<string> {
    const { requestId } = await this.beds.ask(tx, {
      caseIds: cases.map(({ id }) => id),
      nights,
      note: null,
      danger: call.danger === 'yes',
      medical: call.medical === 'yes',
    });
    return requestId;
  }
}

const helpFor = ({ danger, medical }: CallRow) => ({
  urgent: danger === 'yes' || medical === 'yes',
});

function mustFitTogether({ people, beds = [], help = [], noBed = false }: OpenCasesDto): void {
  if (noBed && beds.length > 0) throw new DomainError('invalid', 'hotline.bed_or_none', {}, 'beds');
  if (noBed && help.length === 0) {
    throw new DomainError('invalid', 'hotline.help_needed', {}, 'help');
  }
  if (beds.length > 0 && beds.length !== people.length) {
    throw new DomainError('invalid', 'hotline.bed_for_each', {}, 'beds');
  }
}

/** Coded, of nobody. Other help is asked for by one of them. */
async function writeSteps(
  tx: Tx,
  callId: string,
  people: number,
  { requestId, held, helped }: { requestId: string | null; held: HeldBeds | null; helped: boolean },
): Promise<void> {
  const steps: CallStep[] = [
    'case',
    ...(requestId ? (['request'] as const) : []),
    ...(held ? (['hold'] as const) : []),
    ...(helped ? (['help'] as const) : []),
  ];
  await tx.query(
    `INSERT INTO call_steps (call_id, step, people, shelter_id, held_until)
     SELECT $1, s, CASE s WHEN 'help' THEN 1 ELSE $2 END, CASE s WHEN 'hold' THEN $3::uuid END,
            CASE s WHEN 'hold' THEN $4::timestamptz END FROM unnest($5::text[]) AS s`,
    [callId, people, held?.shelterId ?? null, held?.heldUntil ?? null, steps],
  );
}

const stepsOf = (tx: Tx, callId: string) =>
  tx.query<{ step: string }>('SELECT step FROM call_steps WHERE call_id = $1', [callId]);

function mustAllowStep(steps: readonly { step: string }[]): void {
  if (steps.length > 0) throw new DomainError('conflict', 'hotline.opened_already');
}

/** Case numbers, held bed and requested help of a call, for its operator while the call is theirs. */
async function casesOpenedFromCall(
  tx: Tx,
  beds: EmergencyBeds,
  callId: string,
): Promise<Pick<CasesOfCall, 'caseNumbers' | 'held' | 'helpAsked'>> {
  const numbers = await tx.query<{ caseNumber: string }>(
    'SELECT "caseNumber" FROM files_opened_from($1)',
    [callId],
  );
  const { steps } = await lockOwnCall(tx, callId);
  const hold = steps.find(({ step }) => step === 'hold');
  const shelterId = hold ? await shelterHeldFor(tx, callId) : null;
  const duty = shelterId === null ? null : { number: await beds.dutyNumber(tx, shelterId) };
  return {
    caseNumbers: numbers.map(({ caseNumber }) => caseNumber),
    helpAsked: steps.some(({ step }) => step === 'help'),
    held:
      hold?.shelter && hold.heldUntil
        ? { shelter: hold.shelter, heldUntil: new Date(hold.heldUntil).toISOString(), duty }
        : null,
  };
}
