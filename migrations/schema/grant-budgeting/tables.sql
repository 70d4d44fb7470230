-- Money of the grants: docs/money.md, docs/partners-money.md, docs/reconciliation.md. Amounts are in the
-- currency of the grant (or of the agreement, for partners' papers) unless a currency stands beside them.
-- Nothing booked is changed or deleted (trigger ledger_is_append_only); a mistake is taken back by a further
-- row.


-- ==== Grants and budget lines ====

-- A grant of a donor, opened and changed by the confirmation of a proposal (grant_decisions); how it was before is
-- in grant_versions.
CREATE TABLE grants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9][A-Z0-9._-]{1,29}$'),
  -- The number that the donor gave the award.
  award_number text CHECK (length(award_number) BETWEEN 1 AND 60),
  title jsonb NOT NULL CHECK (title ?& ARRAY['fr', 'ar', 'en']),
  donor_id uuid NOT NULL REFERENCES organisations (id),
  currency char(3) NOT NULL,
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  -- Share of the award that the administrative agent keeps, 0 to 1.
  fee_rate numeric(7,6) NOT NULL CHECK (fee_rate BETWEEN 0 AND 1),
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  -- Where the agencies' shares and the weights of the lines come from; shown on the pages.
  shares_source text NOT NULL,
  -- Who receives the award, as the form SF-425 asks: boxes 3, 4a (unique entity identifier), 4b (employer
  -- identification number of the United States) and 5.
  recipient_name text CHECK (length(recipient_name) BETWEEN 2 AND 200),
  recipient_uei text CHECK (recipient_uei ~ '^[A-Z0-9]{12}$'),
  recipient_ein text CHECK (recipient_ein ~ '^[0-9]{2}-[0-9]{7}$'),
  recipient_account text CHECK (length(recipient_account) BETWEEN 1 AND 60),
  -- The last day whose costs it bears, once it is closed; what is owed is settled in the days after it
  -- (setting grant_liquidation_days).
  closed_on date CHECK (closed_on >= starts_on),
  CHECK (ends_on > starts_on),
  CONSTRAINT grants_recipient_is_named
    CHECK (recipient_name IS NOT NULL OR coalesce(recipient_uei, recipient_ein, recipient_account) IS NULL)
);
GRANT SELECT, INSERT ON grants TO mawa_app;
GRANT SELECT ON grants TO mawa_figures;


-- A grant that somebody is still entering, as typed; it may be incomplete or wrong. Deleted when it is proposed.
CREATE TABLE grant_drafts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The grant that it amends; none where it is a new one.
  grant_id uuid REFERENCES grants (id),
  definition jsonb NOT NULL
    CHECK (jsonb_typeof(definition) = 'object' AND octet_length(definition::text) <= 500000),
  written_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  changed_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX grant_drafts_by_writer ON grant_drafts (written_by);
GRANT SELECT, INSERT, DELETE ON grant_drafts TO mawa_app;
GRANT UPDATE (definition, changed_at) ON grant_drafts TO mawa_app;


-- A grant as it was proposed, or a change of one: amended to a whole definition that adds up, suspended, resumed or
-- closed; its opening balances brought in from before Mawa, or taken back. In force when another person confirms it.
CREATE TABLE grant_proposals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  code text NOT NULL,
  kind text NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'amend', 'suspend', 'resume', 'close', 'opening', 'take_back')),
  -- The grant that it changes; none where it opens one.
  grant_id uuid REFERENCES grants (id),
  definition jsonb CHECK (definition ->> 'code' = code),
  -- From which day the change holds: the day of the amendment, the first day of a suspension, the first day on which
  -- costs count again, the last day whose costs a closed grant bears.
  effective_on date,
  -- The agreement or letter that it stands on.
  reference text CHECK (length(btrim(reference)) BETWEEN 2 AND 300),
  -- Opening balances: rows of line (none = received from the donor), month (its first day), amount in the currency of
  -- the grant, document. Booked when they are confirmed (book_opening_balances).
  opening jsonb CHECK (jsonb_typeof(opening) = 'array' AND jsonb_array_length(opening) BETWEEN 1 AND 5000),
  -- The confirmed opening balances that it takes back as a whole.
  takes_back uuid REFERENCES grant_proposals (id),
  -- The grant as it was when the change was proposed, by trigger; a confirmation is refused once it is another.
  based_on jsonb,
  proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK ((definition IS NOT NULL) = (kind IN ('open', 'amend'))),
  CHECK ((opening IS NOT NULL) = (kind = 'opening')),
  CHECK ((takes_back IS NOT NULL) = (kind = 'take_back')),
  CONSTRAINT grant_change_is_whole
    CHECK (num_nulls(grant_id, effective_on, reference, based_on) = CASE kind WHEN 'open' THEN 4 ELSE 0 END)
);
CREATE INDEX grant_proposals_by_grant ON grant_proposals (grant_id) WHERE grant_id IS NOT NULL;
GRANT SELECT ON grant_proposals TO mawa_app;
GRANT INSERT (code, kind, grant_id, definition, opening, takes_back, effective_on, reference)
  ON grant_proposals TO mawa_app;


-- The one decision on a proposal. `confirmed` opens the grant in the same transaction, or puts the change in force
-- (trigger grant_change_comes_into_force).
CREATE TABLE grant_decisions (
  proposal_id uuid REFERENCES grant_proposals (id),
  decision text NOT NULL CHECK (decision IN ('confirmed', 'refused', 'withdrawn')),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  -- The grant that it opened.
  grant_id uuid UNIQUE REFERENCES grants (id),
  decided_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT grant_is_decided_once PRIMARY KEY (proposal_id),
  CHECK (grant_id IS NULL OR decision = 'confirmed'),
  CHECK ((reason IS NOT NULL) = (decision = 'refused'))
);
GRANT SELECT, INSERT ON grant_decisions TO mawa_app;


-- A grant as it was from a confirmation on: 1 is the grant as it was opened, each confirmed change makes the next.
-- Written by triggers.
CREATE TABLE grant_versions (
  grant_id uuid REFERENCES grants (id),
  version integer CHECK (version > 0),
  -- These three are missing where the system itself opened the grant.
  proposal_id uuid UNIQUE REFERENCES grant_proposals (id),
  effective_on date NOT NULL,
  definition jsonb NOT NULL,
  in_force_at timestamptz,
  in_force_by uuid REFERENCES users (id),
  PRIMARY KEY (grant_id, version),
  CHECK (version = 1 OR num_nulls(proposal_id, in_force_at, in_force_by) = 0)
);
GRANT SELECT ON grant_versions TO mawa_app;


-- Days whose costs a grant does not bear: from the first day of a suspension until the day on which it is resumed,
-- which counts again. Written by trigger (grant_change_comes_into_force).
CREATE TABLE grant_suspensions (
  grant_id uuid REFERENCES grants (id),
  from_day date,
  resumed_on date CHECK (resumed_on >= from_day),
  PRIMARY KEY (grant_id, from_day),
  CONSTRAINT grant_suspensions_apart
    EXCLUDE USING gist (grant_id WITH =, daterange(from_day, resumed_on) WITH &&)
);
GRANT SELECT ON grant_suspensions TO mawa_app, mawa_gate;


-- A condition or special term of an award (2 CFR 200.208), with the day by which it is met. A task reminds finance
-- some days before (trigger grant_task_opens).
CREATE TABLE grant_conditions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  kind text NOT NULL CHECK (kind IN ('condition', 'special_term')),
  -- What the donor asks, in the words of the agreement; never about a person.
  term text NOT NULL CHECK (length(btrim(term)) BETWEEN 3 AND 1000),
  reference text NOT NULL CHECK (length(btrim(reference)) BETWEEN 2 AND 300),
  due_on date,
  remind_days smallint NOT NULL DEFAULT 14 CHECK (remind_days BETWEEN 0 AND 180),
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX grant_conditions_by_grant ON grant_conditions (grant_id, due_on);
GRANT SELECT, INSERT ON grant_conditions TO mawa_app;


-- The end of a condition: met, or waived by the donor.
CREATE TABLE grant_condition_outcomes (
  condition_id uuid REFERENCES grant_conditions (id),
  outcome text NOT NULL CHECK (outcome IN ('met', 'waived')),
  -- How it was met, or why and by which letter it was waived.
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 500),
  decided_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT condition_ends_once PRIMARY KEY (condition_id)
);
GRANT SELECT, INSERT ON grant_condition_outcomes TO mawa_app;


-- What the recipient promised to add to an award from a source of its own (cost sharing, 2 CFR 200.306; SF-425, 10i).
CREATE TABLE grant_contributions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  source text NOT NULL CHECK (length(btrim(source)) BETWEEN 2 AND 200),
  promised money_to_the_cent NOT NULL CHECK (promised::numeric > 0),
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT grant_contribution_once UNIQUE (grant_id, source)
);
GRANT SELECT, INSERT ON grant_contributions TO mawa_app;


-- What was contributed in a month (SF-425, 10j); a row is taken back by its opposite.
CREATE TABLE grant_contribution_rows (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contribution_id uuid NOT NULL REFERENCES grant_contributions (id),
  month date NOT NULL CHECK (EXTRACT(DAY FROM month) = 1),
  amount numeric(14,2) NOT NULL CHECK (amount <> 0),
  -- The document that shows it.
  document text NOT NULL CHECK (length(btrim(document)) BETWEEN 2 AND 120),
  undoes uuid UNIQUE REFERENCES grant_contribution_rows (id),
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT grant_contribution_taken_back_by_its_opposite CHECK ((undoes IS NOT NULL) = (amount < 0))
);
CREATE INDEX grant_contribution_rows_by_month ON grant_contribution_rows (contribution_id, month);
GRANT SELECT, INSERT ON grant_contribution_rows TO mawa_app;


-- The share of an agency in a grant: after_fee = direct costs + support costs. Changed only by an approved revision
-- between agencies (revision_comes_into_force) or a confirmed amendment of the grant (amend_grant).
CREATE TABLE grant_shares (
  grant_id uuid REFERENCES grants (id),
  organisation_id uuid REFERENCES organisations (id),
  after_fee numeric(14,2) NOT NULL CHECK (after_fee > 0),
  -- Support costs as a share of direct costs, 0 to 1.
  support_rate numeric(7,6) NOT NULL CHECK (support_rate BETWEEN 0 AND 1),
  direct numeric(14,2) NOT NULL,
  support numeric(14,2) NOT NULL,
  PRIMARY KEY (grant_id, organisation_id),
  CONSTRAINT grant_shares_add_up CHECK ((direct + support) = after_fee)
);
GRANT SELECT, INSERT ON grant_shares TO mawa_app;
GRANT SELECT ON grant_shares TO mawa_figures;


-- An outcome of a grant, by which lines are grouped; `all` is made with the grant.
CREATE TABLE grant_outcomes (
  grant_id uuid REFERENCES grants (id),
  code text CHECK (length(code) BETWEEN 1 AND 20),
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  PRIMARY KEY (grant_id, code)
);
GRANT SELECT, INSERT ON grant_outcomes TO mawa_app;
GRANT SELECT ON grant_outcomes TO mawa_figures;


-- Which reports a grant asks for, as its agreement says: from the period that begins on first_from on, due so many days
-- after the last day of a period, in these languages. Changed by an amendment; a kind without a row keeps the deadline of
-- its definition (report_definitions).
CREATE TABLE grant_report_calendar (
  grant_id uuid REFERENCES grants (id),
  kind text CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
  first_from date NOT NULL,
  due_days smallint NOT NULL CHECK (due_days BETWEEN 1 AND 365),
  languages text[] NOT NULL
    CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['fr', 'ar', 'en']),
  PRIMARY KEY (grant_id, kind)
);
GRANT SELECT, INSERT ON grant_report_calendar TO mawa_app;
GRANT SELECT ON grant_report_calendar TO mawa_figures, mawa_gate;


-- A cost class of form SF-424A, section B, line 6 (a to k). Reference data.
CREATE TABLE object_classes (
  code char(1) PRIMARY KEY,
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  source text NOT NULL DEFAULT 'SF-424A, section B, line 6'
);
GRANT SELECT ON object_classes TO mawa_app, mawa_figures;


-- A harmonised expenditure category of the United Nations. Reference data.
CREATE TABLE unsdg_categories (
  code smallint PRIMARY KEY,
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  source text NOT NULL DEFAULT 'UNSDG harmonised categories'
);
GRANT SELECT ON unsdg_categories TO mawa_app, mawa_figures;


-- A line of an agency's budget. amount changes only when a revision is approved (revision_comes_into_force) or an
-- amendment of the grant confirmed (amend_grant).
CREATE TABLE budget_lines (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  code text NOT NULL,
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  amount numeric(14,2) NOT NULL CHECK (amount >= 0),
  unsdg_category smallint NOT NULL REFERENCES unsdg_categories (code) CHECK (unsdg_category BETWEEN 1 AND 7),
  object_class char(1) NOT NULL REFERENCES object_classes (code) CHECK (object_class BETWEEN 'a' AND 'h'),
  outcome_code text NOT NULL DEFAULT 'all',
  -- Organisation that implements the line; the agency itself where nobody else is named.
  partner_id uuid NOT NULL REFERENCES organisations (id),
  UNIQUE (grant_id, code),
  CONSTRAINT budget_lines_of_grant UNIQUE (grant_id, id),
  FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
  FOREIGN KEY (grant_id, outcome_code) REFERENCES grant_outcomes (grant_id, code)
);
GRANT SELECT, INSERT ON budget_lines TO mawa_app;
GRANT SELECT ON budget_lines TO mawa_figures, mawa_gate;


-- A rate from a day on: one unit of from_currency is `rate` units of to_currency. Proposed by finance and written when
-- another person confirms it (write_price), or from the monthly file of the United Nations; a later date supersedes,
-- nothing is edited.
CREATE TABLE exchange_rates (
  from_currency char(3),
  to_currency char(3),
  valid_from date,
  rate numeric(18,8) NOT NULL CHECK (rate > 0),
  source text NOT NULL,
  entered_by uuid NOT NULL REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (from_currency, to_currency, valid_from)
);
GRANT SELECT, INSERT ON exchange_rates TO mawa_app, mawa_gate;
GRANT SELECT ON exchange_rates TO mawa_figures;


-- The price of one night in a shelter over a range of days, and the line that bears it. Written when another person
-- confirms it (write_price); a new price ends the one before (valid).
CREATE TABLE night_rates (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL,
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  amount numeric(10,2) NOT NULL CHECK (amount >= 0),
  currency char(3) NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  -- The agreement or decision that says so, and who proposed it; missing where the system itself wrote the price.
  source text CHECK (length(source) BETWEEN 3 AND 300),
  entered_by uuid REFERENCES users (id),
  CONSTRAINT night_rates_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, valid WITH &&)
);
GRANT SELECT ON night_rates TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT, UPDATE (valid) ON night_rates TO mawa_gate;


-- Which budget lines, of one grant or several, bear the nights of a shelter or a kind of service from a day on; the
-- next one for the same shelter or kind supersedes it. Where there is none, nights are borne by the line of
-- their price (night_rates) and services by the line of their kind (service_types). Its shares sum to 1
-- (trigger cost_allocation_adds_up); what was charged before stays as it was. Written when another person confirms it
-- (write_price).
CREATE TABLE cost_allocations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid,
  type_code text,
  valid_from date NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  entered_by uuid NOT NULL REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT cost_allocations_of_nights_once UNIQUE (shelter_id, valid_from),
  CONSTRAINT cost_allocations_of_services_once UNIQUE (type_code, valid_from),
  CHECK ((shelter_id IS NULL) <> (type_code IS NULL))
);
GRANT SELECT ON cost_allocations TO mawa_app, mawa_gate;
GRANT INSERT ON cost_allocations TO mawa_gate;


-- The part of a cost that one line bears.
CREATE TABLE cost_allocation_shares (
  allocation_id uuid REFERENCES cost_allocations (id),
  line_id uuid REFERENCES budget_lines (id),
  share numeric(7,6) NOT NULL CHECK (share > 0 AND share <= 1),
  PRIMARY KEY (allocation_id, line_id)
);
CREATE INDEX cost_allocation_shares_by_line ON cost_allocation_shares (line_id);
GRANT SELECT ON cost_allocation_shares TO mawa_app, mawa_gate;
GRANT INSERT ON cost_allocation_shares TO mawa_gate;


-- ==== Agreements and commitments ====

-- A supplier, once by name; letter case and spaces do not count.
CREATE TABLE suppliers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 2 AND 120),
  name_key text NOT NULL
    GENERATED ALWAYS AS (lower(regexp_replace(btrim(name), E'\\s+', ' ', 'g'))) STORED UNIQUE
);
GRANT SELECT, INSERT ON suppliers TO mawa_app;


-- Above which amount how many people of which roles approve a commitment, from a day on. Reference data.
CREATE TABLE approval_bands (
  valid_from date,
  above numeric(14,2) CHECK (above >= 0),
  approvals smallint NOT NULL CHECK (approvals BETWEEN 1 AND 3),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  source text NOT NULL,
  -- Taken back before its day: never in force (setting_is_decided).
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (valid_from, above)
);
GRANT SELECT ON approval_bands TO mawa_app;


-- A legal step of a commitment: what `step` leads to from from_state. Reference data.
CREATE TABLE commitment_transitions (
  from_state text,
  step text,
  to_state text NOT NULL,
  PRIMARY KEY (from_state, step)
);
GRANT SELECT ON commitment_transitions TO mawa_app;


-- An agreement with a partner under a grant. With an amount it is drawn from budget lines (agreement_lines)
-- and may be advanced; without one it is only a frame for commitments.
CREATE TABLE agreements (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 60),
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  amount money_to_the_cent CHECK (amount::numeric > 0),
  currency char(3),
  UNIQUE (grant_id, reference),
  UNIQUE (grant_id, id),
  CHECK (ends_on >= starts_on),
  CONSTRAINT agreements_amount_in_a_currency CHECK ((amount IS NULL) = (currency IS NULL))
);
GRANT SELECT, INSERT ON agreements TO mawa_app;
GRANT SELECT (id, organisation_id) ON agreements TO mawa_figures;


-- Money promised by choice: an order to a supplier, or (origin `plan`) a request of a reintegration plan.
-- Where it stands is in commitment_totals.
CREATE TABLE commitments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  grant_id uuid NOT NULL REFERENCES grants (id),
  line_id uuid NOT NULL,
  supplier_id uuid NOT NULL REFERENCES suppliers (id),
  agreement_id uuid,
  purpose text NOT NULL CHECK (length(purpose) BETWEEN 3 AND 160),
  -- In currency; estimate is the same in the currency of the grant on the day of making, by which the
  -- approval band is found.
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  currency char(3) NOT NULL,
  estimate numeric(14,2) NOT NULL CHECK (estimate >= 0),
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  origin text NOT NULL DEFAULT 'order' CHECK (origin IN ('order', 'plan')),
  FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id),
  FOREIGN KEY (grant_id, agreement_id) REFERENCES agreements (grant_id, id),
  CHECK (ends_on >= starts_on)
);
CREATE INDEX commitments_by_line ON commitments (line_id);
CREATE INDEX commitments_by_supplier ON commitments (supplier_id);
GRANT SELECT, INSERT ON commitments TO mawa_app;
GRANT SELECT ON commitments TO mawa_figures, mawa_gate;


-- A step of a commitment, with who took it and, where money moves, how much. commitment_steps_forward checks
-- it and moves commitment_totals.
CREATE TABLE commitment_steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  commitment_id uuid NOT NULL REFERENCES commitments (id),
  step text NOT NULL
    CHECK (step IN ('planned', 'requested', 'approved', 'over_agreed', 'refused', 'withdrawn', 'committed',
      'received', 'invoiced', 'paid', 'cancelled', 'undone')),
  amount numeric(14,2) CHECK (amount > 0),
  on_day date NOT NULL,
  document text CHECK (length(document) BETWEEN 1 AND 60),
  -- document in lower case without punctuation, to find the same invoice twice.
  document_key text GENERATED ALWAYS AS (lower(regexp_replace(document, '[^[:alnum:]]', '', 'g'))) STORED,
  -- The invoice that a payment pays.
  invoice_id uuid REFERENCES commitment_steps (id),
  -- The delivery, invoice or payment that this step takes back.
  undoes uuid UNIQUE REFERENCES commitment_steps (id),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  taken_at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK ((amount IS NOT NULL) = (step IN ('committed', 'received', 'invoiced', 'paid', 'cancelled'))),
  CHECK ((invoice_id IS NOT NULL) = (step = 'paid')),
  CHECK ((undoes IS NOT NULL) = (step = 'undone')),
  CHECK (document IS NOT NULL OR step <> 'invoiced'),
  CHECK ((reason IS NOT NULL) = (step IN ('refused', 'withdrawn', 'cancelled', 'undone')))
);
CREATE INDEX commitment_steps_in_order ON commitment_steps (commitment_id, place);
CREATE UNIQUE INDEX commitment_agreed_once_each ON commitment_steps (commitment_id, step, taken_by)
  WHERE step IN ('approved', 'over_agreed');
CREATE INDEX commitment_steps_of_invoice ON commitment_steps (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX commitment_invoices ON commitment_steps (document_key) WHERE step = 'invoiced';
GRANT SELECT, INSERT ON commitment_steps TO mawa_app, mawa_gate;


-- Where a commitment stands: its state and the sums of its steps. Moved by commitment_steps_forward alone.
CREATE TABLE commitment_totals (
  commitment_id uuid PRIMARY KEY REFERENCES commitments (id),
  state text NOT NULL DEFAULT 'new',
  committed numeric(14,2) NOT NULL DEFAULT 0,
  received numeric(14,2) NOT NULL DEFAULT 0,
  invoiced numeric(14,2) NOT NULL DEFAULT 0,
  paid numeric(14,2) NOT NULL DEFAULT 0,
  cancelled numeric(14,2) NOT NULL DEFAULT 0,
  CHECK (LEAST(committed, received, invoiced, paid, cancelled) >= 0),
  CONSTRAINT commitment_received_within_the_order CHECK ((received + cancelled) <= committed),
  CONSTRAINT commitment_invoiced_within_what_came CHECK (invoiced <= received),
  CONSTRAINT commitment_paid_within_the_invoices CHECK (paid <= invoiced)
);
CREATE INDEX commitment_totals_by_state ON commitment_totals (state);
GRANT SELECT ON commitment_totals TO mawa_app, mawa_figures, mawa_gate;


-- ==== Ledger ====

-- Closed by finance officers; every trigger that dates money compares its day with the latest row.
CREATE TABLE closed_periods (
  until_day date PRIMARY KEY,
  closed_at timestamptz NOT NULL DEFAULT mawa_now(),
  closed_by uuid NOT NULL REFERENCES users (id)
);
GRANT SELECT, INSERT ON closed_periods TO mawa_app;
GRANT SELECT ON closed_periods TO mawa_figures, mawa_gate;
COMMENT ON TABLE closed_periods IS
  'Everything up to this day is closed for the whole ledger: no entry, step or movement of money is dated '
  'in it. A row is never changed.';


-- An account: of a grant (funds = the award, reserve = promised to suppliers and partners, payable, exchange
-- = gains and losses, advance = held by partners) or of a line (spent, unfunded = beyond what the line holds,
-- committed).
CREATE TABLE ledger_accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  kind text NOT NULL
    CHECK (kind IN ('funds', 'reserve', 'payable', 'exchange', 'advance', 'spent', 'unfunded', 'committed')),
  line_id uuid REFERENCES budget_lines (id),
  CONSTRAINT ledger_accounts_of_grant_or_line
    CHECK ((kind IN ('funds', 'reserve', 'payable', 'exchange', 'advance')) = (line_id IS NULL))
);
CREATE UNIQUE INDEX ledger_accounts_once ON ledger_accounts (grant_id, kind, line_id) NULLS NOT DISTINCT;
GRANT SELECT, INSERT ON ledger_accounts TO mawa_app;
GRANT SELECT ON ledger_accounts TO mawa_figures, mawa_gate;


-- The balance of an account, moved by trigger with each entry. Charges lock the rows of their line
-- (lock_charged_lines). The `funds` of a grant have none: every booking would wait for that row, and their balance
-- is the sum of all other accounts of the grant with the opposite sign. mawa_app holds UPDATE (account_id) since
-- FOR UPDATE asks for it; nothing writes that column.
CREATE TABLE ledger_balances (
  account_id uuid PRIMARY KEY REFERENCES ledger_accounts (id),
  balance numeric(16,2) NOT NULL DEFAULT 0
);
GRANT SELECT ON ledger_balances TO mawa_app, mawa_figures;
GRANT SELECT, UPDATE ON ledger_balances TO mawa_gate;
GRANT INSERT (account_id), UPDATE (account_id) ON ledger_balances TO mawa_app;


-- What was booked on an account on a day, moved by the same trigger, `funds` excepted; sums of periods read it
-- instead of the entries.
CREATE TABLE ledger_days (
  account_id uuid REFERENCES ledger_accounts (id),
  day date,
  amount numeric(16,2) NOT NULL,
  PRIMARY KEY (account_id, day)
);
GRANT SELECT ON ledger_days TO mawa_app, mawa_figures;


-- A booking: two or more entries that sum to zero. source_kind and source_id name its cause, once; of facts
-- about people the source is a random id, never a case.
CREATE TABLE ledger_transactions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  source_kind text NOT NULL
    CHECK (source_kind IN ('bed-night', 'service', 'training', 'recognition', 'capacity', 'project',
      'correction', 'reversal', 'commitment', 'invoice', 'payment', 'release', 'advance', 'liquidation',
      'refund', 'reimbursement', 'agreement', 'opening')),
  source_id text NOT NULL,
  -- The day to which it counts, usually that of entering; of opening balances the last day of their month. fact_on is the day of the fact, which may be
  -- earlier.
  booked_on date NOT NULL,
  fact_on date NOT NULL,
  -- The transaction that this one takes back; each is taken back at most once.
  reverses uuid UNIQUE REFERENCES ledger_transactions (id),
  posted_at timestamptz NOT NULL DEFAULT mawa_now(),
  posted_by uuid NOT NULL REFERENCES users (id),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  commitment_id uuid REFERENCES commitments (id),
  agreement_id uuid REFERENCES agreements (id),
  -- The part of its cause that it bears: less than 1 where an allocation shares it out (cost_allocations).
  share numeric(7,6) NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1),
  CONSTRAINT ledger_source_once UNIQUE (source_kind, source_id),
  CHECK ((source_kind = 'reversal') = (reverses IS NOT NULL)),
  CHECK (reason IS NULL OR source_kind = 'reversal'),
  CONSTRAINT ledger_transactions_of_commitment
    CHECK (source_kind = 'reversal'
        OR (source_kind IN ('commitment', 'invoice', 'payment', 'release')) = (commitment_id IS NOT NULL)),
  CONSTRAINT ledger_transactions_of_agreement
    CHECK (source_kind = 'reversal'
        OR (source_kind IN ('advance', 'liquidation', 'refund', 'reimbursement', 'agreement'))
          = (agreement_id IS NOT NULL))
);
CREATE INDEX ledger_by_booking_day ON ledger_transactions (booked_on);
CREATE INDEX ledger_transactions_by_fact ON ledger_transactions (fact_on);
CREATE INDEX ledger_transactions_by_commitment ON ledger_transactions (commitment_id)
  WHERE commitment_id IS NOT NULL;
CREATE INDEX ledger_transactions_by_agreement ON ledger_transactions (agreement_id)
  WHERE agreement_id IS NOT NULL;
CREATE INDEX ledger_transactions_by_cause ON ledger_transactions (split_part(source_id, '/'::text, 1))
  WHERE source_kind IN ('bed-night', 'service', 'training', 'recognition', 'correction');
GRANT SELECT, INSERT ON ledger_transactions TO mawa_app, mawa_gate;
GRANT SELECT ON ledger_transactions TO mawa_figures;


-- One side of a booking: amount in the currency of the grant (positive = debit), and the amount of origin
-- with the rate that was multiplied and its day.
CREATE TABLE ledger_entries (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
  account_id uuid NOT NULL REFERENCES ledger_accounts (id),
  amount numeric(14,2) NOT NULL CHECK (amount <> 0),
  original_amount numeric(14,2) NOT NULL,
  original_currency char(3) NOT NULL,
  rate numeric(18,8) NOT NULL CHECK (rate > 0),
  rate_on date NOT NULL
);
CREATE INDEX ledger_entries_by_transaction ON ledger_entries (transaction_id);
CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id, id);
GRANT SELECT, INSERT ON ledger_entries TO mawa_app, mawa_gate;
GRANT SELECT ON ledger_entries TO mawa_figures;


-- ==== Money of the donor ====

-- Money received from the donor or returned to it, and programme income, entered by finance for the report
-- SF-425. A row is taken back by its opposite (undoes, negative amount).
CREATE TABLE donor_money (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL REFERENCES grants (id),
  kind text NOT NULL
    CHECK (kind IN ('received', 'returned', 'income_earned', 'income_deducted', 'income_added')),
  amount numeric(14,2) NOT NULL CHECK (amount <> 0),
  on_day date NOT NULL,
  reference text NOT NULL CHECK (length(btrim(reference)) BETWEEN 2 AND 60),
  undoes uuid UNIQUE REFERENCES donor_money (id),
  -- The opening balances that it was brought in or taken back with; none where finance entered it.
  opening_id uuid REFERENCES grant_proposals (id),
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT donor_money_taken_back_by_its_opposite CHECK ((undoes IS NOT NULL) = (amount < 0))
);
CREATE INDEX donor_money_by_grant ON donor_money (grant_id, on_day);
GRANT SELECT, INSERT ON donor_money TO mawa_app;


-- ==== Money that partners hold ====

-- The part of an agreement that a budget line bears; the parts make its amount (trigger
-- agreement_lines_add_up).
CREATE TABLE agreement_lines (
  agreement_id uuid,
  grant_id uuid NOT NULL,
  line_id uuid,
  amount money_to_the_cent NOT NULL CHECK (amount::numeric > 0),
  PRIMARY KEY (agreement_id, line_id),
  FOREIGN KEY (grant_id, agreement_id) REFERENCES agreements (grant_id, id),
  FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id)
);
GRANT SELECT, INSERT ON agreement_lines TO mawa_app;


-- The confirmation of an agreement by a second person; nothing is advanced, reported or ordered under it
-- before.
CREATE TABLE agreement_confirmations (
  agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
  confirmed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  confirmed_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON agreement_confirmations TO mawa_app;


-- The closing of an agreement, when nothing of it is open; nothing is made under it afterwards.
CREATE TABLE agreement_closings (
  agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
  closed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  closed_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON agreement_closings TO mawa_app;


-- How risky a partner is held to be, from a day on; decides how many spot checks a year are due. Never shown
-- to the partner.
CREATE TABLE partner_ratings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  rating text NOT NULL CHECK (rating IN ('low', 'moderate', 'significant', 'high')),
  valid_from date NOT NULL,
  reason text NOT NULL CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  rated_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  rated_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX partner_ratings_by_day ON partner_ratings (organisation_id, valid_from DESC, rated_at DESC);
GRANT SELECT, INSERT ON partner_ratings TO mawa_app;


-- A request for an advance (of a quarter), a report of expenditure (of months) or a refund, under an
-- agreement. Reports may be entered by the partner's own account.
CREATE TABLE partner_papers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  agreement_id uuid NOT NULL REFERENCES agreements (id),
  kind text NOT NULL CHECK (kind IN ('advance', 'report', 'refund')),
  quarter date CHECK (quarter = (date_trunc('quarter', quarter::timestamp))::date),
  -- Of a report: spent from an advance, or paid first by the partner and claimed back.
  claim text CHECK (claim IN ('direct_cash_transfer', 'reimbursement')),
  from_month date CHECK (from_month = (date_trunc('month', from_month::timestamp))::date),
  until_month date CHECK (until_month = (date_trunc('month', until_month::timestamp))::date),
  -- Interest earned, recorded and not booked.
  interest money_to_the_cent,
  document text CHECK (length(document) BETWEEN 1 AND 60),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (agreement_id, id),
  CHECK ((kind = 'advance') = (quarter IS NOT NULL)),
  CHECK ((kind = 'report')
    = (claim IS NOT NULL AND from_month IS NOT NULL AND until_month IS NOT NULL AND interest IS NOT NULL)),
  CHECK (until_month >= from_month)
);
CREATE INDEX partner_papers_by_agreement ON partner_papers (agreement_id, kind);
GRANT SELECT, INSERT ON partner_papers TO mawa_app;


-- A row of a paper: an amount on a line; of a report also the month and the partner's document.
CREATE TABLE partner_paper_rows (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  paper_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  line_id uuid NOT NULL,
  month date CHECK (month = (date_trunc('month', month::timestamp))::date),
  amount money_to_the_cent NOT NULL CHECK (amount::numeric > 0),
  document text CHECK (length(document) BETWEEN 1 AND 60),
  CONSTRAINT partner_rows_as_asked UNIQUE (id, amount),
  FOREIGN KEY (agreement_id, paper_id) REFERENCES partner_papers (agreement_id, id),
  CONSTRAINT partner_row_on_a_line_of_the_agreement
    FOREIGN KEY (agreement_id, line_id) REFERENCES agreement_lines (agreement_id, line_id)
);
CREATE INDEX partner_paper_rows_of_paper ON partner_paper_rows (paper_id);
CREATE UNIQUE INDEX partner_paper_row_once_a_line ON partner_paper_rows (paper_id, line_id)
  WHERE month IS NULL;
GRANT SELECT, INSERT ON partner_paper_rows TO mawa_app;


-- A legal step of a kind of paper. Reference data.
CREATE TABLE partner_transitions (
  kind text,
  from_state text,
  step text,
  to_state text NOT NULL,
  PRIMARY KEY (kind, from_state, step)
);
GRANT SELECT ON partner_transitions TO mawa_app;


-- A step of a paper; partner_steps_forward checks it and moves partner_totals.
CREATE TABLE partner_steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  paper_id uuid NOT NULL REFERENCES partner_papers (id),
  step text NOT NULL
    CHECK (step IN ('requested', 'authorised', 'refused', 'withdrawn', 'paid', 'entered', 'accepted',
      'returned', 'refunded', 'undone')),
  amount money_to_the_cent,
  on_day date NOT NULL,
  document text CHECK (length(document) BETWEEN 1 AND 60),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  undoes uuid REFERENCES partner_steps (id),
  taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  taken_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT partner_undone_once UNIQUE (undoes),
  CHECK ((amount IS NOT NULL)
    = (step IN ('requested', 'authorised', 'paid', 'entered', 'accepted', 'refunded'))),
  CHECK (amount::numeric > 0 OR step = 'accepted'),
  CHECK ((undoes IS NOT NULL) = (step = 'undone')),
  CHECK (document IS NOT NULL OR step NOT IN ('paid', 'refunded')),
  CHECK ((reason IS NOT NULL) = (step IN ('refused', 'returned', 'withdrawn', 'undone')))
);
CREATE INDEX partner_steps_of_paper ON partner_steps (paper_id, place);
GRANT SELECT, INSERT ON partner_steps TO mawa_app;


-- What was agreed of a row by the step that authorised or accepted its paper, with a reason where it is less.
CREATE TABLE partner_row_decisions (
  step_id uuid REFERENCES partner_steps (id),
  row_id uuid,
  asked money_to_the_cent NOT NULL,
  agreed money_to_the_cent NOT NULL,
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  PRIMARY KEY (step_id, row_id),
  FOREIGN KEY (row_id, asked) REFERENCES partner_paper_rows (id, amount),
  CONSTRAINT partner_agreed_within_what_was_asked CHECK (agreed::numeric <= asked::numeric),
  CONSTRAINT partner_less_for_a_reason CHECK ((reason IS NOT NULL) = (agreed::numeric < asked::numeric))
);
CREATE INDEX partner_row_decisions_by_row ON partner_row_decisions (row_id);
GRANT SELECT, INSERT ON partner_row_decisions TO mawa_app;


-- Where a paper stands: its state, the last step that counts and the step that agreed to it. Moved by
-- trigger.
CREATE TABLE partner_paper_states (
  paper_id uuid PRIMARY KEY REFERENCES partner_papers (id),
  state text NOT NULL DEFAULT 'new',
  step_id uuid REFERENCES partner_steps (id),
  agreed_by_step uuid REFERENCES partner_steps (id)
);
GRANT SELECT ON partner_paper_states TO mawa_app;


-- Sums of an agreement: advanced, liquidated (accepted reports on advances), refunded, claimed and
-- reimbursed. Moved by trigger; its row is what steps of the agreement lock.
CREATE TABLE partner_totals (
  agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
  advanced numeric(14,2) NOT NULL DEFAULT 0 CHECK (advanced >= 0),
  liquidated numeric(14,2) NOT NULL DEFAULT 0 CHECK (liquidated >= 0),
  refunded numeric(14,2) NOT NULL DEFAULT 0 CHECK (refunded >= 0),
  claimed numeric(14,2) NOT NULL DEFAULT 0 CHECK (claimed >= 0),
  reimbursed numeric(14,2) NOT NULL DEFAULT 0 CHECK (reimbursed >= 0),
  CONSTRAINT partner_holds_no_less_than_nothing CHECK ((liquidated + refunded) <= advanced),
  CONSTRAINT partner_reimbursed_within_the_claims CHECK (reimbursed <= claimed)
);
GRANT SELECT ON partner_totals TO mawa_app;


-- A check of accepted rows against the partner's documents, on one day.
CREATE TABLE spot_checks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agreement_id uuid NOT NULL REFERENCES agreements (id),
  on_day date NOT NULL,
  checked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  checked_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX spot_checks_by_agreement ON spot_checks (agreement_id, on_day DESC);
GRANT SELECT, INSERT ON spot_checks TO mawa_app;


-- What the documents support of an accepted row, and what was found where it is less. Books nothing.
CREATE TABLE spot_check_rows (
  check_id uuid REFERENCES spot_checks (id),
  row_id uuid REFERENCES partner_paper_rows (id),
  accepted money_to_the_cent NOT NULL CHECK (accepted::numeric > 0),
  supported money_to_the_cent NOT NULL,
  finding text
    CHECK (finding IN ('papers_missing', 'other_amount', 'not_eligible', 'other_period', 'paid_twice')),
  PRIMARY KEY (check_id, row_id),
  CONSTRAINT spot_check_within_the_row CHECK (supported::numeric <= accepted::numeric),
  CONSTRAINT spot_check_says_why CHECK ((supported::numeric = accepted::numeric) = (finding IS NULL))
);
CREATE INDEX spot_check_rows_by_row ON spot_check_rows (row_id);
GRANT SELECT, INSERT ON spot_check_rows TO mawa_app;


-- ==== Plan by quarter and revisions ====

-- A version of the plan of a line by quarters; the last version counts and makes the line's amount.
-- `revision` = written when a revision changed the line.
CREATE TABLE budget_plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  version integer NOT NULL DEFAULT 0 CHECK (version > 0),
  amount numeric(14,2) NOT NULL CHECK (amount >= 0),
  why text NOT NULL CHECK (why IN ('planned', 'revision')),
  planned_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  planned_at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (line_id, version)
);
GRANT SELECT, INSERT ON budget_plans TO mawa_app;


-- What a plan spends in the quarter that starts on this day.
CREATE TABLE budget_plan_quarters (
  plan_id uuid REFERENCES budget_plans (id),
  starts_on date
    CHECK (starts_on = (date_trunc('quarter', CAST(starts_on AS timestamp with time zone)))::date),
  amount numeric(14,2) NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (plan_id, starts_on)
);
GRANT SELECT, INSERT ON budget_plan_quarters TO mawa_app;


-- What needs the donor's prior approval (2 CFR 200.308), shown beside the form of a revision; not judged by
-- the system. Reference data.
CREATE TABLE prior_approval_grounds (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
  place smallint NOT NULL,
  valid_from date NOT NULL,
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  source text NOT NULL,
  mark text NOT NULL CHECK (mark IN ('VERIFIED', 'UNVERIFIED'))
);
GRANT SELECT ON prior_approval_grounds TO mawa_app;


-- A proposed change of line amounts of a grant. line_count is how many lines it changes, so that it is whole
-- when its rows are there.
CREATE TABLE budget_revisions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  grant_id uuid NOT NULL REFERENCES grants (id),
  reason text NOT NULL CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  note text CHECK (length(note) BETWEEN 1 AND 1000),
  between_agencies boolean NOT NULL DEFAULT false,
  line_count smallint NOT NULL CHECK (line_count >= 2),
  proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (grant_id, id)
);
GRANT SELECT, INSERT ON budget_revisions TO mawa_app;


-- The change of one line by a revision; the changes of a revision sum to zero.
CREATE TABLE budget_revision_lines (
  revision_id uuid,
  grant_id uuid NOT NULL,
  line_id uuid,
  change numeric(14,2) NOT NULL CHECK (change <> 0),
  PRIMARY KEY (revision_id, line_id),
  FOREIGN KEY (grant_id, revision_id) REFERENCES budget_revisions (grant_id, id),
  FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id)
);
CREATE INDEX budget_revision_lines_by_line ON budget_revision_lines (line_id);
GRANT SELECT, INSERT ON budget_revision_lines TO mawa_app;


-- The donor's approval of a revision, entered with its reference and document.
CREATE TABLE donor_approvals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  revision_id uuid NOT NULL REFERENCES budget_revisions (id),
  approved_on date NOT NULL,
  reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 120),
  document text NOT NULL CHECK (length(document) BETWEEN 1 AND 60),
  entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX donor_approvals_by_revision ON donor_approvals (revision_id);
GRANT SELECT, INSERT ON donor_approvals TO mawa_app;


-- The one decision on a revision. `approved` changes the amounts of the lines in the same statement (trigger
-- revision_comes_into_force).
CREATE TABLE budget_revision_decisions (
  revision_id uuid REFERENCES budget_revisions (id),
  decision text NOT NULL CHECK (decision IN ('approved', 'refused', 'withdrawn')),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  decided_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT revision_is_decided_once PRIMARY KEY (revision_id),
  CHECK ((reason IS NOT NULL) = (decision = 'refused'))
);
GRANT SELECT, INSERT ON budget_revision_decisions TO mawa_app;


-- A version of a grant's budget: 1 is the award, each approved revision makes the next, and each amendment that
-- changes lines. is_approved = the donor approved it, as every amendment: transfers are counted from the last
-- such version.
CREATE TABLE budget_versions (
  grant_id uuid REFERENCES grants (id),
  version integer CHECK (version > 0),
  revision_id uuid UNIQUE REFERENCES budget_revisions (id),
  amendment_id uuid UNIQUE REFERENCES grant_proposals (id),
  is_approved boolean NOT NULL,
  in_force_at timestamptz,
  in_force_by uuid REFERENCES users (id),
  PRIMARY KEY (grant_id, version),
  CHECK (num_nonnulls(revision_id, amendment_id) = CASE version WHEN 1 THEN 0 ELSE 1 END),
  CHECK (version = 1 OR (in_force_at IS NOT NULL AND in_force_by IS NOT NULL))
);
GRANT SELECT ON budget_versions TO mawa_app;


-- The amount of a line in a version of the budget.
CREATE TABLE budget_version_lines (
  grant_id uuid,
  version integer,
  line_id uuid REFERENCES budget_lines (id),
  amount numeric(14,2) NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (grant_id, version, line_id),
  FOREIGN KEY (grant_id, version) REFERENCES budget_versions (grant_id, version)
);
GRANT SELECT ON budget_version_lines TO mawa_app;


-- ==== Reconciliation with the agencies' ledgers ====

-- A file with an agency's own ledger of one month, imported by finance; digest is its SHA-256.
CREATE TABLE agency_files (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  month date NOT NULL CHECK (EXTRACT(DAY FROM month) = 1),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  row_count integer NOT NULL CHECK (row_count > 0),
  total numeric(16,2) NOT NULL,
  brought_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  brought_at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (id, grant_id, organisation_id, month),
  FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id)
);
CREATE INDEX agency_files_by_month ON agency_files (grant_id, organisation_id, month);
GRANT SELECT, INSERT ON agency_files TO mawa_app;


-- A row of such a file, in the currency of the grant. Written in the transaction of its file and at no other
-- time.
CREATE TABLE agency_rows (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  file_id uuid NOT NULL,
  row_number integer NOT NULL CHECK (row_number > 0),
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  month date NOT NULL,
  -- Number of the document in the agency's ledger; descriptions are not imported.
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 60),
  on_day date NOT NULL,
  amount numeric(14,2) NOT NULL CHECK (amount <> 0),
  document_amount numeric(14,2) CHECK (document_amount <> 0),
  document_currency char(3),
  line_id uuid,
  UNIQUE (file_id, row_number),
  FOREIGN KEY (file_id, grant_id, organisation_id, month)
    REFERENCES agency_files (id, grant_id, organisation_id, month),
  FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id),
  CHECK ((document_amount IS NULL) = (document_currency IS NULL)),
  CONSTRAINT agency_row_of_its_month CHECK (date_trunc('month', on_day::timestamp) = month)
);
CREATE INDEX agency_rows_by_month ON agency_rows (grant_id, organisation_id, month);
GRANT SELECT, INSERT ON agency_rows TO mawa_app;


-- A file that was taken back: its rows count no longer.
CREATE TABLE agency_files_withdrawn (
  file_id uuid REFERENCES agency_files (id),
  withdrawn_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  withdrawn_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT agency_file_withdrawn_once PRIMARY KEY (file_id)
);
GRANT SELECT, INSERT ON agency_files_withdrawn TO mawa_app;


-- Our entries and the agency's rows that were found to be the same, or made to by hand; difference = ours
-- less theirs.
CREATE TABLE ledger_matches (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  -- The rule of modules/reconciliation/matching.rules.ts that found it, or `hand`.
  how text NOT NULL
    CHECK (how IN ('exact', 'late', 'split', 'amount', 'group', 'differs', 'reversal', 'hand')),
  entry_count integer NOT NULL CHECK (entry_count >= 0),
  row_count integer NOT NULL CHECK (row_count >= 0),
  difference numeric(14,2) NOT NULL,
  reason text CHECK (reason IN ('amount_differs', 'exchange_difference')),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
  CONSTRAINT match_says_why_it_differs CHECK ((difference = 0) = (reason IS NULL)),
  CONSTRAINT match_has_two_sides
    CHECK ((entry_count + row_count) >= 2 AND (difference = 0 OR LEAST(entry_count, row_count) > 0))
);
CREATE INDEX ledger_matches_by_agency ON ledger_matches (grant_id, organisation_id);
GRANT SELECT, INSERT ON ledger_matches TO mawa_app;


-- Our side of a match: what a transaction spent on a line. stands becomes false when the match is undone
-- (ledger_partings).
CREATE TABLE matched_entries (
  match_id uuid REFERENCES ledger_matches (id),
  transaction_id uuid REFERENCES ledger_transactions (id),
  line_id uuid REFERENCES budget_lines (id),
  stands boolean NOT NULL DEFAULT true,
  PRIMARY KEY (match_id, transaction_id, line_id)
);
CREATE UNIQUE INDEX entry_is_matched_once ON matched_entries (transaction_id, line_id) WHERE stands;
GRANT SELECT, INSERT ON matched_entries TO mawa_app;


-- The agency's side of a match.
CREATE TABLE matched_rows (
  match_id uuid REFERENCES ledger_matches (id),
  row_id uuid REFERENCES agency_rows (id),
  stands boolean NOT NULL DEFAULT true,
  PRIMARY KEY (match_id, row_id)
);
CREATE UNIQUE INDEX row_is_matched_once ON matched_rows (row_id) WHERE stands;
GRANT SELECT, INSERT ON matched_rows TO mawa_app;


-- The undoing of a match; both sides are open again.
CREATE TABLE ledger_partings (
  match_id uuid REFERENCES ledger_matches (id),
  parted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  parted_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT match_is_parted_once PRIMARY KEY (match_id)
);
GRANT SELECT, INSERT ON ledger_partings TO mawa_app;


-- Why an entry of ours, or a row of the agency, has no match; the last reason counts.
CREATE TABLE open_item_reasons (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  transaction_id uuid REFERENCES ledger_transactions (id),
  line_id uuid REFERENCES budget_lines (id),
  row_id uuid REFERENCES agency_rows (id),
  reason text NOT NULL
    CHECK (reason IN ('timing', 'missing_here', 'missing_there', 'amount_differs', 'exchange_difference')),
  noted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  noted_at timestamptz NOT NULL DEFAULT mawa_now(),
  FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
  CHECK ((row_id IS NULL) = (transaction_id IS NOT NULL) AND (transaction_id IS NULL) = (line_id IS NULL)),
  CONSTRAINT reason_of_its_side
    CHECK (reason <> (CASE WHEN row_id IS NULL THEN 'missing_here' ELSE 'missing_there' END))
);
CREATE INDEX open_item_reasons_of_entry ON open_item_reasons (transaction_id, line_id, id)
  WHERE transaction_id IS NOT NULL;
CREATE INDEX open_item_reasons_of_row ON open_item_reasons (row_id, id) WHERE row_id IS NOT NULL;
GRANT SELECT, INSERT ON open_item_reasons TO mawa_app;


-- A legal step of the reconciliation of a month. Reference data.
CREATE TABLE agency_month_transitions (
  from_state text,
  step text,
  to_state text NOT NULL,
  PRIMARY KEY (from_state, step)
);
GRANT SELECT ON agency_month_transitions TO mawa_app;


-- A step of the reconciliation of an agency's month, with the figures at that moment (agency_bridge,
-- agency_open_items), filled in by trigger.
CREATE TABLE agency_month_steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  grant_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  month date NOT NULL CHECK (EXTRACT(DAY FROM month) = 1),
  step text NOT NULL
    CHECK (step IN ('prepared', 'returned', 'signed', 'unlock_asked', 'unlock_refused', 'unlocked')),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  -- Cumulative totals up to the end of the month: our ledger's and the agency's.
  ours numeric(16,2),
  theirs numeric(16,2),
  bridge jsonb,
  open_items jsonb,
  taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  taken_at timestamptz NOT NULL DEFAULT mawa_now(),
  FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
  CHECK ((reason IS NOT NULL) = (step IN ('returned', 'unlock_asked'))),
  CHECK ((ours IS NOT NULL) = (step IN ('prepared', 'signed'))),
  CHECK (num_nulls(ours, theirs, bridge, open_items) IN (0, 4))
);
CREATE INDEX agency_month_steps_in_order ON agency_month_steps (grant_id, organisation_id, month, place);
GRANT SELECT ON agency_month_steps TO mawa_app;
GRANT INSERT (grant_id, organisation_id, month, step, reason) ON agency_month_steps TO mawa_app;


-- Where a month stands. While signed_at is set, the ledger of that agency's lines is locked up to the end of
-- the month.
CREATE TABLE agency_months (
  grant_id uuid,
  organisation_id uuid,
  month date,
  state text NOT NULL CHECK (state IN ('open', 'prepared', 'signed', 'unlocking')),
  -- Who took the last step that a second person has to answer.
  waits_for_another_than uuid REFERENCES users (id),
  signed_at timestamptz,
  PRIMARY KEY (grant_id, organisation_id, month),
  CHECK ((signed_at IS NOT NULL) = (state IN ('signed', 'unlocking')))
);
GRANT SELECT ON agency_months TO mawa_app;
