/** What the check list looks at: rows of the programme, none of them about a person in its care. */
import type { Tx } from '../../platform/database/transactions';
import type {
  Confirmation,
  ConfirmedSubject,
  RoleCount,
  SetupFacts,
  ShelterFacts,
} from './checklist.rules';

type RowFacts = Omit<SetupFacts, 'dueNight' | 'keyFile' | 'hasPublicAddress' | 'hasMailServer'>;

interface FactsRow {
  readonly agencies: number;
  readonly donors: number;
  readonly grants: number;
  readonly currentGrants: number;
  readonly waitingGrants: number | null;
  readonly unitCosts: number | null;
  readonly firstNight: string | null;
  readonly lastClosedNight: string | null;
  readonly hasRecentBackup: boolean;
  readonly hasProgrammeName: boolean;
  readonly roles: readonly RoleCount[];
  readonly shelters: readonly ShelterFacts[];
  readonly confirmations: readonly (Omit<Confirmation, 'at'> & { readonly at: string })[];
}

/** One statement: the first page of an administrator waits for it. */
export async function readSetupFacts(tx: Tx): Promise<RowFacts> {
  const [row] = await tx.query<FactsRow>(
    `SELECT (SELECT count(*)::int FROM organisations WHERE active AND kind = 'agency') AS agencies,
            (SELECT count(*)::int FROM organisations WHERE active AND kind = 'donor') AS donors,
            (SELECT count(*)::int FROM grants) AS grants,
            (SELECT count(*)::int FROM grants WHERE $1::date BETWEEN starts_on AND ends_on) AS "currentGrants",
            grants_waiting() AS "waitingGrants",
            kinds_with_unit_cost() AS "unitCosts",
            (SELECT min(lower(in_service))::text FROM beds) AS "firstNight",
            (SELECT max(night)::text FROM closed_nights) AS "lastClosedNight",
            EXISTS (SELECT FROM backups WHERE began_at > mawa_now() - interval '26 hours') AS "hasRecentBackup",
            EXISTS (SELECT FROM settings WHERE key = 'programme_name' AND set_by IS NOT NULL AND NOT cancelled) AS "hasProgrammeName",
            (SELECT coalesce(jsonb_agg(counted), '[]') FROM (
               SELECT r.role, count(*) FILTER (WHERE w.works)::int AS working,
                      count(*) FILTER (WHERE NOT w.works)::int AS waiting
                 FROM current_roles r JOIN users u ON u.id = r.user_id AND u.active AND NOT u.system
                CROSS JOIN LATERAL (SELECT (NOT r.needs_second OR r.confirmed_by IS NOT NULL)
                                       AND account_has_password(u.id) AS works) w
                WHERE r.ended_at IS NULL GROUP BY r.role) counted) AS roles,
            (SELECT coalesce(jsonb_agg(seen ORDER BY seen.name), '[]') FROM (
               SELECT localized_name(s.code_name, s.names) AS name,
                      (SELECT count(*)::int FROM rooms r WHERE r.shelter_id = s.id) AS rooms,
                      (SELECT count(*)::int FROM beds b
                        WHERE b.shelter_id = s.id AND b.in_service @> mawa_tonight()) AS beds,
                      (SELECT count(DISTINCT m.user_id)::int FROM memberships m
                         JOIN users u ON u.id = m.user_id AND u.active
                         JOIN current_roles r ON r.user_id = m.user_id AND r.role = 'shelter_manager'
                          AND r.ended_at IS NULL AND r.confirmed_by IS NOT NULL
                        WHERE m.principal_kind = 'shelter' AND m.principal_id = s.id AND m.from_at <= mawa_now()
                          AND (m.until_at IS NULL OR m.until_at > mawa_now())
                          AND account_has_password(m.user_id)) AS managers,
                      EXISTS (SELECT 1 FROM night_rates n
                               WHERE n.shelter_id = s.id AND n.valid @> mawa_tonight()) AS priced
                 FROM shelters s WHERE s.active) seen) AS shelters,
            (SELECT coalesce(jsonb_agg(said), '[]') FROM (
               SELECT DISTINCT ON (c.subject) c.subject, c.key_file AS "keyFile", localized_name(u.name, u.names) AS by, c.said_at AS at
                 FROM setup_confirmations c JOIN users u ON u.id = c.said_by
                ORDER BY c.subject, c.said_at DESC) said) AS confirmations`,
    [tx.today],
  );
  const {
    agencies,
    donors,
    grants,
    currentGrants,
    waitingGrants,
    unitCosts,
    confirmations,
    ...facts
  } = row!;
  return {
    ...facts,
    grants: { all: grants, current: currentGrants, waiting: waitingGrants ?? 0 },
    organisations: { agencies, donors },
    unitCosts: unitCosts ?? 0,
    confirmations: confirmations.map((said) => ({ ...said, at: new Date(said.at) })),
  };
}

export async function addConfirmation(
  tx: Tx,
  subject: ConfirmedSubject,
  keyFile: string | null,
): Promise<void> {
  await tx.query(
    'INSERT INTO setup_confirmations (subject, key_file, said_by) VALUES ($1, $2, $3)',
    [subject, keyFile, tx.actor.userId],
  );
}
