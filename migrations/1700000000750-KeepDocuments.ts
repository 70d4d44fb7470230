import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files about a person or a record. Bytes and names are sealed under a key of the file, the file's
 * key under the key of the person or record (docs/keys.md). The part that a file belongs to decides
 * who may read it; a module that keeps files of its own records adds a policy of its own.
 */
export class KeepDocuments1700000000750 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('document_max_bytes', '2020-01-01Z', '10000000', 'programme rule: one file'),
        ('document_owner_max_bytes', '2020-01-01Z', '100000000', 'programme rule: all files of one person or record'),
        ('document_expiry_days', '2020-01-01Z', '30', 'programme rule: days before a document expires'),
        ('document_keep_months', '2020-01-01Z', '{"photo": 24, "other": 60}', 'programme rule: review of what is kept; other kinds stay with the case');

      CREATE TABLE documents (
        id uuid PRIMARY KEY,
        owner_kind text NOT NULL CHECK (owner_kind ~ '^[a-z_]{3,40}$'),
        case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
        owner_id uuid,
        part text NOT NULL CHECK (part IN ('identity', 'contact', 'story', 'health', 'legal', 'care', 'money')),
        kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
        media text NOT NULL CHECK (media IN ('pdf', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'odt')),
        size_bytes integer NOT NULL CHECK (size_bytes > 0),
        pages integer CHECK (pages > 0),
        preview_pages smallint NOT NULL CHECK (preview_pages BETWEEN 0 AND 20),
        locked boolean NOT NULL DEFAULT false,
        -- Keyed by the person or record: the same file in two cases does not look the same.
        digest bytea NOT NULL,
        name_sealed bytea,
        valid_until date CHECK (valid_until BETWEEN '1900-01-01' AND '2200-01-01'),
        keep_until date,
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        added_by uuid NOT NULL REFERENCES users (id),
        removed_at timestamptz,
        removed_by uuid REFERENCES users (id),
        removed_reason text CHECK (removed_reason ~ '^[a-z_]{3,40}$'),
        CONSTRAINT documents_have_one_owner CHECK (
          CASE WHEN owner_kind = 'case' THEN case_id IS NOT NULL AND owner_id IS NULL
               ELSE case_id IS NULL AND owner_id IS NOT NULL END),
        CONSTRAINT documents_removed_are_empty CHECK (
          (removed_at IS NULL) = (name_sealed IS NOT NULL)
          AND (removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_reason IS NULL))
      );
      CREATE UNIQUE INDEX documents_once ON documents (owner_kind, coalesce(case_id, owner_id), part, digest)
        WHERE removed_at IS NULL;
      CREATE INDEX documents_by_case ON documents (case_id, added_at);
      CREATE INDEX documents_by_owner ON documents (owner_kind, owner_id);
      ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
      ALTER TABLE documents FORCE ROW LEVEL SECURITY;
      CREATE POLICY documents_by_part ON documents TO mawa_app
        USING (case_id IS NOT NULL AND EXISTS (SELECT 1 FROM case_access a
          WHERE a.case_id = documents.case_id
            AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
            AND a.parts @> ARRAY[documents.part]
            AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));
      GRANT SELECT, INSERT ON documents TO mawa_app;
      GRANT UPDATE (name_sealed, removed_at, removed_by, removed_reason) ON documents TO mawa_app;

      -- Rendition 0 is the file, 1 and more are its pages to look at. Who sees the row sees the pieces.
      CREATE TABLE document_pieces (
        document_id uuid NOT NULL REFERENCES documents (id),
        rendition smallint NOT NULL CHECK (rendition >= 0),
        piece smallint NOT NULL CHECK (piece >= 0),
        sealed bytea NOT NULL,
        PRIMARY KEY (document_id, rendition, piece)
      );
      ALTER TABLE document_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL;
      ALTER TABLE document_pieces ENABLE ROW LEVEL SECURITY;
      ALTER TABLE document_pieces FORCE ROW LEVEL SECURITY;
      CREATE POLICY document_pieces_by_document ON document_pieces TO mawa_app
        USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_pieces.document_id));
      GRANT SELECT, INSERT, DELETE ON document_pieces TO mawa_app;

      -- In the schema that is backed up apart: a file whose key is gone stays gone.
      CREATE TABLE keys.document_keys (
        document_id uuid PRIMARY KEY,
        wrapped bytea NOT NULL
      );
      ALTER TABLE keys.document_keys ENABLE ROW LEVEL SECURITY;
      ALTER TABLE keys.document_keys FORCE ROW LEVEL SECURITY;
      CREATE POLICY document_keys_by_document ON keys.document_keys TO mawa_app
        USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_keys.document_id));
      GRANT SELECT, INSERT, DELETE ON keys.document_keys TO mawa_app;

      -- How much one owner may keep counts files of every part, also those that the actor may not see.
      GRANT SELECT (id, owner_kind, case_id, owner_id, kind, size_bytes, valid_until, keep_until, removed_at)
        ON documents TO mawa_blind;
      CREATE POLICY documents_for_blind_questions ON documents FOR SELECT TO mawa_blind USING (true);
      CREATE FUNCTION documents_fit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        kept bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('documents ' || coalesce(NEW.case_id, NEW.owner_id), 2));
        IF NEW.size_bytes > mawa_setting('document_max_bytes')::bigint THEN
          RAISE EXCEPTION 'this file is too large' USING ERRCODE = 'MD001';
        END IF;
        SELECT coalesce(sum(size_bytes), 0) INTO kept FROM documents
         WHERE owner_kind = NEW.owner_kind AND coalesce(case_id, owner_id) = coalesce(NEW.case_id, NEW.owner_id)
           AND removed_at IS NULL;
        IF kept + NEW.size_bytes > mawa_setting('document_owner_max_bytes')::bigint THEN
          RAISE EXCEPTION 'this owner keeps enough files' USING ERRCODE = 'MD002';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER documents_fit BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION documents_fit();
      REVOKE EXECUTE ON FUNCTION documents_fit() FROM PUBLIC;
      ALTER FUNCTION documents_fit() OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE keys.document_keys, document_pieces, documents;
      DROP FUNCTION documents_fit;
      DELETE FROM settings WHERE key IN
        ('document_max_bytes', 'document_owner_max_bytes', 'document_expiry_days', 'document_keep_months');
    `);
  }
}
