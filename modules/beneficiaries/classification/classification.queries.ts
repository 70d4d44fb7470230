/** The rows of classifications: versions that are added and never changed. */
import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/transactions';
import { filesIn } from '../person-files.queries';
import {
  type Classification,
  isNoAnswer,
  NO_PLACE,
  type NoAnswer,
  EMPTY_CLASSIFICATION,
  type TraffickingPlace,
  type ClassificationQuestion,
  QUESTION_NAMES,
  QUESTIONS,
} from './classification.rules';

/** Which version of its list each code was chosen from, by question and code. */
export type ListVersions = ReadonlyMap<string, number>;
export const chosenKey = (question: ClassificationQuestion, code: string): string =>
  `${question}/${code}`;

export interface VersionRow {
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  readonly by: string;
}

export interface PlaceRow {
  readonly id: string;
  readonly classificationId: string;
  readonly kind: 'recruitment' | 'transit' | 'exploitation';
  readonly answer: 'given' | 'abroad' | 'not_known' | 'declined' | 'none';
  readonly country: string | null;
  readonly region: string | null;
  readonly town: Buffer | null;
}

interface AnswerRow {
  readonly question: string;
  readonly answer: 'given' | NoAnswer;
  readonly code: string | null;
  readonly version: number | null;
}

interface Row extends ClassificationVersionRow {
  readonly began: string | null;
  readonly duration: string | null;
  readonly ageBegan: number | null;
  readonly ageBeganAnswer: NoAnswer | null;
  readonly answers: readonly AnswerRow[];
}

/** In which of the files of a person it is written. */
export interface ClassificationVersionRow extends VersionRow {
  readonly caseId: string;
  readonly caseNumber: string;
}

/** One version, its towns still sealed under the key of its file. */
export interface StoredClassification extends ClassificationVersionRow {
  readonly classification: Classification;
  readonly chosenFrom: ListVersions;
  readonly places: readonly PlaceRow[];
}

const COLUMN = Object.fromEntries(
  QUESTION_NAMES.map((name) => [name, name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)]),
) as Record<ClassificationQuestion, string>;
const NAME = new Map(QUESTION_NAMES.map((name) => [COLUMN[name], name]));
/** As the rows name a question, for the figures. */
export const questionColumn = (name: ClassificationQuestion): string => COLUMN[name];

/** Those written in this file, newest first: versions are counted in each file for itself. */
export const versionsOf = (tx: Tx, caseId: string): Promise<VersionRow[]> =>
  tx.query<VersionRow>(
    `SELECT c.id, c.version, c.at, localized_name(u.name, u.names) AS by FROM case_classifications c JOIN users u ON u.id = c.by
      WHERE c.case_id = $1 ORDER BY c.version DESC`,
    [caseId],
  );

/**
 * Of all files of the person: those of the file that goes on, newest first, then those of the joined ones
 * (as in the figures). The first is what is said of the person. Two statements, however many there are.
 */
export async function classificationsOf(
  tx: Tx,
  caseId: string,
  onlyLatest = false,
): Promise<StoredClassification[]> {
  const rows = await tx.query<Row>(
    `SELECT c.id, c.case_id AS "caseId", f.case_number AS "caseNumber", c.version, c.at, localized_name(u.name, u.names) AS by, c.began, c.duration, c.age_began AS "ageBegan",
            c.age_began_answer AS "ageBeganAnswer",
            coalesce((SELECT jsonb_agg(jsonb_build_object('question', a.question, 'answer', a.answer, 'code', a.code,
                        'version', a.list_version) ORDER BY i.position)
               FROM case_classification_answers a
               LEFT JOIN list_items i ON i.list = a.list AND i.version = a.list_version AND i.code = a.code
              WHERE a.classification_id = c.id), '[]') AS answers
       FROM case_classifications c JOIN users u ON u.id = c.by JOIN cases f ON f.id = c.case_id
      WHERE c.case_id = ANY (${filesIn()})
      ORDER BY f.merged_into IS NOT NULL, c.version DESC, c.at DESC, c.id ${onlyLatest ? 'LIMIT 1' : ''}`,
    [caseId],
  );
  if (rows.length === 0) return [];
  const places = await tx.query<PlaceRow>(
    `SELECT id, classification_id AS "classificationId", kind, answer, country, region, town
       FROM case_classification_places WHERE case_id = ANY (${filesIn()}) ORDER BY kind, position`,
    [caseId],
  );
  return rows.map((row) =>
    storedOf(
      row,
      places.filter(({ classificationId }) => classificationId === row.id),
    ),
  );
}

function storedOf(row: Row, places: readonly PlaceRow[]): StoredClassification {
  const { id, caseId, caseNumber, version, at, by } = row;
  const { began, duration, ageBegan, ageBeganAnswer } = row;
  const answers = Object.fromEntries(
    QUESTION_NAMES.map((name) => [
      name,
      row.answers
        .filter(({ question }) => question === COLUMN[name])
        .map(({ answer, code }) => code ?? answer),
    ]),
  ) as Record<ClassificationQuestion, string[]>;
  const chosenFrom = new Map(
    row.answers.flatMap(({ question, code, version: from }) =>
      code !== null && from !== null ? [[chosenKey(NAME.get(question)!, code), from] as const] : [],
    ),
  );
  const of = (kind: PlaceRow['kind']) => places.filter((place) => place.kind === kind);
  return {
    id,
    caseId,
    caseNumber,
    version,
    at,
    by,
    chosenFrom,
    places,
    classification: {
      answers,
      began,
      duration,
      ageBegan,
      ageBeganAnswer,
      recruitment: of('recruitment').map(placeOf)[0] ?? NO_PLACE,
      transit: of('transit').map(placeOf),
      exploitation: of('exploitation').map(placeOf)[0] ?? NO_PLACE,
    },
  };
}

const placeOf = ({ answer, country, region }: PlaceRow): TraffickingPlace => ({
  country: answer === 'given' ? country : answer,
  region,
  town: null,
});

/** The places in the order in which `placesOf` names them. */
export const placesOf = ({
  recruitment,
  transit,
  exploitation,
}: Classification): { kind: PlaceRow['kind']; position: number; place: TraffickingPlace }[] =>
  [
    { kind: 'recruitment' as const, position: 1, place: recruitment },
    ...transit.map((place, at) => ({ kind: 'transit' as const, position: at + 1, place })),
    { kind: 'exploitation' as const, position: 1, place: exploitation },
  ].filter(({ place }) => place.country !== null);

export const townPlace = (placeId: string) => ({
  table: 'case_classification_places',
  column: 'town',
  row: placeId,
});

export interface NewClassification {
  readonly caseId: string;
  readonly version: number;
  readonly classification: Classification;
  /** For each code, the version of its list. */
  versionOf(question: ClassificationQuestion, code: string): number;
  /** Sealed towns, by the id of their place. */
  readonly places: readonly {
    readonly id: string;
    readonly kind: string;
    readonly position: number;
    readonly place: TraffickingPlace;
    readonly town: Buffer | null;
  }[];
}

/** Three statements, however many people they are about. */
export async function insertClassifications(
  tx: Tx,
  all: readonly NewClassification[],
): Promise<void> {
  const rows = all.map((one) => ({ ...one, id: randomUUID() }));
  await tx.query(
    `INSERT INTO case_classifications (id, case_id, version, began, duration, age_began, age_began_answer, by)
     SELECT id, case_id, version, began, duration, age_began, age_began_answer, $2::uuid
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, case_id uuid, version integer, began text, duration text,
         age_began smallint, age_began_answer text)`,
    [
      JSON.stringify(
        rows.map(({ id, caseId, version, classification: c }) => ({
          id,
          version,
          case_id: caseId,
          began: c.began,
          duration: c.duration,
          age_began: c.ageBegan,
          age_began_answer: c.ageBeganAnswer,
        })),
      ),
      tx.actor.userId,
    ],
  );
  await tx.query(
    `INSERT INTO case_classification_answers (classification_id, case_id, question, answer, list, code, list_version)
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (classification_id uuid, case_id uuid, question text, answer text,
       list text, code text, list_version integer)`,
    [JSON.stringify(rows.flatMap((row) => answerRows(row.id, row)))],
  );
  const places = rows.flatMap(({ id, caseId, places: own }) =>
    own.map((place) => ({ ...place, classificationId: id, caseId })),
  );
  if (places.length === 0) return;
  await tx.query(
    `INSERT INTO case_classification_places (id, classification_id, case_id, kind, position, answer, country, region, town)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::bytea[])`,
    [
      places.map(({ id }) => id),
      places.map(({ classificationId }) => classificationId),
      places.map(({ caseId }) => caseId),
      places.map(({ kind }) => kind),
      places.map(({ position }) => position),
      places.map(({ place }) => (isCountry(place) ? 'given' : place.country)),
      places.map(({ place }) => (isCountry(place) ? place.country : null)),
      places.map(({ place }) => place.region),
      places.map(({ town }) => town),
    ],
  );
}

const isCountry = ({ country }: TraffickingPlace): boolean => /^[A-Z]{2}$/.test(country ?? '');

const answerRows = (
  id: string,
  { caseId, classification, versionOf }: NewClassification,
): object[] =>
  QUESTION_NAMES.flatMap((name) =>
    [...new Set(classification.answers[name])].map((code) => {
      const row = { classification_id: id, case_id: caseId, question: COLUMN[name] };
      if (isNoAnswer(code)) return { ...row, answer: code };
      const from = versionOf(name, code);
      return { ...row, answer: 'given', list: QUESTIONS[name], code, list_version: from };
    }),
  );

/** Nothing but what nobody asked: such a classification says nothing. */
export const isEmpty = (one: Classification): boolean =>
  JSON.stringify(one) === JSON.stringify(EMPTY_CLASSIFICATION);
