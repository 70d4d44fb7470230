import { Injectable } from '@nestjs/common';
import { DecisionSources, nameByLanguage } from './decision-sources.service';

const permission = 'users:manage';
const account = (id: string | null) => `/admin/users/${id}`;

/** What a second administrator confirms about accounts. Here, since accounts know nothing of the first page. */
@Injectable()
export class AccountDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'roles',
      permission,
      taskKinds: ['confirm_role'],
      select: `SELECT r.id, r.user_id, NULL::uuid, localized_name(u.name, u.names) AS name, r.granted_at FROM user_roles r JOIN users u ON u.id = r.user_id
       WHERE r.needs_second AND r.confirmed_by IS NULL AND r.ended_at IS NULL
         AND (r.last_day IS NULL OR r.last_day >= mawa_day(mawa_now()))
         AND mawa_actor() NOT IN (r.user_id, r.granted_by)
         AND password_handed_over_by(r.user_id) IS DISTINCT FROM mawa_actor()`,
      path: ({ within }) => account(within),
    });
    sources.add({
      key: 'password_links',
      permission,
      taskKinds: [],
      select: `SELECT l.id, l.user_id, NULL::uuid, localized_name(u.name, u.names) AS name, l.made_at FROM password_links l JOIN users u ON u.id = l.user_id
       WHERE l.confirmed_by IS NULL AND l.ended_at IS NULL AND l.expires_at > mawa_now()
         AND mawa_actor() NOT IN (l.user_id, l.made_by)`,
      path: ({ within }) => account(within),
    });
    sources.add({
      key: 'factor_removals',
      permission,
      taskKinds: [],
      // As confirm_second_factor_removal() takes it: within a day.
      select: `SELECT r.id, r.user_id, NULL::uuid, localized_name(u.name, u.names) AS name, r.asked_at
        FROM second_factor_removals r JOIN users u ON u.id = r.user_id
       WHERE r.needs_second AND r.ended_at IS NULL AND r.asked_at > mawa_now() - interval '1 day'
         AND mawa_actor() NOT IN (r.user_id, r.asked_by)`,
      path: ({ within }) => account(within),
    });
    sources.add({
      key: 'local_sign_ins',
      permission,
      taskKinds: [],
      select: `SELECT s.id, s.user_id, NULL::uuid, localized_name(u.name, u.names) AS name, s.made_at FROM local_sign_ins s JOIN users u ON u.id = s.user_id
       WHERE s.confirmed_at IS NULL AND s.ended_at IS NULL AND mawa_actor() NOT IN (s.user_id, s.made_by)`,
      path: ({ within }) => account(within),
    });
    sources.add({
      key: 'service_accounts',
      permission,
      taskKinds: [],
      select: `SELECT a.user_id, NULL::uuid, NULL::uuid, localized_name(u.name, u.names) AS name, a.made_at FROM service_accounts a JOIN users u ON u.id = a.user_id
       WHERE a.confirmed_by IS NULL AND a.ended_at IS NULL AND u.active AND a.last_day >= mawa_day(mawa_now())
         AND a.made_by <> mawa_actor()`,
      path: ({ id }) => `/admin/service-accounts/${id}`,
    });
    sources.add({
      key: 'service_tokens',
      permission,
      taskKinds: [],
      select: `SELECT t.id, t.user_id, NULL::uuid, localized_name(u.name, u.names) AS name, t.made_at FROM access_tokens t JOIN users u ON u.id = t.user_id
       WHERE t.needs_confirmation AND t.confirmed_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > mawa_now()
         AND u.active AND t.made_by <> mawa_actor()`,
      path: ({ within }) => `/admin/service-accounts/${within}`,
    });
    sources.add({
      key: 'identity_providers',
      permission,
      taskKinds: [],
      select: `SELECT e.id, e.provider_id, NULL::uuid, e.name::text, e.proposed_at FROM identity_provider_editions e
       WHERE e.confirmed_at IS NULL AND e.ended_at IS NULL AND e.proposed_by <> mawa_actor()`,
      path: ({ within }) => `/admin/identity-providers/${within}`,
      name: nameByLanguage,
    });
  }
}
