-- One row is the keyed digest of one number of an identity document of one case, to recognise it without
-- showing it. Replaced when documents are corrected, deleted when the person is erased.
CREATE TABLE document_digests (
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  kind text,
  digest bytea,
  PRIMARY KEY (case_id, kind, digest)
);
CREATE INDEX document_digests_lookup ON document_digests (digest);
GRANT SELECT, INSERT, DELETE ON document_digests TO mawa_app;
GRANT SELECT ON document_digests TO mawa_blind;
GRANT DELETE ON document_digests TO mawa_gate;
GRANT SELECT (case_id) ON document_digests TO mawa_gate;


-- One row is one file that was added to a case or to another record (owner_kind, owner_id), in clear only
-- what lists need. Removing it deletes pieces, key and name; the row stays. Bytes stand in document_pieces.
CREATE TABLE documents (
  id uuid PRIMARY KEY,
  owner_kind text NOT NULL CHECK (owner_kind ~ '^[a-z_]{3,40}$'),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  owner_id uuid,
  -- The part of the case that the document belongs to, whoever added it.
  part text NOT NULL CHECK (part IN ('identity', 'contact', 'story', 'health', 'legal', 'care', 'money')),
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
  media text NOT NULL CHECK (media IN ('pdf', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'odt')),
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  pages integer CHECK (pages > 0),
  preview_pages smallint NOT NULL CHECK (preview_pages BETWEEN 0 AND 20),
  -- Protected by a password that Mawa does not know: no preview.
  locked boolean NOT NULL DEFAULT false,
  -- Keyed digest of the bytes, to find the same file twice.
  digest bytea NOT NULL,
  name_sealed bytea,
  valid_until date CHECK (valid_until BETWEEN '1900-01-01' AND '2200-01-01'),
  -- On this day a task asks whether the document is still needed.
  keep_until date,
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  added_by uuid NOT NULL REFERENCES users (id),
  removed_at timestamptz,
  removed_by uuid REFERENCES users (id),
  removed_reason text CHECK (removed_reason ~ '^[a-z_]{3,40}$'),
  CONSTRAINT documents_have_one_owner
    CHECK (CASE
          WHEN owner_kind = 'case' THEN case_id IS NOT NULL AND owner_id IS NULL
          ELSE case_id IS NULL AND owner_id IS NOT NULL
        END),
  CONSTRAINT documents_removed_are_empty
    CHECK ((removed_at IS NULL) = (name_sealed IS NOT NULL)
        AND (removed_at IS NULL) = (removed_by IS NULL)
        AND (removed_at IS NULL) = (removed_reason IS NULL))
);
CREATE UNIQUE INDEX documents_once ON documents (owner_kind, COALESCE(case_id, owner_id), part, digest)
  WHERE removed_at IS NULL;
CREATE INDEX documents_by_case ON documents (case_id, added_at);
CREATE INDEX documents_by_owner ON documents (owner_kind, owner_id);
GRANT SELECT, INSERT ON documents TO mawa_app;
GRANT SELECT (id, owner_kind, case_id, owner_id, kind, size_bytes, valid_until, keep_until, removed_at) ON
  documents TO mawa_blind;
GRANT SELECT (owner_kind, owner_id, removed_at) ON documents TO mawa_gate;
GRANT UPDATE (name_sealed, removed_at, removed_by, removed_reason) ON documents TO mawa_app;


-- One row is one piece of one document, sealed with the document's own key (keys.document_keys). Rendition 0
-- is the file as it came, the others are pages of its preview.
CREATE TABLE document_pieces (
  document_id uuid REFERENCES documents (id),
  rendition smallint CHECK (rendition >= 0),
  piece smallint CHECK (piece >= 0),
  sealed bytea NOT NULL,
  PRIMARY KEY (document_id, rendition, piece)
);
ALTER TABLE document_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON document_pieces TO mawa_app;
