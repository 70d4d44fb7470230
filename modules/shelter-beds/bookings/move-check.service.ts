/** A change of beds is a placement again: every rule is asked of each person in the new bed, as if those who move with them had left theirs. */
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { Tx } from '../../platform/database/transactions';
import type { Nights } from '../../platform/shared/nights.rules';
import { groupBy } from '../../platform/shared/group-by';
import type { People } from '../../beneficiaries';
import { bedTaken } from '../beds.errors';
import type { PlacingSettings } from '../placing/age.rules';
import { judge } from '../placing/candidate.rules';
import { roomSharingReasons } from '../placing/room-sharing.rules';
import { isFamilyAdult } from '../placing/hard.rules';
import { memberFactsOf, type MemberFacts } from '../placing/member-facts.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import type { BedFacts, PartyMember, Reason } from '../placing/placing.types';
import { ruleAges } from '../placing/rule-sets.queries';
import { readStayFacts } from '../placing/placing.queries';
import { unsuitableBedError } from '../placing/placement-check.rules';
import { refusedAt, type FieldOfMove } from './move.rules';
import { joinWords } from '../../platform/shared/punctuation.words';

export interface PersonMove {
  readonly caseId: string;
  readonly bookingId: string;
  readonly bedId: string;
  /** The room that they leave. */
  readonly leaves: string;
  readonly nights: Nights;
}
export interface MoveAssessment {
  readonly bed: BedFacts;
  readonly member: PartyMember;
  /** Facts about this person that are not known. */
  readonly unknown: readonly Reason[];
  /** The version of the rules that judged it. */
  readonly ruleSet: number;
}
interface MovePlacement extends MoveAssessment {
  readonly moving: PersonMove;
  readonly who: MemberFacts;
  readonly family: Family;
  readonly everyone: readonly MemberFacts[];
  readonly settings: PlacingSettings;
}
/** Reasons for a room that is entered or left, and the people they concern. */
interface RoomReasons {
  readonly reasons: readonly Reason[];
  readonly about: readonly MovePlacement[];
}
/** Who of the person's family moves with them, and who stays in which room. */
interface Family {
  readonly ids: readonly string[];
  readonly stay: ReadonlyMap<string, string>;
}

/** Throws where a rule forbids, in the words of a placement; answers what has to be asked. */
export async function checkMoves(
  tx: Tx,
  people: People,
  moving: readonly PersonMove[],
  fieldOf: FieldOfMove,
): Promise<{ unknown: readonly Reason[]; judged: MoveAssessment[] }> {
  const placed: MovePlacement[] = [];
  for (const [index, one] of moving.entries()) {
    placed.push(await refusedAt(fieldOf(index), () => judged(tx, people, one, moving)));
  }
  const fieldOfPlaced = (one: MovePlacement) => fieldOf(placed.indexOf(one));
  await mustStayApart(tx, placed, fieldOfPlaced);
  const rooms = [...familiesIn(placed), ...strangersIn(placed)];
  for (const { reasons, about } of rooms) {
    const forbids = reasons.find(({ hard, sign }) => hard && sign === 'against');
    if (!forbids) continue;
    const labels = about.map(({ bed }) => bed.label);
    const beds = joinWords(labels, tx.actor.language);
    const error = unsuitableBedError(beds, forbids, tx.actor.language);
    throw new DomainError(error.kind, error.code, error.params, fieldOfPlaced(about[0]!));
  }
  const company = rooms.flatMap(({ reasons }) => reasons);
  const unknown = [
    ...placed.flatMap((one) => one.unknown),
    ...company.filter(({ sign }) => sign === 'unknown'),
  ];
  return { unknown, judged: placed };
}

/** Each alone would find a house without the other: asked of those who move at once, in the words of a bed that is taken. */
async function mustStayApart(
  tx: Tx,
  placed: readonly MovePlacement[],
  fieldOf: (one: MovePlacement) => string | undefined,
): Promise<void> {
  if (placed.length < 2) return;
  const pairs = await tx.query<{ one: string; other: string }>(
    'SELECT one, other FROM blind_apart($1)',
    [placed.map(({ moving }) => moving.caseId)],
  );
  const of = (caseId: string) => placed.find(({ moving }) => moving.caseId === caseId)!;
  for (const pair of pairs) {
    const [one, other] = [of(pair.one), of(pair.other)];
    if (one.bed.shelterId !== other.bed.shelterId) continue;
    const { kind, code, params } = bedTaken({ bed: one.bed.label, from: one.moving.nights.from });
    throw new DomainError(kind, code, params, fieldOf(one));
  }
}

async function judged(
  tx: Tx,
  people: People,
  moving: PersonMove,
  all: readonly PersonMove[],
): Promise<MovePlacement> {
  const { bedId, nights, caseId } = moving;
  const family = await familyOf(tx, caseId, all);
  const ages = await ruleAges(tx);
  const members = await people.placementFacts(tx, family.ids, nights.from, ages);
  const makeWay = all.map(({ bookingId }) => bookingId);
  const { party, beds, settings, ruleSet } = assemblePlacement(
    await readStayFacts(tx, { bedId, nights, members, makeWay, booking: moving.bookingId }),
  );
  const bed = beds.find((one) => one.bedId === bedId);
  if (!bed) throw await outOfService(tx, bedId, nights);
  const everyone = memberFactsOf(party, settings);
  const who = everyone.find(({ member }) => member.caseId === caseId)!;
  const { verdict, reasons } = judge(who, bed, { nights, settings });
  const forbids = reasons.find(({ sign, hard }) => hard && sign === 'against');
  if (verdict === 'not_proposed' || forbids?.rule === 'free') {
    throw bedTaken({ bed: bed.label, from: nights.from });
  }
  if (forbids) throw unsuitableBedError(bed.label, forbids, tx.actor.language);
  return {
    moving,
    bed,
    who,
    member: who.member,
    unknown: reasons.filter(({ sign }) => sign === 'unknown'),
    ruleSet,
    family,
    everyone,
    settings,
  };
}

async function familyOf(tx: Tx, caseId: string, all: readonly PersonMove[]): Promise<Family> {
  const moves = new Set(all.map((one) => one.caseId));
  const rows = await tx.query<{ id: string; roomId: string | null }>(
    `SELECT DISTINCT g.case_id AS id, b.room_id AS "roomId"
       FROM family_members f JOIN family_members g USING (family_id)
       LEFT JOIN booking_people bp ON bp.case_id = g.case_id AND bp.state = 'stay'
       LEFT JOIN bookings k ON k.id = bp.booking_id LEFT JOIN beds b ON b.id = k.bed_id
      WHERE f.case_id = $1 AND (g.case_id = ANY ($2) OR bp.case_id IS NOT NULL)`,
    [caseId, [...moves]],
  );
  const stay = new Map(
    rows.flatMap(({ id, roomId }) => (moves.has(id) || !roomId ? [] : [[id, roomId] as const])),
  );
  return { ids: [...new Set([caseId, ...rows.map(({ id }) => id)])], stay };
}

/** In each room that is entered or left, a child of a family must not be without its adult. */
function familiesIn(placed: readonly MovePlacement[]): RoomReasons[] {
  return placed.flatMap((mover) => {
    const { family, everyone, bed, moving, settings } = mover;
    if (everyone.length < 2) return [];
    const roomOf = new Map(family.stay);
    for (const one of placed) roomOf.set(one.moving.caseId, one.bed.roomId);
    return [...new Set([bed.roomId, moving.leaves])].flatMap((room) => {
      const here = everyone.filter(({ member }) => roomOf.get(member.caseId) === room);
      if (here.length === 0) return [];
      const familyAdultThere =
        room === bed.roomId && bed.roommates.some((mate) => isFamilyAdult(mate));
      const reasons = roomSharingReasons(
        here,
        { everyone, related: true, asked: { settings } },
        { mix: bed.roomMix, familyAdultThere },
      );
      return [{ reasons, about: [mover] }];
    });
  });
}

/** Those of different families who move into one room. */
function strangersIn(placed: readonly MovePlacement[]): RoomReasons[] {
  return [...groupBy(placed, ({ bed }) => bed.roomId).values()].flatMap((inRoom) => {
    const [first] = inRoom as [MovePlacement];
    if (inRoom.every(({ moving }) => first.family.ids.includes(moving.caseId))) return [];
    const whos = inRoom.map(({ who }) => who);
    const reasons = roomSharingReasons(
      whos,
      { everyone: whos, related: false, asked: { settings: first.settings } },
      { mix: first.bed.roomMix, familyAdultThere: false },
    );
    return [{ reasons, about: inRoom }];
  });
}

async function outOfService(tx: Tx, bedId: string, { from }: Nights): Promise<DomainError> {
  const [bed] = await tx.query<{ label: string }>('SELECT label FROM beds WHERE id = $1', [bedId]);
  if (!bed) return notFound();
  return new DomainError('invalid', 'beds.out_of_service', { bed: bed.label, from }, 'bedId');
}
