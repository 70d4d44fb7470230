/** Partners and the latest capacity reported by each. */
import { labelsSql } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';

type Labels = Readonly<Record<Language, string>>;

export const CAPACITY_REPORT_CHANNELS = ['phone', 'visit', 'message', 'account'] as const;
export type CapacityReportChannel = (typeof CAPACITY_REPORT_CHANNELS)[number];

export interface ServiceCapacity {
  /** Null: people are taken, and nobody counts. */
  readonly places: number | null;
  /** Not taken by a referral since; null where nobody counts. */
  readonly free: number | null;
  readonly waitingDays: number | null;
  readonly notedAt: Date;
  /** Reported recently enough to be used. */
  readonly fresh: boolean;
}

export interface PartnerChoice {
  readonly id: string;
  readonly name: string;
  readonly partnerType: string | null;
  readonly region: string | null;
  readonly country: string;
  readonly singleContact: boolean;
  readonly language: Language;
  readonly hasAccount: boolean;
  /** Null: nobody has asked it about this kind of help yet. */
  readonly places: ServiceCapacity | null;
  /** The person is there already with this. */
  readonly already: boolean;
}

/** Partners with free places first, by waiting time; then those with unknown capacity; then full ones. */
export const partnersFor = (
  tx: Tx,
  caseId: string | null,
  service: string,
  region: string | null,
): Promise<PartnerChoice[]> =>
  tx.query<PartnerChoice>(
    `SELECT o.id, localized_name(o.name, o.names) AS name, o.partner_type AS "partnerType", o.region, o.country, o.single_contact AS "singleContact", o.language,
            partner_has_account(o.id) AS "hasAccount",
            CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('places', p.places, 'free', p.free, 'waitingDays', p.waiting_days,
              'notedAt', p.noted_at, 'fresh', p.fresh) END AS places,
            EXISTS (SELECT 1 FROM referrals r WHERE r.case_id = $1 AND r.partner_id = o.id AND r.service = $2 AND r.live) AS already
       FROM organisations o LEFT JOIN partner_places_now p ON p.organisation_id = o.id AND p.service = $2
      WHERE o.active AND o.kind IN ('partner', 'commission', 'agency') AND (o.kind = 'partner' OR p.id IS NOT NULL)
        AND ($3::text IS NULL OR o.region = $3)
      ORDER BY CASE WHEN p.fresh AND p.free IS DISTINCT FROM 0 THEN 0 WHEN p.fresh THEN 2 ELSE 1 END,
               p.waiting_days NULLS LAST, name, o.id`,
    [caseId, service, region],
  );

export interface ServiceCapacityRow extends ServiceCapacity {
  readonly id: string;
  readonly organisationId: string;
  readonly service: string;
  readonly serviceName: Labels;
  readonly taken: number;
  readonly how: CapacityReportChannel;
  readonly notedBy: string;
}

const PLACES = `p.id, p.organisation_id AS "organisationId", p.service,
  ${labelsSql('referral_services', 'p.list_version', 'p.service')} AS "serviceName", p.places, p.places - p.taken AS free,
  p.taken, p.waiting_days AS "waitingDays", p.how, p.noted_at AS "notedAt", localized_name(u.name, u.names) AS "notedBy",
  p.noted_at > mawa_now() - make_interval(days => mawa_setting('partner_places_days')::int) AS fresh`;

/** Present capacity of one partner or of all. */
export const currentCapacity = (
  tx: Tx,
  organisationId: string | null,
): Promise<ServiceCapacityRow[]> =>
  tx.query<ServiceCapacityRow>(
    `SELECT ${PLACES} FROM partner_places_now p JOIN users u ON u.id = p.noted_by
      WHERE $1::uuid IS NULL OR p.organisation_id = $1 ORDER BY p.organisation_id, p.service`,
    [organisationId],
  );

const HISTORY = 60;
/** Earlier capacity reports, newest first. */
export const capacityHistory = (tx: Tx, organisationId: string): Promise<ServiceCapacityRow[]> =>
  tx.query<ServiceCapacityRow>(
    `SELECT ${PLACES} FROM partner_places p JOIN users u ON u.id = p.noted_by
      WHERE p.organisation_id = $1 ORDER BY p.place DESC LIMIT ${HISTORY}`,
    [organisationId],
  );
