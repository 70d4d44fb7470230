import { Inject, Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { startOfDay } from '../../plans';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import {
  constraintOf,
  sqlState,
  Transactions,
  type Tx,
} from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { type CivilDate, isCivilDate } from '../../platform/shared/nights.rules';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { problemsOf } from '../definition/definition-problems.rules';
import { type Problem, readDefinition } from '../definition/definition-reader.rules';
import type { FormDefinition } from '../definition/definition-schema.rules';
import type { EditedDefinition } from '../definition/edit.rules';
import { definitionOf, type FormVersion, knownFields, versionOf } from './form.queries';
import { Forms } from './forms.service';

export interface DraftSaveResult {
  readonly revision: number;
  /** Problems that prevent the approval. */
  readonly problems: readonly Problem[];
}

/** The next version of a form: one draft at a time, approved by somebody who wrote nothing of it. */
@Injectable()
export class DraftForms {
  constructor(
    private readonly transactions: Transactions,
    private readonly forms: Forms,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** A form that there was not: its first draft. */
  create(actor: Actor, written: unknown): Promise<{ key: string }> {
    return this.transactions.run(actor, async (tx) => {
      const form = parsed(written);
      await tx.query(
        'INSERT INTO forms (key, kind, created_by) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING',
        [form.form, form.kind, actor.userId],
      );
      // A key whose only drafts were thrown away is free again.
      const { kind, versions } = await this.forms.fileIn(tx, form.form);
      if (versions.length > 0 || kind !== form.kind) {
        throw new DomainError('conflict', 'assessments.form_taken', {}, 'form');
      }
      await this.insert(tx, form);
      return { key: form.form };
    });
  }

  /** Begins from a version that is there: what is in force where none is named. */
  start(actor: Actor, key: string, from: number | null = null): Promise<{ version: number }> {
    return this.transactions.run(actor, async (tx) => {
      const { versions, draft } = await this.forms.fileIn(tx, key);
      if (draft) throw new DomainError('conflict', 'assessments.form_draft_open');
      const source = from ?? (versions.find(({ inForce }) => inForce) ?? versions[0])?.version;
      if (source === undefined) throw notFound();
      const { form } = await versionOf(tx, key, source);
      return { version: await this.insert(tx, form) };
    });
  }

  write(actor: Actor, key: string, revision: number, written: unknown): Promise<DraftSaveResult> {
    return this.edit(actor, key, revision, () => written as EditedDefinition);
  }

  /** A change of what the draft is now; another who saved meanwhile is not written over. */
  edit(
    actor: Actor,
    key: string,
    revision: number,
    change: (form: FormDefinition, known: ReadonlySet<string>) => EditedDefinition,
  ): Promise<DraftSaveResult> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await this.locked(tx, key);
      if (draft.revision !== revision)
        throw new DomainError('conflict', 'assessments.form_written_over');
      const known = await knownFields(tx, key);
      const form = parsed(change(draft.form, new Set(known.keys())));
      if (form.form !== key)
        throw problemError({ code: 'other_form', params: { key }, path: ['form'] });
      if (form.kind !== draft.form.kind) {
        throw problemError({ code: 'other_kind', params: {}, path: ['kind'] });
      }
      // Answers of a part that few read would be carried over into one that more do.
      if (draft.version > 1 && form.part !== draft.form.part) {
        throw problemError({ code: 'other_part', params: {}, path: ['part'] });
      }
      await tx.query(
        `UPDATE form_versions SET definition = $3::jsonb, revision = revision + 1,
                writers = CASE WHEN $4 = ANY (writers) THEN writers ELSE writers || $4::uuid END
          WHERE form_key = $1 AND version = $2`,
        [key, draft.version, JSON.stringify(form), actor.userId],
      );
      await record(tx, { action: 'forms.write', kind: 'form', fields: [key] });
      return { revision: revision + 1, problems: problemsOf(form, known) };
    });
  }

  drop(actor: Actor, key: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { version } = await this.locked(tx, key);
      await tx.query(
        `UPDATE form_versions SET state = 'dropped' WHERE form_key = $1 AND version = $2`,
        [key, version],
      );
      await record(tx, { action: 'forms.drop', kind: 'form', fields: [key] });
    });
  }

  /** Requests the approval of a draft without problems, by one of its authors. */
  requestApproval(actor: Actor, key: string, revision: number): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await this.locked(tx, key);
      if (draft.revision !== revision)
        throw new DomainError('conflict', 'assessments.form_written_over');
      if (!draft.writers.includes(actor.userId)) {
        throw new DomainError('forbidden', 'assessments.form_not_written');
      }
      await mustBeWhole(tx, key, draft.form);
      if (draft.readyAt) return;
      await tx.query(
        `UPDATE form_versions SET ready_at = mawa_now(), ready_by = $3 WHERE form_key = $1 AND version = $2`,
        [key, draft.version, actor.userId],
      );
      await record(tx, { action: 'forms.request_approval', kind: 'form', fields: [key] });
    });
  }

  /** In force from now on, or from a later day. */
  approve(
    actor: Actor,
    key: string,
    revision: number,
    from: CivilDate | null = null,
  ): Promise<{ version: number }> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await this.locked(tx, key);
      // The approved revision must be the one that was read.
      if (draft.revision !== revision)
        throw new DomainError('conflict', 'assessments.form_written_over');
      if (draft.writers.includes(actor.userId)) {
        throw new DomainError('forbidden', 'assessments.form_second_person');
      }
      await mustBeWhole(tx, key, draft.form);
      if (from !== null && (!isCivilDate(from) || from < tx.today || from > '2099-12-31')) {
        throw new DomainError('invalid', 'assessments.not_a_coming_day', {}, 'from');
      }
      try {
        await tx.query(
          `UPDATE form_versions SET state = 'approved', approved_by = $3, approved_at = mawa_now(),
                  in_force_from = greatest(mawa_now(), $4)
            WHERE form_key = $1 AND version = $2`,
          [key, draft.version, actor.userId, from && startOfDay(from, programmeTime(this.env))],
        );
      } catch (error) {
        if (constraintOf(error) === 'form_versions_approved_by_another') {
          throw new DomainError('forbidden', 'assessments.form_second_person');
        }
        throw error;
      }
      await record(tx, { action: 'forms.approve', kind: 'form', fields: [key] });
      return { version: draft.version };
    });
  }

  private async insert(tx: Tx, form: FormDefinition): Promise<number> {
    try {
      const [row] = await tx.query<{ version: number }>(
        `INSERT INTO form_versions (form_key, version, definition, author_id, writers)
         SELECT $1, 1 + coalesce(max(version), 0), $2::jsonb, $3, ARRAY[$3::uuid] FROM form_versions WHERE form_key = $1
         RETURNING version`,
        [form.form, JSON.stringify(form), tx.actor.userId],
      );
      await record(tx, { action: 'forms.start', kind: 'form', fields: [form.form] });
      return row!.version;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'assessments.form_draft_open');
    }
  }

  /** The draft, held until the end. */
  private async locked(tx: Tx, key: string): Promise<FormVersion> {
    await this.forms.fileIn(tx, key);
    const [row] = await tx.query<{ version: number; definition: unknown }>(
      `SELECT version, definition FROM form_versions WHERE form_key = $1 AND state = 'draft' FOR UPDATE`,
      [key],
    );
    if (!row) throw new DomainError('conflict', 'assessments.no_draft');
    return { ...(await versionOf(tx, key, row.version)), form: definitionOf(row.definition) };
  }
}

async function mustBeWhole(tx: Tx, key: string, form: FormDefinition): Promise<void> {
  const { length: count } = problemsOf(form, await knownFields(tx, key));
  if (count > 0) throw new DomainError('conflict', 'assessments.form_has_problems', { count });
}

/** Validates the structure, without which a draft cannot be shown; other problems only prevent the approval. */
function parsed(written: unknown): FormDefinition {
  const { form, problems } = readDefinition(written);
  if (form) return form;
  throw new FieldErrors(problems.map(problemError));
}

/** A problem as the error of its place. */
export const problemError = ({ code, params, path }: Problem): DomainError =>
  new DomainError('invalid', PROBLEM + code, params, path.join('.'));
const PROBLEM = 'assessments.problem.';
