/** Forms and their versions; a definition is read whole only where it is needed whole. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import { type KnownFields } from '../definition/definition-problems.rules';
import { readDefinition } from '../definition/definition-reader.rules';
import type {
  FormDefinition,
  FormKind,
  FormPart,
  Question,
  LocalisedText,
} from '../definition/definition-schema.rules';

export interface FormHead {
  readonly key: string;
  readonly kind: FormKind;
  readonly version: number;
  readonly title: LocalisedText;
  readonly about: LocalisedText;
  readonly part: FormPart;
  readonly for: Question['for'];
  readonly pages: number;
}

const IN_FORCE = `SELECT DISTINCT ON (form_key) form_key, version, definition FROM form_versions
  WHERE state = 'approved' AND in_force_from <= mawa_now() ORDER BY form_key, in_force_from DESC, version DESC`;

/** Titles and audiences of forms in force. */
export const formsInForce = (tx: Tx): Promise<FormHead[]> =>
  tx.query<FormHead>(
    `SELECT f.key, f.kind, v.version, v.definition->'title' AS title, v.definition->'about' AS about,
            v.definition->>'part' AS part, coalesce(v.definition->>'for', 'all') AS for,
            jsonb_array_length(v.definition->'sections') AS pages
       FROM (${IN_FORCE}) v JOIN forms f ON f.key = v.form_key
      ORDER BY array_position('{needs,risk,vulnerability,best_interests,screening}', f.kind), f.created_at, f.key`,
  );

export async function formInForce(
  tx: Tx,
  key: string,
): Promise<{ version: number; form: FormDefinition }> {
  const [row] = await tx.query<{ version: number; definition: unknown }>(
    `SELECT version, definition FROM (${IN_FORCE}) v WHERE form_key = $1`,
    [key],
  );
  if (!row) throw notFound();
  return { version: row.version, form: definitionOf(row.definition) };
}

export interface VersionRow {
  readonly version: number;
  readonly state: 'draft' | 'approved' | 'dropped';
  readonly revision: number;
  readonly author: string;
  readonly createdAt: Date;
  readonly writers: string[];
  /** Since when, and by whose request, a draft waits for a second person. */
  readonly readyAt: Date | null;
  readonly readyBy: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly inForceFrom: Date | null;
  readonly inForce: boolean;
}

const VERSION = `v.version, v.state, v.revision, localized_name(a.name, a.names) AS author, v.created_at AS "createdAt", v.writers::text[] AS writers,
  v.ready_at AS "readyAt", localized_name(r.name, r.names) AS "readyBy", localized_name(p.name, p.names) AS "approvedBy", v.approved_at AS "approvedAt", v.in_force_from AS "inForceFrom",
  v.version IS NOT DISTINCT FROM (SELECT i.version FROM (${IN_FORCE}) i WHERE i.form_key = v.form_key) AS "inForce"`;
const VERSIONS = `FROM form_versions v JOIN users a ON a.id = v.author_id LEFT JOIN users p ON p.id = v.approved_by
  LEFT JOIN users r ON r.id = v.ready_by`;

/** The newest first; dropped drafts are no versions. */
export const versionsOf = (tx: Tx, key: string): Promise<VersionRow[]> =>
  tx.query<VersionRow>(
    `SELECT ${VERSION} ${VERSIONS} WHERE v.form_key = $1 AND v.state <> 'dropped' ORDER BY v.version DESC`,
    [key],
  );

export interface FormVersion extends VersionRow {
  readonly form: FormDefinition;
}

export async function versionOf(tx: Tx, key: string, version: number): Promise<FormVersion> {
  const [row] = await tx.query<VersionRow & { definition: unknown }>(
    `SELECT ${VERSION}, v.definition ${VERSIONS} WHERE v.form_key = $1 AND v.version = $2 AND v.state <> 'dropped'`,
    [key, version],
  );
  if (!row) throw notFound();
  const { definition, ...rest } = row;
  return { ...rest, form: definitionOf(definition) };
}

/** Several versions at once, by `key/version`. */
export async function definitionsOf(
  tx: Tx,
  versions: readonly { readonly form: string; readonly version: number }[],
): Promise<Map<string, FormDefinition>> {
  const rows = await tx.query<{ key: string; version: number; definition: unknown }>(
    `SELECT v.form_key AS key, v.version, v.definition FROM form_versions v
      WHERE (v.form_key, v.version) IN (SELECT * FROM unnest($1::text[], $2::int[]))`,
    [versions.map(({ form }) => form), versions.map(({ version }) => version)],
  );
  return new Map(
    rows.map(({ key, version, definition }) => [`${key}/${version}`, definitionOf(definition)]),
  );
}

export interface FieldRow {
  readonly field: string;
  readonly kind: Question['kind'];
  readonly coded: boolean;
  readonly sinceVersion: number;
}

/** Every field that was ever in force. */
export const fieldsOf = (tx: Tx, key: string): Promise<FieldRow[]> =>
  tx.query<FieldRow>(
    `SELECT field, kind, coded, since_version AS "sinceVersion" FROM form_fields WHERE form_key = $1 ORDER BY since_version, field`,
    [key],
  );

export const knownFields = async (tx: Tx, key: string): Promise<KnownFields> =>
  new Map((await fieldsOf(tx, key)).map(({ field, kind }) => [field, kind]));

/** Stored definitions were validated on writing. */
export function definitionOf(kept: unknown): FormDefinition {
  const { form } = readDefinition(kept);
  if (!form) throw new Error('a form is kept that is none');
  return form;
}
