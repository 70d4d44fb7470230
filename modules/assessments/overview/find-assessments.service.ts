import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { record } from '../../audit';
import { firstNotNull } from '../../platform/database/first-not-null';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { FORM_PARTS, type Level, type LocalisedText } from '../definition/definition-schema.rules';

export interface AssessmentFilter {
  readonly form: string;
  /** A band, by its id. */
  readonly band?: string;
  /** A coded field and one of its answers, by their stable ids. */
  readonly field?: string;
  readonly code?: string;
}

export interface FoundAssessment {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly at: Date;
  readonly band: LocalisedText | null;
  readonly level: Level | null;
  /** The answers are for the actor too. */
  readonly readable: boolean;
}

export interface OpenDraft {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly title: LocalisedText;
  readonly savedBy: string;
  readonly savedAt: Date;
  readonly savedPages: number;
  readonly pages: number;
}

const PAGE_SIZE = 50;

/** The actor's people by their latest result, and assessments begun and not signed. */
@Injectable()
export class FindAssessments {
  constructor(private readonly transactions: Transactions) {}

  find(
    actor: Actor,
    filter: AssessmentFilter,
    after: string | null = null,
  ): Promise<{ found: FoundAssessment[]; next: string | null }> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await this.rows(tx, filter, after === null ? null : cursorOf(after));
      const found = rows.slice(0, PAGE_SIZE);
      await record(tx, {
        action: 'assessments.search',
        kind: 'case',
        ids: found.map(({ caseId }) => caseId),
        fields: [filter.form, filter.band, filter.field].filter((one): one is string => !!one),
      });
      const last = found.at(-1);
      const next = rows.length > PAGE_SIZE && last ? `${last.at.toISOString()}_${last.id}` : null;
      return { found, next };
    });
  }

  /** Begun, of whomever the actor cares for; the last saved first. */
  drafts(actor: Actor): Promise<OpenDraft[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<OpenDraft>(
        `SELECT a.id, c.id AS "caseId", c.case_number AS "caseNumber", v.definition->'title' AS title,
                coalesce(localized_name(w.name, w.names), localized_name(b.name, b.names)) AS "savedBy", coalesce(a.saved_at, a.started_at) AS "savedAt",
                (SELECT count(DISTINCT s.section)::int FROM assessment_answers s WHERE s.assessment_id = a.id) AS "savedPages",
                jsonb_array_length(v.definition->'sections') AS pages
           FROM assessments a JOIN cases f ON f.id = a.case_id JOIN cases c ON c.id = ${firstNotNull('f.merged_into', 'f.id')}
           JOIN form_versions v ON v.form_key = a.form_key AND v.version = a.form_version
           JOIN users b ON b.id = a.started_by LEFT JOIN users w ON w.id = a.saved_by
          WHERE a.state = 'draft' AND a.part = ANY ($1)
          ORDER BY coalesce(a.saved_at, a.started_at) DESC, a.id LIMIT 20`,
        [partsOf(tx)],
      ),
    );
  }

  /**
   * Latest assessment of each person, under the continuing case number. Readers of the part `care` only see the level
   * but no answer.
   */
  private rows(
    tx: Tx,
    { form, band, field, code }: AssessmentFilter,
    cursor: { at: Date; id: string } | null,
  ): Promise<FoundAssessment[]> {
    return tx.query<FoundAssessment>(
      `WITH seen AS (
         SELECT a.id, a.case_id, a.about_at AS at, true AS readable FROM assessments a
          WHERE a.form_key = $1 AND a.state = 'finished' AND a.part = ANY ($2)
            AND NOT EXISTS (SELECT 1 FROM assessments c WHERE c.corrects = a.id AND c.state = 'finished')
         UNION ALL
         SELECT r.assessment_id, r.case_id, r.at, false FROM assessment_results r
          WHERE r.form_key = $1 AND $3::boolean
            AND NOT assessment_was_corrected(r.assessment_id)
       ), latest AS (
         SELECT DISTINCT ON (person) seen.*, coalesce(f.merged_into, f.id) AS person
           FROM seen JOIN cases f ON f.id = seen.case_id ORDER BY person, at DESC, seen.id, readable DESC
       )
       SELECT l.id, l.person AS "caseId", c.case_number AS "caseNumber", l.at, l.readable, r.level,
              (SELECT b->'title' FROM form_versions v, jsonb_path_query(v.definition, '$.scoring.bands[*]') b
                WHERE v.form_key = r.form_key AND v.version = r.form_version AND b->>'id' = r.band) AS band
         FROM latest l JOIN cases c ON c.id = l.person
         LEFT JOIN assessment_results r ON r.assessment_id = l.id AND $3::boolean
        WHERE ($4::text IS NULL OR r.band = $4)
          AND ($5::text IS NULL OR EXISTS (SELECT 1 FROM assessment_facts f WHERE f.assessment_id = l.id
                AND f.part = ANY ($2) AND f.field = $5 AND f.code = $6))
          AND ($7::timestamptz IS NULL OR (l.at, l.id) < ($7, $8::uuid))
        ORDER BY l.at DESC, l.id DESC LIMIT ${PAGE_SIZE + 1}`,
      [
        form,
        partsOf(tx),
        maySeePart(tx.actor, 'care'),
        band ?? null,
        field ?? null,
        code ?? null,
        cursor?.at ?? null,
        cursor?.id ?? null,
      ],
    );
  }
}

/** Parts of a case that the actor's roles allow at all; row-level security decides for which cases. */
const partsOf = (tx: Tx): string[] => FORM_PARTS.filter((part) => maySeePart(tx.actor, part));

function cursorOf(after: string): { at: Date; id: string } {
  const [instant = '', id = ''] = after.split('_');
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { at, id };
}
