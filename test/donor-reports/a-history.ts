/**
 * A small history beside the quarter of `a-quarter.ts`, drawn at random from a seed: calls, referrals, training, work,
 * returns, projects and proceedings. Written behind the triggers, for what is counted alone.
 */
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import type { TestApp } from '../support/app';

const BY = SETUP_ACTOR.userId;

const TRAINING = `
  WITH courses AS (
    INSERT INTO training_courses (id, provider_id, title, level, level_version, field, field_version, language, cost_per_place, currency,
        child_care, strenuous, stipend, transport, pays_excused, agreement, agreed_from, agreed_until, by)
    SELECT gen_random_uuid(), (SELECT id FROM organisations LIMIT 1), 'Couture', '2', 1, '07', 1, 'ara', 100, 'MAD',
           'none', false, 0, 0, false, 'A-1', '2026-01-01', '2026-12-31', '${BY}' RETURNING id),
  sessions AS (
    INSERT INTO training_sessions (id, course_id, starts_on, ends_on, weekdays, starts_at, ends_at, places, region, by)
    SELECT gen_random_uuid(), c.id, '2026-07-01', '2026-09-30', '{1,2}', '09:00', '12:00', 100, r, '${BY}'
      FROM courses c, unnest(ARRAY['04', '06', '09']) r RETURNING id),
  enrolled AS (
    INSERT INTO training_enrolments (id, case_id, session_id, state, seat, officer_id, by)
    SELECT gen_random_uuid(), p.id, s.id, 'started', row_number() OVER (), '${BY}', '${BY}'
      FROM (SELECT id FROM cases ORDER BY random() LIMIT 40) p, sessions s WHERE random() < 0.5 RETURNING id, case_id)
  INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day, reason, list_version, by)
  SELECT gen_random_uuid(), e.case_id, e.id, f, t, date '2026-06-15' + (random() * 120)::int,
         CASE t WHEN 'dropped_out' THEN 'health' END, CASE t WHEN 'dropped_out' THEN 1 END, '${BY}'
    FROM enrolled e, (VALUES ('admitted', 'started', 1.0), ('started', 'completed', 0.6), ('completed', 'certified', 0.4),
      ('started', 'dropped_out', 0.3)) s (f, t, share) WHERE random() < share + 0 * length(e.id::text)`;

const WITHDRAWN = `
  INSERT INTO training_certificates (id, case_id, enrolment_id, number, code, code_digest, issued_on, withdrawn_on, withdrawn_by, withdrawn_reason, by)
  SELECT gen_random_uuid(), case_id, enrolment_id, 'NUMBER-' || row_number() OVER (), '', decode(md5(random()::text) || md5(random()::text), 'hex'),
         on_day, on_day, '${BY}', 'mistake', '${BY}'
    FROM training_steps WHERE to_state = 'certified' ORDER BY id LIMIT 3`;

const WORK = `
  WITH placed AS (
    INSERT INTO work_placements (id, case_id, kind, occupation, list_version, starts_on, hours_a_week, days_a_week, officer_id, by,
        employer_id, contract_form, contract_kind, cnss, wage, wage_period, floor_kind, papers_kept_by, free_to_leave, housing_tied, grievance_known)
    SELECT gen_random_uuid(), id, kind, 'x', 1, '2026-01-10', 40, 5, '${BY}', '${BY}', a, b, c, d, e, f, g, h, i, j, k
      FROM (SELECT c.id, CASE WHEN random() < 0.6 THEN 'employed' ELSE 'self' END AS kind
              FROM (SELECT id FROM cases ORDER BY random() LIMIT 45) c, generate_series(1, 2) n WHERE n = 1 OR random() < 0.2) w
      LEFT JOIN (VALUES ('employed', gen_random_uuid(), 'written', 'open_ended', true, 4000, 'month', 'smig', 'worker', true, false, true))
        AS e (of, a, b, c, d, e, f, g, h, i, j, k) ON e.of = w.kind
    RETURNING id, case_id),
  steps AS (
    INSERT INTO work_placement_steps (id, case_id, placement_id, from_state, to_state, on_day, by)
    SELECT gen_random_uuid(), case_id, id, 'new', 'started', date '2026-01-05' + (random() * 240)::int, '${BY}' FROM placed
    RETURNING case_id, placement_id, on_day)
  INSERT INTO work_follow_ups (id, case_id, placement_id, months, tried_on, mode, outcome, in_work, signs_seen, signs_not_asked, by)
  SELECT gen_random_uuid(), case_id, placement_id, 6, (on_day + interval '6 months')::date, 'call', 'reached',
         (ARRAY['same', 'other', 'no', 'not_told'])[1 + floor(random() * 4)], '{}', '{}', '${BY}'
    FROM steps WHERE random() < 0.8`;

const RETURNS = `
  WITH tracks AS (
    INSERT INTO return_tracks (id, case_id, door, country, state, opened_on, officer_id, opened_by)
    SELECT gen_random_uuid(), id, 'return', (ARRAY['SN', 'CI', 'PH'])[1 + floor(random() * 3)], 'completed', '2026-05-01', '${BY}', '${BY}'
      FROM cases ORDER BY random() LIMIT 30 RETURNING id, case_id),
  gone AS (
    INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
    SELECT gen_random_uuid(), case_id, id, 'preparing', 'travelling', date '2026-06-20' + (random() * 110)::int, '${BY}' FROM tracks
    RETURNING track_id, case_id, on_day, place),
  back AS (
    INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
    SELECT gen_random_uuid(), case_id, track_id, 'travelling', 'preparing', on_day, '${BY}' FROM gone WHERE place % 7 = 0)
  INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
  SELECT gen_random_uuid(), case_id, track_id, 'travelling', 'arrived', on_day + 2, '${BY}' FROM gone WHERE place % 7 <> 0 AND random() < 0.8`;

const CALLS = `
  INSERT INTO calls (id, taken_by, began_at, type, type_version, language, region, danger, ended_at, outcome)
  SELECT gen_random_uuid(), '${BY}', at, type, CASE WHEN type IS NOT NULL THEN 1 END, (ARRAY['ara', 'fra', NULL])[1 + floor(random() * 3)],
         (ARRAY['04', '06', '09', NULL])[1 + floor(random() * 4)], (ARRAY['yes', 'no', 'skipped', NULL])[1 + floor(random() * 4)], at, 'informed'
    FROM (SELECT timestamptz '2026-06-25Z' + random() * interval '105 days' AS at,
            (ARRAY['information', 'help', NULL])[1 + floor(random() * 3)] AS type FROM generate_series(1, 120)) c`;

const REFERRALS = `
  INSERT INTO referrals (id, case_id, partner_id, share_id, reference, places_id, service, list_version, urgency, parts, state, sent_by,
      sent_at, due_at, answered_at, ended_at, outcome)
  SELECT gen_random_uuid(), id, (SELECT o.id FROM organisations o WHERE o.kind = 'partner' ORDER BY md5(o.id::text || c.id::text) LIMIT 1),
         gen_random_uuid(), 'R', gen_random_uuid(), (ARRAY['health', 'legal'])[1 + floor(random() * 2)], 1, 'normal', '{facts}', state, '${BY}',
         at, at + interval '3 days', CASE WHEN state IN ('closed', 'declined') THEN at + interval '1 day' END,
         CASE WHEN state <> 'sent' THEN at + interval '9 days' END, CASE WHEN state = 'closed' THEN 'completed' END
    FROM (SELECT id, timestamptz '2026-06-20Z' + random() * interval '110 days' AS at,
            (ARRAY['sent', 'closed', 'declined', 'expired', 'revoked'])[1 + floor(random() * 5)] AS state FROM cases, generate_series(1, 2)
           ORDER BY random() LIMIT 70) c ON CONFLICT DO NOTHING`;

const PROJECTS = `
  WITH made AS (
    INSERT INTO projects (id, kind, title, activity, list_version, region, officer_id, by)
    SELECT gen_random_uuid(), (ARRAY['own', 'cooperative', 'community'])[1 + floor(random() * 3)], 'x', 'x', 1,
           (ARRAY['04', '06'])[1 + floor(random() * 2)], '${BY}', '${BY}' FROM generate_series(1, 25) RETURNING id)
  INSERT INTO project_steps (id, project_id, from_state, to_state, on_day, by)
  SELECT gen_random_uuid(), id, 'new', 'idea', date '2026-06-20' + (random() * 110)::int, '${BY}' FROM made`;

const LAW = `
  WITH places AS (
    INSERT INTO courts (kind, fr, ar, en, city, region, created_by)
    SELECT k, k, k, k, 'x x', r, '${BY}' FROM (VALUES ('first_instance', '06'), ('appeal', '04')) c (k, r) RETURNING id),
  opened AS (
    INSERT INTO proceedings (id, case_id, kind, state, court_id, file_digest, opened_on, officer_id, opened_by)
    SELECT gen_random_uuid(), c.id, (ARRAY['criminal_victim', 'criminal_civil_party', 'family'])[1 + floor(random() * 3)], 'trial',
           CASE WHEN random() < 0.8 THEN (SELECT id FROM places ORDER BY md5(id::text || c.id::text) LIMIT 1) END,
           CASE WHEN random() < 0.4 THEN decode(repeat('0' || floor(random() * 4), 32), 'hex') END, date '2026-06-20' + (random() * 110)::int, '${BY}', '${BY}'
      FROM (SELECT id FROM cases ORDER BY random() LIMIT 45) c RETURNING id, case_id, opened_on)
  INSERT INTO legal_steps (id, case_id, proceeding_id, from_state, to_state, on_day, by)
  SELECT gen_random_uuid(), case_id, id, 'filed', (ARRAY['prosecution', 'instruction', 'trial', 'police'])[1 + floor(random() * 4)],
         opened_on + (random() * 20)::int, '${BY}' FROM opened`;

export async function aHistory({ admin }: TestApp, seed: number): Promise<void> {
  await admin.query('SELECT setseed($1)', [seed]);
  await admin.query(`INSERT INTO organisations (code, kind, name, partner_type) VALUES
    ('ASSO', 'partner', 'Association', 'association'), ('CLIN', 'partner', 'Clinique', 'health'), ('RIEN', 'partner', 'Autre', NULL)`);
  await admin.query(`SET session_replication_role = replica`);
  await admin.query(`UPDATE cases SET region_recruitment = (ARRAY['04', '06', '09', NULL])[1 + floor(random() * 4)],
    region_exploitation = (ARRAY['01', '06', '12', NULL])[1 + floor(random() * 4)]`);
  for (const sql of [TRAINING, WITHDRAWN, WORK, RETURNS, CALLS, REFERRALS, PROJECTS, LAW]) {
    await admin.query(sql);
  }
  await admin.query(`SET session_replication_role = origin`);
}
