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
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { ApproveRulesDto, WriteRulesDto } from '../dto/placing-rules.dto';
import {
  draftOf,
  ruleSetOf,
  ruleSets,
  rulesInForce,
  type RuleSetRow,
} from '../placing/rule-sets.queries';
import { changesBetween } from './changes.rules';
import { ruleSetFrom } from './rule-set.form';

const LATEST_START = '2099-12-31';

/** The rules of placing in versions: one owner drafts, another puts in force, nothing changes afterwards. */
@Injectable()
export class PlacingRules {
  constructor(
    private readonly transactions: Transactions,
    @Inject(ENV) private readonly env: Env,
  ) {}

  all(actor: Actor): Promise<{ inForce: RuleSetRow; versions: RuleSetRow[] }> {
    return this.transactions.run(actor, async (tx) => {
      const versions = await ruleSets(tx);
      return { inForce: versions.find((one) => one.inForce)!, versions };
    });
  }

  version(actor: Actor, version: number): Promise<RuleSetRow> {
    return this.transactions.run(actor, (tx) => ruleSetOf(tx, version));
  }

  /** The draft beside what is in force. */
  draft(actor: Actor): Promise<{ draft: RuleSetRow; inForce: RuleSetRow }> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await draftOf(tx);
      if (!draft) throw notFound();
      return { draft, inForce: await rulesInForce(tx) };
    });
  }

  /** Begins from what is in force; one draft at a time. */
  start(actor: Actor, note: string | null = null): Promise<{ version: number; revision: number }> {
    return this.transactions.run(actor, async (tx) => {
      try {
        const [row] = await tx.query<{ version: number }>(
          `INSERT INTO rule_sets (version, definition, source, note, author_id, writers)
           SELECT 1 + (SELECT max(version) FROM rule_sets), r.definition, r.source, $3, $2, ARRAY[$2::uuid]
             FROM rule_sets r WHERE r.version = $1 RETURNING version`,
          [(await rulesInForce(tx)).version, actor.userId, note],
        );
        await written(tx, 'start', row!.version);
        return { version: row!.version, revision: 1 };
      } catch (error) {
        if (sqlState(error) !== '23505') throw error;
        throw new DomainError('conflict', 'placing-rules.draft_open');
      }
    });
  }

  /** Another who saved meanwhile is not written over. */
  write(actor: Actor, { revision, rules, source, note }: WriteRulesDto) {
    return this.transactions.run(actor, async (tx) => {
      const definition = ruleSetFrom(rules);
      const draft = await lockedDraft(tx, revision);
      await tx.query(
        `UPDATE rule_sets SET definition = $2::jsonb, source = $3, note = $4, revision = revision + 1,
                writers = CASE WHEN $5 = ANY (writers) THEN writers ELSE writers || $5::uuid END
          WHERE version = $1`,
        [draft.version, JSON.stringify(definition), source, note ?? null, actor.userId],
      );
      await written(tx, 'write', draft.version);
      return { version: draft.version, revision: revision + 1 };
    });
  }

  drop(actor: Actor, revision: number): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { version } = await lockedDraft(tx, revision);
      await tx.query(`UPDATE rule_sets SET state = 'dropped' WHERE version = $1`, [version]);
      await written(tx, 'drop', version);
    });
  }

  /** In force from now on, or from a later day; what was read is what is approved. */
  approve(actor: Actor, { revision, from }: ApproveRulesDto): Promise<{ version: number }> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await lockedDraft(tx, revision);
      if (draft.writers.some(({ id }) => id === actor.userId)) throw secondPerson();
      if (!draft.note) throw new DomainError('invalid', 'placing-rules.note_needed', {}, 'note');
      if (changesBetween((await rulesInForce(tx)).rules, draft.rules).length === 0) {
        throw new DomainError('invalid', 'placing-rules.nothing_changed');
      }
      if (from !== undefined && (from < tx.today || from > LATEST_START)) {
        throw new DomainError('invalid', 'placing-rules.not_a_coming_day', {}, 'from');
      }
      try {
        await tx.query(
          `UPDATE rule_sets SET state = 'approved', approved_by = $2, approved_at = mawa_now(),
                  in_force_from = greatest(mawa_now(), $3)
            WHERE version = $1`,
          [draft.version, actor.userId, from && startOfDay(from, programmeTime(this.env))],
        );
      } catch (error) {
        if (constraintOf(error) === 'rule_sets_approved_by_another') throw secondPerson();
        throw error;
      }
      await written(tx, 'approve', draft.version);
      return { version: draft.version };
    });
  }
}

const secondPerson = () => new DomainError('forbidden', 'placing-rules.second_person');

async function lockedDraft(tx: Tx, revision: number): Promise<RuleSetRow> {
  const draft = await draftOf(tx, true);
  if (!draft) throw new DomainError('conflict', 'placing-rules.no_draft');
  if (draft.revision !== revision) throw new DomainError('conflict', 'placing-rules.written_over');
  return draft;
}

const written = (tx: Tx, act: string, version: number) =>
  record(tx, { action: `placing-rules.${act}`, kind: 'placing_rules', fields: [String(version)] });
