import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { type NewPerson, People, unknownPerson } from '../beneficiaries';
import { once } from '../../src/database/once';
import { Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import type { CivilDate } from '../../src/shared/nights';
import { type CallWords, LineWords } from './call-words';
import type { CallRow } from './calls.queries';
import type { OpenAndHoldDto, PersonToPlaceDto, PlaceDto } from './dto/call.dto';
import { type BedProposals, EmergencyBeds } from './emergency-beds';
import { ownCall } from './take-calls.service';

export interface ProposedFor extends Omit<BedProposals, 'proposals'> {
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

export interface Opened {
  readonly caseNumbers: readonly string[];
  readonly requestId: string;
  readonly held: { readonly shelter: string; readonly heldUntil: string } | null;
  /** Somebody else answers for the people from here on. */
  readonly handedOn: boolean;
}

const SHOWN = 3;

/**
 * From a call to a bed without typing anything twice: people registered with what is known, a bed asked
 * for tonight, held, the call linked and the files handed to whoever answers for them: all of it or nothing.
 */
@Injectable()
export class OpenFromCall {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly beds: EmergencyBeds,
    private readonly words: LineWords,
  ) {}

  /** Which beds would fit; nothing of it stays but that it was looked for. */
  propose(actor: Actor, callId: string, body: PlaceDto): Promise<ProposedFor> {
    return this.transactions.run(actor, async (tx) => {
      const call = await ownCall(tx, callId);
      mustGoOn(await stepsOf(tx, callId));
      await tx.query('SAVEPOINT looking');
      const { cases, requestId } = await this.ask(tx, call, body);
      const { proposals, lacks } = await this.beds.propose(tx, requestId);
      await tx.query('ROLLBACK TO SAVEPOINT looking');
      await record(tx, { action: 'calls.look_for_beds', kind: 'call', ids: [callId] });
      return {
        lacks,
        proposals: proposals.slice(0, SHOWN).map(({ shelterId: _, places, ...proposal }) => {
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

  /** Once for a call, and once for a request id. */
  run(
    actor: Actor,
    callId: string,
    body: OpenAndHoldDto,
    requestId: string | null = null,
  ): Promise<Opened> {
    return this.transactions.run(
      actor,
      async (tx) => {
        const asked = { callId, ...body };
        // Kept for a repeat are ids alone: numbers and the house are read again.
        const done = await once(tx, 'calls.open_and_hold', asked, () =>
          this.runIn(tx, callId, body),
        );
        return { ...done, ...(await openedFrom(tx, callId)) };
      },
      requestId,
    );
  }

  private async runIn(
    tx: Tx,
    callId: string,
    body: OpenAndHoldDto,
  ): Promise<Pick<Opened, 'requestId' | 'handedOn'>> {
    const call = await ownCall(tx, callId);
    mustGoOn(await stepsOf(tx, callId));
    const { beds = [], reason = null, people } = body;
    if (beds.length > 0 && beds.length !== people.length) {
      throw new DomainError('invalid', 'hotline.bed_for_each', {}, 'beds');
    }
    const { cases, requestId } = await this.ask(tx, call, body);
    const placements = beds.map((bedId, index) => ({ caseId: cases[index]!.id, bedId }));
    const held = beds.length > 0 ? await this.beds.hold(tx, requestId, placements, reason) : null;
    const caseIds = cases.map(({ id }) => id);
    for (const id of caseIds) {
      await tx.query('SELECT link_call($1, $2, $3)', [callId, id, requestId]);
    }
    await tx.query(
      `INSERT INTO call_steps (call_id, step, people, shelter_id, held_until)
       SELECT $1, s, $2, CASE s WHEN 'hold' THEN $3::uuid END, CASE s WHEN 'hold' THEN $4::timestamptz END
         FROM unnest($5::text[]) AS s`,
      [
        ...[callId, caseIds.length, held?.shelterId ?? null, held?.heldUntil ?? null],
        ['case', 'request', ...(held ? ['hold'] : [])],
      ],
    );
    const [to] = await tx.query<{ user: string | null }>(
      'SELECT hand_on_from_the_line($1, $2) AS user',
      [caseIds, requestId],
    );
    await record(tx, {
      ...{ action: 'calls.open_and_hold', kind: 'call', ids: [callId, requestId, ...caseIds] },
    });
    return { requestId, handedOn: to!.user !== null };
  }

  private async ask(
    tx: Tx,
    call: CallRow & { sealed: Buffer | null },
    { people, nights = null }: PlaceDto,
  ) {
    const said = await this.words.ofCall(tx, call.id, call.sealed);
    const persons = people.map((one, index) => personOf(one, call, said, index, tx.today));
    const { cases } = await this.people.register(tx, persons, { together: people.length > 1 });
    const { requestId } = await this.beds.ask(tx, {
      ...{ caseIds: cases.map(({ id }) => id), nights, note: null },
      ...{ danger: call.danger === 'yes', medical: call.medical === 'yes' },
    });
    return { cases, requestId };
  }
}

/** What is known, and no more: an age that was said is "declared", a language that of the call. */
function personOf(
  { sex = null, age = null, accessNeed = null, pregnant = null, name }: PersonToPlaceDto,
  call: CallRow,
  said: CallWords,
  index: number,
  today: CivilDate,
): NewPerson {
  const nothing = unknownPerson(today);
  const given = name?.trim() || null;
  return {
    ...nothing,
    names: { ...nothing.names, given },
    ...{ sex, accessNeed, pregnant, ageAtRegistration: age },
    ageCertainty: age === null ? 'unknown' : 'declared',
    languages: call.language === null ? [] : [call.language],
    // What was written down while she spoke goes to the one file whose story it is; the number never.
    story: index === 0 ? said.note : null,
  };
}

const stepsOf = (tx: Tx, callId: string) =>
  tx.query<{ step: string }>('SELECT step FROM call_steps WHERE call_id = $1', [callId]);

function mustGoOn(steps: readonly { step: string }[]): void {
  if (steps.length > 0) throw new DomainError('conflict', 'hotline.opened_already');
}

/** What she was told, for as long as the call is hers. */
async function openedFrom(tx: Tx, callId: string): Promise<Pick<Opened, 'caseNumbers' | 'held'>> {
  const numbers = await tx.query<{ caseNumber: string }>(
    'SELECT "caseNumber" FROM files_opened_from($1)',
    [callId],
  );
  const { steps } = await ownCall(tx, callId);
  const hold = steps.find(({ step }) => step === 'hold');
  return {
    caseNumbers: numbers.map(({ caseNumber }) => caseNumber),
    held:
      hold?.shelter && hold.heldUntil
        ? { shelter: hold.shelter, heldUntil: new Date(hold.heldUntil).toISOString() }
        : null,
  };
}
