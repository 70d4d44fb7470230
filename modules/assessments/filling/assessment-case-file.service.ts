import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may, maySeePart } from '../../access';
import {
  type CaseAlert,
  CaseAlerts,
  CaseTabs,
  CaseTimeline,
  type NoticeSource,
  type TimelineEntry,
} from '../../beneficiaries';
import { type AboutTasks, HAS_SAFETY_PLAN, TaskKinds, type TaskSubject } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { Actor, Language } from '../../platform/shared/actor';
import { FORM_PARTS } from '../definition/definition-schema.rules';
import { localisedText } from '../assessment.words';
import {
  assessmentsOf,
  formTitlesOf,
  type ResultRow,
  RESULTS_OF_PERSON,
  resultsOf,
} from './assessment.queries';
import { inEachLanguage } from '../../platform/shared/in-each-language';

/** Assessments in a case: tab, timeline, alerts, tasks. */
@Injectable()
export class AssessmentCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly alerts: CaseAlerts,
    private readonly tasks: TaskKinds,
  ) {}

  onModuleInit(): void {
    this.timeline.add(onTheTimeline);
    this.alerts.add(HIGH_RESULTS);
    this.tabs.add({
      key: 'assessments',
      label: 'assessments:tab',
      icon: 'clipboard-check',
      permission: 'assessments:read',
      part: 'care',
      order: 25,
    });
    const list = ({ caseId }: TaskSubject) => caseId && `/people/${caseId}/assessments`;
    const one = (task: TaskSubject) => list(task) && `${list(task)}/${task.subjectId}`;
    const plan = ({ caseId }: TaskSubject) => caseId && `/people/${caseId}/plan`;
    const icon = 'clipboard-check';
    this.tasks.add({ kind: 'assessment_due', icon, path: list, byHand: false, about: formsOf });
    this.tasks.add({ kind: 'assessment_approval', icon, path: one, byHand: false, bound: true });
    this.tasks.add({ kind: 'assessment_returned', icon, path: one, byHand: false, bound: true });
    const safety = (task: TaskSubject) => plan(task) && `${plan(task)}#safety`;
    // Only a person can close these tasks, by stating that a plan keeps somebody safe or that help came.
    this.tasks.add({ kind: 'safety_plan', icon: 'shield-check', path: safety, byHand: true });
    this.tasks.add({ kind: 'urgent_help', icon: 'heart-handshake', path: plan, byHand: true });
  }
}

/** The names of the forms, by the assessment that is to be done again. */
const formsOf = async (tx: Tx, assessmentIds: readonly string[]): Promise<AboutTasks> =>
  new Map(
    (await formTitlesOf(tx, assessmentIds)).map(({ id, title }) => [
      id,
      inEachLanguage((language) => localisedText(title, language)),
    ]),
  );

/** The timeline queries each joined case separately: returns only the entries of this one. */
async function onTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const here = (row: { readonly caseId: string }) => row.caseId === caseId;
  const parts = FORM_PARTS.filter((part) => maySeePart(tx.actor, part));
  const rows = (await assessmentsOf(tx, caseId, parts)).filter(here);
  const seen = new Set(rows.map(({ id }) => id));
  const results = maySeePart(tx.actor, 'care') ? (await resultsOf(tx, caseId)).filter(here) : [];
  const bands = new Map(results.map((result) => [result.assessmentId, result]));
  const path = `/people/${caseId}/assessments`;
  const signed = rows
    .filter(({ state }) => state === 'finished')
    .map(({ id, title, corrects, signedAt, signedBy }): TimelineEntry => ({
      kind: 'assessment',
      at: signedAt!,
      by: signedBy!,
      path: `${path}/${id}`,
      sentence: (language) => sentence(language, title, corrects !== null, bands.get(id)),
    }));
  // Whose answers are not for the reader: that there is one, and how high.
  const others = results
    .filter(({ assessmentId }) => !seen.has(assessmentId))
    .map((result): TimelineEntry => ({
      kind: 'assessment',
      at: result.at,
      path,
      sentence: (language) => sentence(language, result.title, false, result),
    }));
  return [...signed, ...others];
}

function sentence(
  language: Language,
  title: ResultRow['title'],
  correction: boolean,
  result: ResultRow | undefined,
): string {
  const key = `assessments:timeline.${correction ? 'corrected' : 'finished'}${result ? '_band' : ''}`;
  return translate(language, key, {
    form: localisedText(title, language),
    band: localisedText(result?.bandTitle, language),
  });
}

/** Alert for the latest result of each form, if its band has one. */
const HIGH_RESULTS: NoticeSource<ResultRow & { readonly hasSafetyPlan: boolean }> = {
  part: 'care',
  select: `SELECT r.*, ${HAS_SAFETY_PLAN} AS "hasSafetyPlan" FROM (${RESULTS_OF_PERSON}) r ORDER BY r.at, r."assessmentId"`,
  read: (results, { actor }) => {
    const latest = new Map(results.map((result) => [result.form, result]));
    const alerts = [...latest.values()]
      .filter(({ alert }) => alert)
      .map((result) => ({
        kind: 'danger' as const,
        words: inEachLanguage((language) =>
          translate(language, 'assessments:alert', {
            form: localisedText(result.title, language),
            band: localisedText(result.bandTitle, language),
            day: formatLongDate(new Date(result.at), language),
          }),
        ),
        ...(may(actor, 'plans:read') && { link: safetyPlanLink(actor, result.hasSafetyPlan) }),
      }));
    return { alerts };
  },
};

function safetyPlanLink(actor: Actor, isWritten: boolean): NonNullable<CaseAlert['link']> {
  const key = isWritten ? 'read' : may(actor, 'plans:write') ? 'write' : 'none';
  return {
    page: 'plan#safety',
    words: inEachLanguage((language) => translate(language, `assessments:safety_plan.${key}`)),
  };
}
