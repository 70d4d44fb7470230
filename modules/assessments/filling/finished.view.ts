/** View of a signed assessment: result, signatures, possible actions. */
import { may } from '../../access';
import { labelOf, list } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { hasWritten } from './approvers.service';
import { CORRECTION_REASONS, DECISIONS } from './assessment.queries';
import { outcomeModel } from './outcome.view';
import type { UnsealedAssessment } from './read-assessments.service';

export function finishedModel(actor: Actor, language: Language, opened: UnsealedAssessment) {
  const words = (key: string) => translate(language, `assessments:${key}`);
  const wrote = hasWritten(opened, actor.userId);
  const joined = opened.caseId !== opened.personId;
  const mayWrite = may(actor, 'assessments:write');
  const sent = opened.state === 'sent';
  return {
    ...outcomeModel(opened, language),
    sent,
    signedBy: opened.signedBy,
    signedAt: opened.signedAt,
    approvedBy: opened.approvedBy,
    approvedAt: opened.approvedAt,
    version: opened.version,
    correctedPath:
      opened.correctedBy && `/people/${opened.personId}/assessments/${opened.correctedBy}`,
    joinedNumber: joined ? opened.caseNumber : null,
    mayTakeBack: sent && opened.signedById === actor.userId,
    mayDecide: sent && may(actor, 'assessments:approve') && !wrote,
    waits: sent && (wrote || !may(actor, 'assessments:approve')),
    mayCorrect: !sent && mayWrite && opened.correctedBy === null && !joined,
    reasons: CORRECTION_REASONS.map((value) => ({ value, label: words(`reason.${value}`) })),
    asksDecision: opened.definition.decision && !sent,
    mayWriteDecision:
      opened.definition.decision && !sent && mayWrite && opened.correctedBy === null,
    choices: DECISIONS.map((value) => ({
      value,
      label: words(`decision.${value}`),
      hint: words(`decision.${value}_hint`),
    })),
    deciders: list('deciders').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    })),
    decisions: opened.decisions.map((decision) => ({
      ...decision,
      label: words(`decision.${decision.decision}`),
      who: labelOf('deciders', decision.decidedBy, language),
    })),
    stagesPath: `/people/${opened.personId}/stages`,
  };
}
