import { Injectable } from '@nestjs/common';
import { CaseTabs, filesIn } from '../../beneficiaries';
import { settingOf } from '../../plans';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { formatDate } from '../../platform/web/format';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Assessors } from '../assessment/assessors.service';
import { ASSESSMENT_STATES } from '../procedure/procedure-states.rules';
import { type RecognitionForms, recognitionForms } from '../recognition.form';
import { recognitionWords } from '../recognition.words';
import { standardsIn } from '../standards/standards.queries';
import {
  type Procedure,
  ReadRecognition,
  type RecognitionOfPerson,
} from './read-recognition.service';
import { recognitionModel } from './recognition.view';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';
import { enrolmentsOf, sessionsIn } from '../../vocational-training';

export interface RecognitionFormTarget {
  /** The file. */
  readonly id: string;
  /** Null where a procedure is to begin. */
  readonly procedureId: string | null;
  /** Below the recognition of the person. */
  readonly path: string;
}

/** Input of form builders. */
interface RecognitionFormContext {
  readonly tx: Tx;
  readonly language: Language;
  readonly file: RecognitionOfPerson;
  readonly procedure: Procedure;
}
export type RecognitionFormBuilder = (
  forms: RecognitionForms,
  context: RecognitionFormContext,
  pages: RecognitionPages,
) => FormDefinition | null | Promise<FormDefinition | null>;

/** The pages of a person's recognition: all of it, and each act on a page of its own. */
@Injectable()
export class RecognitionPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadRecognition,
    private readonly assessors: Assessors,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
  ) {}

  file(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const tabs = await this.tabs.rowIn(tx, language, id, 'training');
      const codes = {
        levels: await this.lists.everyCode(tx, 'isced_levels'),
        fields: await this.lists.everyCode(tx, 'isced_fields'),
        trades: await this.lists.everyCode(tx, 'training_trades'),
      };
      const model = recognitionModel(actor, language, file, codes);
      return page('recognition/file', { ...model, tabs });
    });
  }

  beginForm(
    actor: Actor,
    language: Language,
    place: RecognitionFormTarget,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, place.id);
      if (!file.mayWrite) throw notFound();
      const standards = (await standardsIn(tx, { lastOnly: true })).map(
        ({ id, title, edition, authority }) => ({
          value: id,
          label: `${title} · ${recognitionWords(language)('edition_of', { edition, authority })}`,
        }),
      );
      const built = recognitionForms(language, tx.today).begin(standards);
      return recognitionFormPage(built, file, form, place);
    });
  }

  /** For the accompanying officer or an assessor. */
  form(
    actor: Actor,
    language: Language,
    place: RecognitionFormTarget,
    by: 'officer' | 'assessor',
    build: RecognitionFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, place.id);
      const procedure = file.procedures.find(({ id }) => id === place.procedureId);
      if (!procedure || (by === 'officer' && !file.mayWrite)) throw notFound();
      const context = { tx, language, file, procedure };
      const built = await build(recognitionForms(language, tx.today), context, this);
      if (!built) throw notFound();
      return recognitionFormPage(built, file, form, place);
    });
  }

  async candidates(tx: Tx, procedureId: string): Promise<Choice[]> {
    const found = await this.assessors.freeIn(tx, procedureId);
    return found.map(({ id, name }) => ({ value: id, label: name }));
  }
}

const recognitionFormPage = (
  built: FormDefinition,
  { person }: RecognitionOfPerson,
  form: FormState,
  { path }: RecognitionFormTarget,
): PageView => {
  const own = `/people/${person.id}/training/recognition`;
  const title = `${built.title} · ${person.caseNumber}`;
  return formPage('training/form', { ...built, title }, form, `${own}${path}`, own);
};

const unitChoices = ({ units }: Procedure): Choice[] =>
  units.map(({ id, number, title }) => ({ value: id, label: `${number}. ${title}` }));

async function documentChoices({ tx, file, language }: RecognitionFormContext): Promise<Choice[]> {
  const rows = await tx.query<{ id: string; kind: string; on: string }>(
    `SELECT id, kind, mawa_day(added_at)::text AS "on" FROM documents
      WHERE owner_kind = 'case' AND removed_at IS NULL AND case_id = ANY (${filesIn()}) ORDER BY added_at DESC LIMIT 100`,
    [file.person.id],
  );
  return rows.map(({ id, kind, on }) => ({
    value: id,
    label: `${translate(language, `documents:kind.${kind}`)} · ${formatDate(on, language)}`,
  }));
}

async function enrolmentChoices({ tx, file, language }: RecognitionFormContext): Promise<Choice[]> {
  const enrolments = await enrolmentsOf(tx, file.person.id);
  if (enrolments.length === 0) return [];
  const sessions = await sessionsIn(tx, { ids: enrolments.map(({ sessionId }) => sessionId) });
  return enrolments.map(({ id, sessionId }) => {
    const session = sessions.find((one) => one.id === sessionId)!;
    const label = `${session.course.title} · ${formatDate(session.startsOn, language)}`;
    return { value: id, label };
  });
}

export const step: RecognitionFormBuilder = (forms, { procedure }) =>
  procedure.next.length > 0 ? forms.step(procedure.next) : null;
export const takeBack: RecognitionFormBuilder = (forms) => forms.takeBack();
export const piece: RecognitionFormBuilder = async (forms, context) =>
  forms.piece(unitChoices(context.procedure), await documentChoices(context));
export const assessor: RecognitionFormBuilder = async (forms, { tx, procedure }, pages) =>
  forms.assessor(
    await pages.candidates(tx, procedure.id),
    await settingOf(tx, 'recognition_access_days', 30),
  );
export const course: RecognitionFormBuilder = async (forms, context) =>
  forms.course(await enrolmentChoices(context));
export const award: RecognitionFormBuilder = (forms, { procedure }) =>
  forms.award(procedure.outcome === 'full' ? 'full' : 'partial');
export const withdrawal: RecognitionFormBuilder = (forms) => forms.withdrawal();

export const declaration: RecognitionFormBuilder = (forms, { procedure }) =>
  procedure.asked ? forms.declaration() : null;
const isUnderAssessment = (procedure: Procedure): boolean =>
  procedure.assesses && ASSESSMENT_STATES.includes(procedure.state);
export const judgement =
  (pieceId: string): RecognitionFormBuilder =>
  (forms, { procedure, language }) => {
    const about = procedure.units
      .flatMap(({ title, pieces }) => pieces.map((one) => ({ ...one, title })))
      .find(({ id }) => id === pieceId);
    if (!about || !isUnderAssessment(procedure)) return null;
    const label = recognitionWords(language)(`form_of.${about.form}`);
    const lead = `${about.title} · ${label} · ${formatDate(about.on, language)}`;
    return forms.judgement(procedure.standard.currentYears, lead);
  };
export const result =
  (unitId: string | null): RecognitionFormBuilder =>
  (forms, { procedure }) =>
    isUnderAssessment(procedure) ? forms.result(unitChoices(procedure), unitId) : null;
export const conclusion: RecognitionFormBuilder = (forms, { procedure }) =>
  isUnderAssessment(procedure) ? forms.conclusion(procedure.state === 'portfolio_submitted') : null;
export const decision: RecognitionFormBuilder = (forms, { procedure }) =>
  isUnderAssessment(procedure) ? forms.decision() : null;
