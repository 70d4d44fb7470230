import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import {
  compareDefinitions,
  type DefinitionChanges,
} from '../definition/compare-definitions.rules';
import { type KnownFields, problemsOf } from '../definition/definition-problems.rules';
import { type Problem } from '../definition/definition-reader.rules';
import type { FormKind, LocalisedText } from '../definition/definition-schema.rules';
import {
  type FieldRow,
  fieldsOf,
  type FormVersion,
  knownFields,
  versionOf,
  type VersionRow,
  versionsOf,
} from './form.queries';

export interface FormLine {
  readonly key: string;
  readonly kind: FormKind;
  readonly title: LocalisedText;
  readonly inForce: number | null;
  readonly since: Date | null;
  readonly draft: number | null;
  readonly draftBy: string | null;
}

export interface FormFile {
  readonly key: string;
  readonly kind: FormKind;
  readonly versions: readonly VersionRow[];
  readonly draft: VersionRow | null;
  readonly fields: readonly FieldRow[];
}

/** Reading forms: which there are, in which versions, and what changed between two. */
@Injectable()
export class Forms {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<FormLine[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<FormLine>(
        `SELECT f.key, f.kind, coalesce(i.definition, d.definition)->'title' AS title, i.version AS "inForce",
                i.in_force_from AS since, d.version AS draft, localized_name(u.name, u.names) AS "draftBy"
           FROM forms f
           LEFT JOIN LATERAL (SELECT v.* FROM form_versions v WHERE v.form_key = f.key AND v.state = 'approved'
                AND v.in_force_from <= mawa_now() ORDER BY v.in_force_from DESC, v.version DESC LIMIT 1) i ON true
           LEFT JOIN form_versions d ON d.form_key = f.key AND d.state = 'draft'
           LEFT JOIN users u ON u.id = d.author_id
          WHERE i.version IS NOT NULL OR d.version IS NOT NULL
          ORDER BY array_position('{needs,risk,vulnerability,best_interests,screening}', f.kind), f.created_at, f.key`,
      ),
    );
  }

  file(actor: Actor, key: string): Promise<FormFile> {
    return this.transactions.run(actor, (tx) => this.fileIn(tx, key));
  }

  async fileIn(tx: Tx, key: string): Promise<FormFile> {
    const [form] = await tx.query<{ kind: FormKind }>('SELECT kind FROM forms WHERE key = $1', [
      key,
    ]);
    if (!form) throw notFound();
    const versions = await versionsOf(tx, key);
    return {
      key,
      kind: form.kind,
      versions,
      draft: versions.find(({ state }) => state === 'draft') ?? null,
      fields: await fieldsOf(tx, key),
    };
  }

  version(actor: Actor, key: string, version: number): Promise<FormVersion> {
    return this.transactions.run(actor, (tx) => versionOf(tx, key, version));
  }

  compare(
    actor: Actor,
    key: string,
    one: number,
    other: number,
  ): Promise<{ before: FormVersion; after: FormVersion; changes: DefinitionChanges }> {
    return this.transactions.run(actor, async (tx) => {
      if (one === other) throw new DomainError('invalid', 'assessments.same_version', {}, 'to');
      const before = await versionOf(tx, key, Math.min(one, other));
      const after = await versionOf(tx, key, Math.max(one, other));
      return { before, after, changes: compareDefinitions(before.form, after.form) };
    });
  }

  /** The draft, with what still keeps it from being approved. */
  draft(
    actor: Actor,
    key: string,
  ): Promise<{ draft: FormVersion; problems: readonly Problem[]; known: KnownFields }> {
    return this.transactions.run(actor, async (tx) => {
      const { draft: row } = await this.fileIn(tx, key);
      if (!row) throw new DomainError('conflict', 'assessments.no_draft');
      const draft = await versionOf(tx, key, row.version);
      const known = await knownFields(tx, key);
      return { draft, problems: problemsOf(draft.form, known), known };
    });
  }
}
