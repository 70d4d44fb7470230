import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';
import { translate } from '../../platform/web/i18n';
import { waitingListPath } from '../waiting/waiting.view';

/** Noon, by the clock of the programme, of the first night for which a bed is requested. */
const FIRST_NOON = `(mawa_day_begins(q.needed_from) + interval '12 hours')`;
/** A request made for a later night whose first night has come. */
const IS_DUE = `q.needed_from > mawa_day(q.created_at) AND ${FIRST_NOON} <= mawa_now()`;

/**
 * Beds: rules that somebody asks to set aside, more nights than the house allows, the rules themselves, beds that are
 * held in a house, and requests on its waiting list.
 */
@Injectable()
export class BedDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'overrides',
      permission: 'overrides:agree',
      taskKinds: ['override_asked'],
      select: `SELECT a.id, min(r.booking_id::text)::uuid, min(r.case_id::text)::uuid, NULL::text, a.asked_at
        FROM override_asks a JOIN override_rules r ON r.ask_id = a.id JOIN bookings k ON k.id = r.booking_id
       WHERE a.asked_by <> mawa_actor() AND NOT EXISTS (SELECT FROM override_answers n WHERE n.ask_id = a.id)
       GROUP BY a.id
      HAVING bool_and(k.state = 'hold' AND k.hold_until > mawa_now())
         AND bool_and(k.shelter_id = ANY (mawa_principals()) OR mawa_holds_fully(r.case_id))`,
      path: () => '/beds/overrides',
    });
    // Beds of the actor's shelters held by others, for managers and staff on duty, who confirm the hold.
    sources.add({
      key: 'held_beds',
      permission: 'beds:check-in',
      taskKinds: [],
      isOnlyInArrivals: true,
      select: `SELECT p.request_id, NULL::uuid, min(p.case_id::text)::uuid, count(*)::text, min(h.at)
        FROM bookings k JOIN booking_people p ON p.booking_id = k.id
        JOIN booking_changes h ON h.booking_id = k.id AND h.reason = 'hold' AND h.by <> mawa_actor()
       WHERE k.state = 'hold' AND k.hold_until > mawa_now() AND k.shelter_id = ANY (mawa_principals())
         AND ('shelter_manager' = ANY (mawa_roles()) OR EXISTS (SELECT FROM shelter_duties d
               WHERE d.shelter_id = k.shelter_id AND d.user_id = mawa_actor() AND d.until_at > mawa_now()))
       GROUP BY p.request_id, k.shelter_id`,
      path: ({ id }) => `/beds?request=${id}`,
      name: (label, language) => translate(language, 'common:count.beds', { count: Number(label) }),
    });
    // Requests on the waiting list of the actor's shelters without a held bed, for managers and staff on duty. Counts
    // as new when it was made, when its bed was released or its hold expired, and when its first night has come. The
    // policy of case_access limits the rows to the actor's shelters, without people hidden from the reader. Only the
    // urgency is shown.
    sources.add({
      key: 'bed_requests',
      permission: 'requests:read',
      taskKinds: [],
      isOnlyInArrivals: true,
      select: `SELECT q.id, NULL::uuid, NULL::uuid, CASE WHEN ${IS_DUE} THEN 'due' ELSE q.urgency END,
               greatest(o.opened_at, q.held_until, CASE WHEN ${IS_DUE} THEN ${FIRST_NOON} END)
        FROM (SELECT a.source_id, min(a.from_at) AS opened_at
                FROM case_access a JOIN shelters s ON s.id = a.principal_id AND s.active
               WHERE a.reason = 'request' AND a.principal_kind = 'shelter' AND a.from_at <= mawa_now()
                 AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END > mawa_now()
                 AND ('shelter_manager' = ANY (mawa_roles()) OR EXISTS (SELECT FROM shelter_duties d
                       WHERE d.shelter_id = a.principal_id AND d.user_id = mawa_actor() AND d.until_at > mawa_now()))
               GROUP BY a.source_id) o
        JOIN bed_requests q ON q.id = o.source_id
       WHERE q.state = 'open' AND q.created_by <> mawa_actor() AND (q.held_until IS NULL OR q.held_until <= mawa_now())`,
      path: ({ id }) => waitingListPath(id),
      name: (label, language) => translate(language, `waiting:asked.${label}`),
    });
    sources.add({
      key: 'extensions',
      permission: 'stays:approve-extension',
      taskKinds: ['extension_asked'],
      select: `SELECT x.id, x.booking_id, x.case_id, NULL::text, x.asked_at
        FROM stay_extensions x JOIN bookings k ON k.id = x.booking_id AND k.state = 'stay'
       WHERE x.decision IS NULL AND x.asked_by <> mawa_actor()
         AND (k.shelter_id = ANY (mawa_principals()) OR mawa_holds_fully(x.case_id))`,
      path: ({ within }) => `/beds/bookings/${within}/length`,
    });
    sources.add({
      key: 'placing_rules',
      permission: 'placing-rules:approve',
      taskKinds: [],
      // A draft without a note is not ready: it cannot be approved.
      select: `SELECT md5('rules ' || v.version)::uuid, NULL::uuid, NULL::uuid, v.version::text, v.ready_at FROM rule_sets v
       WHERE v.state = 'draft' AND v.ready_at IS NOT NULL AND mawa_actor() <> ALL (v.writers || v.author_id)`,
      path: () => '/placing-rules/draft',
    });
  }
}
