import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isCode, Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { joinWords } from '../../platform/shared/punctuation.words';
import { CapacityActions, recordLearners } from '../capacity-actions.service';
import { type LearnerCandidate, KnownLearners } from '../learners/known-learners.queries';
import { type Identity, LearnerSeals } from '../learners/learner-seals.service';
import { learnersIn, type Sex } from '../learners/learners.queries';
import { isLikelyLearner, matchLearner } from '../learners/match.rules';
import { CapacityTrainings } from '../trainings/trainings.service';
import { participantsIn, type ParticipantRow } from './participants.queries';
import { translateCapacityErrors } from '../capacity.errors';

export interface NewParticipant {
  readonly name: string;
  readonly sex: Sex;
  /** Code of institution_kinds. */
  readonly kind: string;
  readonly institution: string;
  readonly region?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** It is the one of this number. */
  readonly learner?: number | null;
  /** Confirmed to be another official than a similar one. */
  readonly another?: boolean;
}
export type Participant = Omit<ParticipantRow, 'sealed' | 'sealedId'> & Identity;

/** Whose row it is, and which of those who are known. */
export interface RegisteredParticipant {
  readonly row: number;
  readonly id: string;
}
type ParticipantRows = readonly { readonly row: number; readonly value: NewParticipant }[];

interface NewRegistration {
  readonly row: number;
  readonly given: NewParticipant;
  readonly learnerId: string;
  readonly isNew: boolean;
  readonly identity: Identity;
}

/** Participants: a known official is recognised, a similar one is asked about, and nobody is registered twice. */
@Injectable()
export class Participants {
  constructor(
    private readonly acts: CapacityActions,
    private readonly trainings: CapacityTrainings,
    private readonly seals: LearnerSeals,
    private readonly lists: Lists,
  ) {}

  /** With their names, opened: the caller records it. */
  async allIn(tx: Tx, trainingId: string): Promise<Participant[]> {
    const rows = await participantsIn(tx, trainingId);
    const opened = await this.seals.open(
      tx,
      rows.map(({ sealedId, sealed }) => ({ id: sealedId, sealed })),
    );
    return rows.map(({ sealed, sealedId, ...row }) => {
      void sealed;
      return { ...row, ...(opened.get(sealedId) ?? NOBODY) };
    });
  }

  register(
    actor: Actor,
    trainingId: string,
    given: NewParticipant,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { trainingId, ...given };
    return this.acts.once(actor, 'capacity.register', body, requestId, async (tx) => {
      const refuse = (_row: number, error: DomainError): never => {
        throw error;
      };
      const rows = [{ row: 1, value: given }];
      const [made] = await this.registerIn(tx, trainingId, rows, refuse);
      return { id: made!.id };
    });
  }

  /** All of them or nobody: `refuse` gets each problem with its row, and throws at the latest after the last row. */
  async registerIn(
    tx: Tx,
    trainingId: string,
    rows: ParticipantRows,
    refuse: (row: number, error: DomainError) => void,
  ): Promise<RegisteredParticipant[]> {
    const training = await this.trainings.headIn(tx, trainingId);
    if (training.state === 'cancelled') throw new DomainError('conflict', 'capacity.cancelled');
    // Registering the same official twice at once would make two of them.
    tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('capacity learners', 0))`);
    const version = await this.checked(tx, rows, refuse);
    const coming = await this.found(tx, trainingId, rows, refuse);
    if (training.taken + coming.length > training.places) {
      throw new DomainError('conflict', 'capacity.full_by', {
        free: training.places - training.taken,
        count: coming.length,
      });
    }
    await this.writeLearners(tx, coming, version);
    const made = coming.map((one) => ({ ...one, id: randomUUID() }));
    await translateCapacityErrors(
      tx.query(
        `INSERT INTO capacity_participants (id, training_id, learner_id, kind, list_version)
         SELECT p.id, $1, p.learner_id, p.kind, $2 FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS p (id, learner_id, kind)`,
        [
          trainingId,
          version,
          made.map(({ id }) => id),
          made.map(({ learnerId }) => learnerId),
          made.map(({ given }) => given.kind),
        ],
      ),
    );
    const ids = made.map(({ learnerId }) => learnerId);
    await recordLearners(tx, 'capacity.register', [...new Set(ids)], [trainingId]);
    return made.map(({ row, id }) => ({ row, id }));
  }

  leave(
    actor: Actor,
    trainingId: string,
    id: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.acts.once(actor, 'capacity.leave', { trainingId, id }, requestId, async (tx) => {
      const [row] = await tx.query<{ id: string; learnerId: string }>(
        `UPDATE capacity_participants SET left_on = $3, left_by = mawa_actor()
          WHERE id = $2 AND training_id = $1 AND left_on IS NULL RETURNING id, learner_id AS "learnerId"`,
        [trainingId, id, tx.today],
      );
      if (!row) throw notFound();
      const [certificate] = await tx.query(
        'SELECT 1 AS there FROM capacity_certificates WHERE participant_id = $1 AND withdrawn_on IS NULL',
        [id],
      );
      if (certificate) throw new DomainError('conflict', 'capacity.certified_already');
      await recordLearners(tx, 'capacity.leave', [row.learnerId], [trainingId]);
      return { id };
    });
  }

  /** The version of the kinds; what cannot be chosen is refused of each row. */
  private async checked(
    tx: Tx,
    rows: ParticipantRows,
    refuse: (row: number, error: DomainError) => void,
  ): Promise<number> {
    const { institution_kinds: kinds } = await this.lists.inForce(tx, ['institution_kinds']);
    const codes = new Set(kinds.items.filter(({ retired }) => !retired).map(({ code }) => code));
    for (const { row, value } of rows) {
      const wrong = (code: string, field: string) =>
        refuse(row, new DomainError('invalid', code, {}, field));
      if (!codes.has(value.kind)) wrong('common.not_choice', 'kind');
      if (value.region && !isCode('regions', value.region)) wrong('common.not_choice', 'region');
      if (!/\p{L}/u.test(value.name)) wrong('capacity.which_name', 'name');
    }
    return kinds.version;
  }

  private async found(
    tx: Tx,
    trainingId: string,
    rows: ParticipantRows,
    refuse: (row: number, error: DomainError) => void,
  ): Promise<NewRegistration[]> {
    const all = rows.map(({ row, value }) => {
      const identity = identityOf(value);
      return { row, given: value, identity, digests: this.seals.digestsOf(identity) };
    });
    const known = await KnownLearners.of(
      tx,
      all.flatMap(({ digests }) => digests),
    );
    const byNumber = await learnersOf(tx, rows);
    const here = new Map((await participantsIn(tx, trainingId)).map((one) => [one.learnerId, 0]));
    const coming: NewRegistration[] = [];
    for (const { row, given, identity, digests } of all) {
      const named = given.learner ? byNumber.get(given.learner) : undefined;
      if (given.learner && !named) {
        refuse(row, new DomainError('invalid', 'capacity.no_such_learner', {}, 'learner'));
        continue;
      }
      const like = given.another ? [] : known.like(digests);
      // A number of somebody of neither that name nor that e-mail is a slip, or the running number of a sheet.
      if (named && !like.some((one) => one.id === named && isLikelyLearner(one))) {
        refuse(row, new DomainError('invalid', 'capacity.other_learner', {}, 'learner'));
        continue;
      }
      const match = named ? ({ is: 'same', id: named } as const) : matchLearner(like);
      if (match.is === 'ask') {
        refuse(row, likelyMatchError(like, match.numbers, tx.actor.language));
        continue;
      }
      const learnerId = match.is === 'same' ? match.id : randomUUID();
      const before = here.get(learnerId);
      if (before !== undefined) {
        refuse(row, before === 0 ? alreadyRegisteredError() : duplicateRowError(before));
        continue;
      }
      here.set(learnerId, row);
      known.add(learnerId, digests, { number: null, row });
      coming.push({ row, given, learnerId, identity, isNew: match.is === 'nobody' });
    }
    return coming;
  }

  /** New ones as they are; of known ones where they work now, and what they could not be reached by before. */
  private async writeLearners(
    tx: Tx,
    coming: readonly NewRegistration[],
    version: number,
  ): Promise<void> {
    const before = coming.some(({ isNew }) => !isNew)
      ? await learnersIn(tx, {
          ids: coming.filter(({ isNew }) => !isNew).map(({ learnerId }) => learnerId),
        })
      : [];
    const opened = await this.seals.open(tx, before);
    const all = coming.map(({ learnerId, identity, isNew, given }) => {
      const known = opened.get(learnerId);
      return {
        id: learnerId,
        isNew,
        given,
        identity: {
          ...identity,
          name: known?.name ?? identity.name,
          email: identity.email ?? known?.email ?? null,
          phone: identity.phone ?? known?.phone ?? null,
        },
      };
    });
    const sealed = await this.seals.seal(tx, all);
    const column = <T>(of: (one: (typeof all)[number], at: number) => T, isNew: boolean): T[] =>
      all.flatMap((one, at) => (one.isNew === isNew ? [of(one, at)] : []));
    const values = (isNew: boolean) => [
      column(({ id }) => id, isNew),
      column((_one, at) => sealed[at]!, isNew),
      column(({ given }) => given.kind, isNew),
      column(({ given }) => given.region ?? null, isNew),
      version,
    ];
    await translateCapacityErrors(
      tx.query(
        `INSERT INTO capacity_learners (id, sealed, kind, region, list_version, sex)
         SELECT l.id, l.sealed, l.kind, l.region, $5, l.sex FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $6::text[])
           AS l (id, sealed, kind, region, sex)`,
        [...values(true), column(({ given }) => given.sex, true)],
      ),
    );
    if (before.length > 0) {
      await tx.query(
        `UPDATE capacity_learners l SET sealed = n.sealed, kind = n.kind, region = coalesce(n.region, l.region), list_version = $5
           FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) AS n (id, sealed, kind, region) WHERE l.id = n.id`,
        values(false),
      );
    }
    const digests = coming.flatMap(({ learnerId, identity }) =>
      this.seals.digestsOf(identity).map((one) => ({ id: learnerId, ...one })),
    );
    await translateCapacityErrors(
      tx.query(
        `INSERT INTO capacity_digests (learner_id, what, digest)
         SELECT d.id, d.what, d.digest FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS d (id, what, digest)
          WHERE NOT EXISTS (SELECT 1 FROM capacity_digests k WHERE k.what = d.what AND k.digest = d.digest AND k.learner_id = d.id)
            AND NOT EXISTS (SELECT 1 FROM capacity_digests k JOIN capacity_learners l ON l.id = k.learner_id
              WHERE d.what = 'self' AND k.what = 'self' AND k.digest = d.digest AND l.merged_into = d.id)`,
        [
          digests.map(({ id }) => id),
          digests.map(({ what }) => what),
          digests.map(({ digest }) => digest),
        ],
      ),
    );
  }
}

const NOBODY: Identity = { name: '', institution: '', email: null, phone: null };

const identityOf = ({ name, institution, email, phone }: NewParticipant): Identity => ({
  name: name.trim().replaceAll(/\s+/g, ' '),
  institution: institution.trim(),
  email: email?.trim() || null,
  phone: phone?.trim() || null,
});

/** The one who stays, by number: those who were joined to them as well. */
async function learnersOf(tx: Tx, rows: ParticipantRows): Promise<Map<number, string>> {
  const numbers = rows.flatMap(({ value }) => (value.learner ? [value.learner] : []));
  if (numbers.length === 0) return new Map();
  const found = await learnersIn(tx, { numbers });
  return new Map(found.map(({ number, mergedInto, id }) => [number, mergedInto ?? id]));
}

const alreadyRegisteredError = () =>
  new DomainError('conflict', 'capacity.there_already', {}, 'name');
const duplicateRowError = (first: number) =>
  new DomainError('conflict', 'capacity.twice_in_file', { first }, 'name');

function likelyMatchError(
  like: readonly LearnerCandidate[],
  numbers: readonly number[],
  language: Language,
): DomainError {
  const first = like.find((one) => isLikelyLearner(one) && one.row !== null)?.row;
  return first
    ? new DomainError('conflict', 'capacity.like_row', { first }, 'learner')
    : new DomainError(
        'conflict',
        'capacity.likely',
        { numbers: joinWords(numbers, language) },
        'learner',
      );
}
