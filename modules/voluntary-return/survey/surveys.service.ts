import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CaseSeals, PersonRecords } from '../../beneficiaries';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { CONTACT_MODES } from '../follow-up/follow-up.rules';
import { mustNotBeInFuture, translateReturnErrors } from '../return.errors';
import { type EditionQuestion, findEditionInForce } from './survey.queries';
import {
  DIMENSIONS,
  UNSCORED_ANSWERS,
  type Scores,
  scoresOf,
  type WeightedQuestion,
} from './survey.rules';
import { findTrack, trackForLater } from '../track-access.queries';
import { sealedColumn } from '../../platform/shared/seal';

const answersAddress = sealedColumn('return_surveys', 'answers');

export interface NewSurvey {
  readonly on: CivilDate;
  readonly mode: (typeof CONTACT_MODES)[number];
  /** Code of the answer by code of the question; what is left out was not answered. */
  readonly answers: Readonly<Record<string, string>>;
}

/** A survey is held once a day at most, scored by the weights of that day, and never scored again. */
@Injectable()
export class Surveys {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly seals: CaseSeals,
  ) {}

  hold(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewSurvey,
    requestId: string | null = null,
  ): Promise<{ id: string; scores: Scores }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.survey', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForLater(this.file, tx, caseId, trackId, 'story');
      mustNotBeInFuture(tx, given.on);
      const { asked, ...edition } = await findEditionInForce(tx);
      const scores = scoresOf(
        asked.filter(isWeighted),
        valuesOf(asked, given.answers, tx.actor.language),
      );
      const id = randomUUID();
      const sealed = await this.seals.sealText(
        tx,
        track.caseId,
        answersAddress(id),
        JSON.stringify(given.answers),
      );
      await translateReturnErrors(
        tx.query(
          `INSERT INTO return_surveys (id, case_id, track_id, held_on, mode, questions, weighting, answered, composite, economic, social,
             psychosocial, answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
          [
            id,
            track.caseId,
            trackId,
            given.on,
            given.mode,
            edition.questions,
            edition.version,
            scores.answered,
            scores.composite,
            scores.economic,
            scores.social,
            scores.psychosocial,
            sealed,
          ],
        ),
      );
      await this.file.record(
        tx,
        'returns.survey',
        [track.caseId, track.id, id],
        [String(edition.version)],
      );
      return { id, scores };
    });
  }

  /** Answers by question; audited. */
  answers(actor: Actor, caseId: string, trackId: string, id: string) {
    return this.transactions.run(actor, async (tx) => {
      await this.file.mustRead(tx, caseId, ['story']);
      const track = await findTrack(this.file, tx, caseId, trackId);
      const [row] = await tx.query<{ answers: Buffer | null; caseId: string }>(
        'SELECT answers, case_id AS "caseId" FROM return_surveys WHERE id = $1 AND track_id = $2',
        [id, trackId],
      );
      if (!row) throw notFound();
      const [text] = row.answers
        ? await this.seals.openTexts(tx, [
            { caseId: row.caseId, place: answersAddress(id), sealed: row.answers },
          ])
        : [null];
      await this.file.record(tx, 'returns.read_survey', [track.caseId, track.id, id], ['answers']);
      return text ? (JSON.parse(text) as Record<string, string>) : null;
    });
  }
}

const isWeighted = (one: EditionQuestion): one is EditionQuestion & WeightedQuestion =>
  one.own !== null;

/** Score of each answer; an answer that the question does not offer is an error at its field. */
function valuesOf(
  asked: readonly EditionQuestion[],
  answers: Readonly<Record<string, string>>,
  language: Language,
): Map<string, number> {
  const wrong: DomainError[] = [];
  const values = new Map<string, number>();
  for (const [code, said] of Object.entries(answers)) {
    const question = asked.find((one) => one.code === code);
    const answer = question?.answers.find((one) => one.code === said);
    const leftOut = (UNSCORED_ANSWERS as readonly string[]).includes(said);
    if (!question || (!answer && !leftOut)) {
      wrong.push(new DomainError('invalid', 'common.not_choice', {}, `answers.${code}`));
    }
    if (answer && answer.value !== null) values.set(code, answer.value);
  }
  if (wrong.length > 0) throw new FieldErrors(wrong);
  if (values.size === 0) throw noAnswer(asked, language);
  return values;
}

/** At the first scored question, in the order of the form. */
function noAnswer(asked: readonly EditionQuestion[], language: Language): DomainError {
  const [first] = DIMENSIONS.flatMap((dimension) =>
    asked.filter((one) => one.dimension === dimension && isWeighted(one)),
  );
  const params = { question: first![language] };
  return new DomainError('invalid', 'returns.survey_empty', params, `answers.${first!.code}`);
}
