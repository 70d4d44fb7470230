/** Consents of one person, limited by row-level security. */
import type { Tx } from '../platform/database/transactions';
import type { Assent, GuardianRelation } from './child.rules';
import type {
  Channel,
  Decision,
  ConsentMode,
  ConsentPoints,
  Purpose,
  PurposeRule,
} from './consents.rules';

export interface Consent {
  readonly id: string;
  /** The file in which it was written down. */
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly recipientId: string | null;
  readonly recipient: string | null;
  readonly decision: Decision;
  readonly how: ConsentMode;
  readonly channel: Channel;
  readonly interpreter: boolean;
  readonly language: string;
  readonly points: ConsentPoints;
  readonly guardianRelation: GuardianRelation | null;
  /** Case number of a guardian in the programme whom the reader may see. */
  readonly guardianCaseNumber: string | null;
  /** A name is kept, sealed. */
  readonly guardianNamed: boolean;
  readonly assent: Assent | null;
  readonly textId: string | null;
  readonly textVersion: number | null;
  readonly explainedBy: string;
  readonly at: Date;
  readonly untilAt: Date | null;
}

const CONSENTS = `SELECT c.id, c.case_id AS "caseId", c.purpose, c.recipient_id AS "recipientId", localized_name(o.name, o.names) AS recipient, c.decision,
    c.how, c.channel, c.interpreter, c.language, c.points,
    c.guardian_relation AS "guardianRelation", g.case_number AS "guardianCaseNumber",
    c.guardian_sealed IS NOT NULL AS "guardianNamed", c.assent, c.text_id AS "textId",
    t.version AS "textVersion", localized_name(u.name, u.names) AS "explainedBy", c.at, c.until_at AS "untilAt"
  FROM consents c JOIN users u ON u.id = c.explained_by
  LEFT JOIN organisations o ON o.id = c.recipient_id
  LEFT JOIN cases g ON g.id = c.guardian_case_id
  LEFT JOIN consent_texts t ON t.id = c.text_id`;

/** Oldest first. */
export const consentsOf = (tx: Tx, caseId: string): Promise<Consent[]> =>
  tx.query<Consent>(`${CONSENTS} WHERE c.case_id = $1 ORDER BY c.at, c.id`, [caseId]);

/** With what was refused or withdrawn on the files joined with this one, which counts for it too (no_later_refusal). */
export const consentsAndJoinedRefusals = (tx: Tx, caseId: string): Promise<Consent[]> =>
  tx.query<Consent>(
    `${CONSENTS}
      WHERE c.case_id = $1 OR (c.decision <> 'given' AND c.case_id IN (SELECT mawa_files($1)))
      ORDER BY c.at, c.id`,
    [caseId],
  );

export interface LiveConsent {
  readonly id: string;
  readonly untilAt: Date | null;
}

/** The consent in force at this instant for this purpose and recipient, or null. */
export async function liveConsent(
  tx: Tx,
  caseId: string,
  purpose: Purpose,
  recipientId: string | null,
): Promise<LiveConsent | null> {
  const [row] = await tx.query<LiveConsent>(
    `SELECT consent_id AS id, until_at AS "untilAt" FROM consent_standing
      WHERE case_id = $1 AND purpose = $2 AND recipient_id IS NOT DISTINCT FROM $3
        AND given AND (until_at IS NULL OR until_at > mawa_now())
        AND no_later_refusal(case_id, purpose, recipient_id, at)`,
    [caseId, purpose, recipientId],
  );
  return row ?? null;
}

export interface AgreedRecipient extends LiveConsent {
  readonly recipientId: string;
}

/** Recipients with whom the person consents to share at this instant. */
export const agreedRecipients = (tx: Tx, caseId: string): Promise<AgreedRecipient[]> =>
  tx.query<AgreedRecipient>(
    `SELECT recipient_id AS "recipientId", consent_id AS id, until_at AS "untilAt" FROM consent_standing
      WHERE case_id = $1 AND purpose = 'sharing' AND recipient_id IS NOT NULL
        AND given AND (until_at IS NULL OR until_at > mawa_now())
        AND no_later_refusal(case_id, purpose, recipient_id, at)`,
    [caseId],
  );

/** Rules of the purposes at this instant. */
export async function purposeRules(tx: Tx): Promise<Record<Purpose, PurposeRule>> {
  const [row] = await tx.query<{ rules: Record<Purpose, PurposeRule> }>(
    `SELECT mawa_setting('consent_purposes') AS rules`,
  );
  return row!.rules;
}

export async function assentFromAge(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ age: number }>(
    `SELECT mawa_setting('consent_assent_from_age')::int AS age`,
  );
  return row!.age;
}
