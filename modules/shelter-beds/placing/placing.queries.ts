/**
 * The facts of a placement in one statement, whatever the number of beds: the request, its people,
 * the beds, what is booked in their rooms, and the two blind questions.
 */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import { jsonFacts, PLACING_FACTS } from '../../beneficiaries';
import { toDateRange, type CivilDate, type Nights } from '../../platform/shared/nights.rules';
import { PERSON_RECORD, type PersonRow, personRowsOf } from './placed-people.queries';
import { STATE, type RequestRow } from '../requests/requests.queries';
import { IN_PREPARATION } from '../bookings/preparations.queries';
import { RULES_IN_FORCE, type StoredRuleSet } from './rule-sets.queries';
import type { NetworkHouse } from './hidden-houses.rules';
import type { DoorHours } from './door-hours.rules';
import type { BedKind, MixSign, RoomMix } from './placing.types';
import type { BookingState } from '../bookings/stay.rules';
import type { Urgency } from '../beds.data';

export interface RequestFacts {
  readonly id: string;
  readonly state: RequestRow['state'];
  readonly urgency: Urgency;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly tonight: CivilDate;
  /** Current local time, as "23:10". */
  readonly clock: string;
  readonly related: boolean;
  readonly openNights: number;
  readonly holdMinutes: number;
  readonly near: string | null;
}
export interface BedRow {
  readonly bedId: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly roomId: string;
  readonly roomName: string;
  readonly roomMix: RoomMix;
  readonly stepFree: boolean;
  readonly shelterId: string;
  readonly codeName: string;
  readonly region: string;
  readonly receives: readonly string[];
  readonly languages: readonly string[];
  /** Door hours on the night of arrival; null if not recorded. */
  readonly doors: DoorHours | null;
  readonly inServiceFrom: CivilDate;
  readonly inServiceUntil: CivilDate | null;
}
export interface TakenRow {
  readonly bedId: string;
  readonly roomId: string;
  readonly state: BookingState;
  readonly sign: MixSign | null;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  /** A booking of the request itself. */
  readonly own: boolean;
  /** Seen to be of the party's family by somebody who may see that. */
  readonly related: boolean;
  /** Whether the calendar's own range meets the asked nights; false where a stay is overdue. */
  readonly asked: boolean;
  /** Nobody's: the bed is to be prepared. */
  readonly preparing: boolean;
}
export interface PlacingFacts {
  readonly request: RequestFacts;
  readonly people: readonly PersonRow[];
  readonly beds: readonly BedRow[];
  readonly taken: readonly TakenRow[];
  readonly strangers: readonly { readonly roomId: string; readonly n: number }[];
  /** Houses that a protective rule forbids to somebody of the party. */
  readonly barred: readonly string[];
  /** Every open house, for the groups in which they close (hidden-houses.rules.ts). */
  readonly houses: readonly NetworkHouse[];
  readonly houseGroup: number | null;
  /** Where the person lives already. */
  readonly home: readonly string[];
  /** Where the reader works. */
  readonly workplaces: readonly string[];
  readonly rules: StoredRuleSet;
  /** Every bed of the network is among them, so that houses can be compared. */
  readonly network: boolean;
}

const OF_REQUEST = `asked AS MATERIALIZED (
  SELECT r.*, ${STATE} AS shown_state, x.first AS first_night, daterange(x.first, CASE WHEN r.nights IS NOT NULL THEN x.first + r.nights END) AS span
    FROM bed_requests r CROSS JOIN LATERAL (SELECT greatest(r.needed_from, mawa_tonight()) AS first) x
   WHERE r.id = $1
), people AS MATERIALIZED (
  SELECT p.* FROM request_people p WHERE p.request_id = $1 ORDER BY p.case_id
), home AS MATERIALIZED (
  SELECT NULL::uuid AS shelter_id, NULL::date AS since WHERE false
)`;

/**
 * Input for a resident and further nights: $1 null, $3 nights, $4 people, $5 bookings to ignore, $6 the present stay.
 */
const OF_STAY = `asked AS MATERIALIZED (
  SELECT $1::uuid AS id, 'open' AS shown_state, 'planned' AS urgency, lower($3::daterange) AS first_night, $3::daterange AS span,
    NULL AS near_region
), people AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($4::jsonb) AS p(${PERSON_RECORD})
), home AS MATERIALIZED (
  SELECT k.shelter_id, l.began AS since FROM bookings k CROSS JOIN LATERAL stay_length(k.id) l WHERE k.id = $6
)`;

/** OFFSET keeps the planner from reading the facts of every room for a few beds. */
const NAMED_BEDS = `(SELECT * FROM beds WHERE id = ANY ($2) OFFSET 0) b JOIN rooms m ON m.id = b.room_id
    CROSS JOIN LATERAL (SELECT * FROM room_holds(b.room_id, asked.first_night) OFFSET 0) h`;
/** Every bed: the facts of a room once, not once a bed. */
const ALL_BEDS = `beds b JOIN rooms m ON m.id = b.room_id
    JOIN (SELECT r.id, x.* FROM asked, rooms r CROSS JOIN LATERAL room_holds(r.id, asked.first_night) x OFFSET 0) h
      ON h.id = b.room_id`;

/** `$2` names beds, or is null where every bed is looked at: another text, since another plan suits it. */
const sqlFor = (head: string, beds: readonly string[] | null, makesWay = '') => `
WITH ${head}, party AS MATERIALIZED (
  SELECT coalesce(array_agg(case_id), '{}') AS ids, count(*) AS size FROM people
), families AS MATERIALIZED (
  SELECT f.family_id, count(DISTINCT f.case_id) AS size FROM family_members f JOIN people USING (case_id) GROUP BY f.family_id
), houses AS MATERIALIZED (
  -- Whom it receives counts on the night on which one comes: whoever lives there came on another.
  SELECT s.id, localized_name(s.code_name, s.names) AS code_name, s.region, f.receives, f.languages, CASE WHEN f.doors_close IS NOT NULL THEN
           jsonb_build_object('close', to_char(f.doors_close, 'HH24:MI'), 'open', to_char(f.doors_open, 'HH24:MI'),
             'lateArrivals', f.late_arrivals) END AS doors
    FROM asked CROSS JOIN shelters s LEFT JOIN home ON home.shelter_id = s.id
    JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> coalesce(home.since, asked.first_night)
   WHERE s.active
), wanted AS MATERIALIZED (
  SELECT b.id, b.label, b.kind, b.room_id, b.shelter_id, b.in_service * h.holds AS in_service, localized_name(m.name, m.names) AS name, h.mix, h.step_free,
         s.code_name, s.region, s.receives, s.languages, s.doors
    FROM asked, ${beds ? NAMED_BEDS : ALL_BEDS} JOIN houses s ON s.id = b.shelter_id
   WHERE b.in_service * h.holds && asked.span
), near AS MATERIALIZED (
  SELECT b.id, b.room_id FROM beds b WHERE b.room_id IN (SELECT room_id FROM wanted)
), taken AS MATERIALIZED (
  SELECT k.id, k.bed_id, near.room_id, k.state, k.mix_sign, k.nights && asked.span AS asked, false AS preparing, lower(k.nights) AS first,
         -- Whoever is still there past the planned exit sleeps there tonight: the bed is not free.
         CASE WHEN k.state = 'stay' AND k.ends_on <= mawa_tonight() THEN mawa_tonight() + 1
              ELSE upper(k.nights) END AS last
    FROM asked, near JOIN bookings k ON k.bed_id = near.id
   WHERE k.state <> 'void' AND k.ends_on > asked.first_night
     AND (k.state <> 'hold' OR k.hold_until > mawa_now()) ${makesWay}
  UNION ALL
  SELECT k.id, k.bed_id, near.room_id, k.state, k.mix_sign, false, false, lower(k.nights), mawa_tonight() + 1
    FROM asked, (SELECT * FROM bookings WHERE state = 'stay' AND ends_on <= mawa_tonight() OFFSET 0) k
    JOIN near ON near.id = k.bed_id
   WHERE k.ends_on <= asked.first_night ${makesWay}
  UNION ALL
  SELECT p.id, p.bed_id, near.room_id, 'blocked', NULL, true, true, lower(x.nights), upper(x.nights)
    FROM asked, bed_preparations p JOIN near ON near.id = p.bed_id
   CROSS JOIN LATERAL (SELECT preparation_nights(p.until_at) AS nights) x
   WHERE ${IN_PREPARATION} AND x.nights && asked.span
), own AS MATERIALIZED (
  SELECT bp.booking_id FROM people JOIN booking_people bp USING (case_id)
), related AS MATERIALIZED (
  SELECT bp.booking_id FROM families JOIN family_members f USING (family_id) JOIN booking_people bp ON bp.case_id = f.case_id
), strangers AS MATERIALIZED (
  SELECT x.room_id, x.strangers FROM asked, party,
    LATERAL blind_strangers(ARRAY(SELECT DISTINCT room_id FROM wanted), asked.span, party.ids) x
), barred AS MATERIALIZED (
  SELECT x.shelter_id FROM asked, party,
    LATERAL blind_barred(ARRAY(SELECT id FROM houses), asked.span, party.ids) x
)
SELECT (SELECT jsonb_build_object('id', a.id, 'state', a.shown_state, 'urgency', a.urgency, 'from', lower(a.span),
          'until', upper(a.span), 'tonight', mawa_tonight(), 'clock', to_char(mawa_clock(mawa_now()), 'HH24:MI'), 'openNights', mawa_setting('planned_open_nights'), 'holdMinutes', mawa_setting('hold_minutes'), 'near', a.near_region,
          'related', party.size = 1 OR EXISTS (SELECT 1 FROM families WHERE families.size = party.size))
          FROM asked a, party) AS request,
       coalesce((SELECT jsonb_agg(jsonb_build_object('caseId', case_id, 'ageLow', age_low, 'ageHigh', age_high,
          'turnsAge', turns_age, 'turnsOn', turns_on, 'birthdayKnown', birthday_known, 'ruleAges', rule_ages,
          ${jsonFacts(PLACING_FACTS, 'people')}))
          FROM people), '[]') AS people,
       coalesce((SELECT json_agg(json_build_object('bedId', id, 'label', label, 'kind', kind, 'roomId', room_id,
          'roomName', name, 'roomMix', mix, 'stepFree', step_free, 'shelterId', shelter_id, 'codeName', code_name,
          'region', region, 'receives', receives, 'languages', languages, 'doors', doors, 'inServiceFrom', lower(in_service),
          'inServiceUntil', upper(in_service))) FROM wanted), '[]') AS beds,
       coalesce((SELECT json_agg(json_build_object('bedId', t.bed_id, 'roomId', t.room_id, 'state', t.state, 'sign', t.mix_sign,
          'from', t.first, 'until', t.last, 'asked', t.asked, 'preparing', t.preparing,
          'own', t.id IN (SELECT booking_id FROM own), 'related', t.id IN (SELECT booking_id FROM related)))
          FROM taken t), '[]') AS taken,
       coalesce((SELECT jsonb_agg(jsonb_build_object('roomId', room_id, 'n', strangers)) FROM strangers), '[]') AS strangers,
       coalesce((SELECT jsonb_agg(shelter_id) FROM barred), '[]') AS barred,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'receives', receives)) FROM houses), '[]') AS houses,
       mawa_setting('keep_apart_houses') AS "houseGroup", coalesce((SELECT jsonb_agg(shelter_id) FROM home), '[]') AS home,
       $2::uuid[] IS NULL AS network, ${RULES_IN_FORCE} AS rules`;

/** Facts about the given beds, or about all beds in service on some of the requested nights. */
export async function readPlacingFacts(
  tx: Tx,
  requestId: string,
  bedIds: readonly string[] | null,
): Promise<PlacingFacts> {
  const read = bedIds === null ? tx.planned<PlacingFacts> : tx.query<PlacingFacts>;
  const [facts] = await read(sqlFor(OF_REQUEST, bedIds), [requestId, bedIds]);
  if (!facts?.request || facts.people.length === 0) throw notFound();
  return { ...facts, workplaces: tx.actor.shelterIds };
}

interface StayQuery {
  /** Null: every bed in service on some of these nights. */
  readonly bedId: string | null;
  readonly nights: Nights;
  readonly members: readonly PersonRow[];
  /** Bookings of people who leave their bed at the same moment. */
  readonly makeWay?: readonly string[];
  /** The present booking; its shelter counts as the person's own. */
  readonly booking: string;
}

/** The same facts for a resident, over nights that are not booked yet. */
export async function readStayFacts(tx: Tx, stay: StayQuery): Promise<PlacingFacts> {
  const beds = stay.bedId === null ? null : [stay.bedId];
  const params = [null, beds, toDateRange(stay.nights), personRowsOf(stay.members)];
  const read = beds === null ? tx.planned<PlacingFacts> : tx.query<PlacingFacts>;
  const [facts] = await read(sqlFor(OF_STAY, beds, 'AND NOT k.id = ANY ($5::uuid[])'), [
    ...params,
    stay.makeWay ?? [],
    stay.booking,
  ]);
  return { ...facts!, workplaces: tx.actor.shelterIds };
}
