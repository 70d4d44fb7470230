/** A project as a page: its way drawn, who is in it, the cash of its plan, what was granted and paid, and how it lives. */
import { may } from '../../access';
import { labelOf } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatDate, formatMoney, formatNumber, formatPercent } from '../../platform/web/format';
import type { ReviewMarkState } from '../follow-up/review.rules';
import { cents } from '../plan/plan.rules';
import { planModel } from '../plan/plan.view';
import { isOver, nextOfAsset, projectPathwayOf } from '../project-states.rules';
import { projectWords } from '../project.words';
import type { Project, Tranche } from './read-project.service';

export const projectPath = (id: string): string => `/training/projects/${id}`;
export const DRAWN: Readonly<Record<ReviewMarkState, 'done' | 'now' | 'ahead' | 'end'>> = {
  ahead: 'ahead',
  open: 'now',
  alive: 'done',
  not_alive: 'end',
  lost: 'end',
};
type PagePath = (page: string) => string | null;

export function projectModel(actor: Actor, language: Language, project: Project) {
  const words = projectWords(language);
  const writes = project.mayWrite && may(actor, 'projects:write');
  const path = projectPath(project.id);
  const when: PagePath = (page) => (writes ? `${path}/${page}/new` : null);
  const over = isOver(project.state);
  const granted = project.tranches.length > 0;
  return {
    title: project.title,
    lead: [
      words(`kind.${project.kind}`),
      project.wordsOf(
        { list: 'project_activities', version: project.activityVersion, code: project.activity },
        language,
      ),
      labelOf('regions', project.region, language),
    ].join(' · '),
    stateLabel: words(`state.${project.state}`),
    over,
    officer: project.officer,
    idea: project.idea,
    way: project.steps.length === 0 ? null : pathwayModel(project, language),
    notes: project.steps.flatMap(({ note, on, by, reason, to }) =>
      note || reason
        ? [{ on, by, note, label: reason ? words(`reason.${reason}`) : words(`state.${to}`) }]
        : [],
    ),
    stepPath: project.next.length > 0 ? when('steps') : null,
    people: peopleModel(project, language, over ? () => null : when),
    plan: planModel(project.plans.at(-1) ?? null, language),
    former: project.plans.length > 1 ? words('former', { count: project.plans.length - 1 }) : null,
    planPath: project.state === 'plan' ? when('plans') : null,
    agendas: project.agendas.map(({ sittingId, on }) => ({
      on,
      path: may(actor, 'projects:decide') ? `/training/projects/sittings/${sittingId}` : null,
    })),
    agendaPath: project.state === 'submitted' ? when('agenda') : null,
    decisions: project.decisions.map(({ outcome, amount, mean, reason, on, by }) => ({
      on,
      by,
      reason,
      good: outcome === 'approved',
      label: [
        words(`outcome.${outcome}`),
        amount && formatMoney(amount, 'MAD', language),
        words('mean_of', { mean: formatNumber(mean, language, 2) }),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    granted,
    tranches: project.tranches.map((one) => trancheModel(actor, one, project, language, when)),
    assets: project.assets.map(({ id, what, value, state, since, memberId }) => ({
      what,
      since,
      valueLabel: formatMoney(value, 'MAD', language),
      kept: state === 'kept',
      stateLabel: words(`asset.${state}`),
      handsLabel: handsOf(project, memberId, language),
      stepPath: nextOfAsset(state).length > 0 ? when(`things/${id}`) : null,
    })),
    assetPath: granted ? when('assets') : null,
    visits: project.visits
      .toReversed()
      .map(({ on, by, seen, nextOn }) => ({
        on,
        by,
        seen,
        nextLabel: nextOn && words('next_visit', { day: formatDate(nextOn, language) }),
      })),
    visitPath: over && project.state !== 'ended' ? null : when('visits'),
    marks: project.marks.map(({ months, dueOn, state }) => ({
      on: dueOn,
      is: DRAWN[state],
      label: words('months', { count: months }),
      words: words(`mark.${state}`),
    })),
    reviews: project.reviews.map((one) => ({
      on: one.on,
      by: one.by,
      note: one.note,
      alive: one.outcome === 'alive',
      label: words('review_of', { count: one.months, outcome: words(`reviewed.${one.outcome}`) }),
      line: [
        one.why && words(`why_not.${one.why}`),
        one.turnover &&
          words('turnover_of', {
            turnover: formatMoney(one.turnover, 'MAD', language),
            expenses: formatMoney(one.expenses, 'MAD', language),
          }),
        one.jobs !== null &&
          words('jobs_of', { count: one.jobs, women: one.jobsWomen, programme: one.jobsProgramme }),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    reviewPath: project.marks.some(({ state }) => state === 'open' || state === 'lost')
      ? when('reviews')
      : null,
  };
}

export function pathwayModel(project: Pick<Project, 'steps'>, language: Language) {
  const words = projectWords(language);
  return projectPathwayOf(project.steps).map(({ state, is, on }) => ({
    is,
    on,
    label: words(`state.${state}`),
    words: words(`way.${is}`),
  }));
}

function peopleModel(project: Project, language: Language, when: PagePath) {
  const words = projectWords(language);
  const share = (shares: number | null) =>
    shares === null || project.shares === 0
      ? null
      : words('share_of', {
          count: shares,
          share: formatPercent(shares / project.shares, language, 0),
        });
  return {
    members: project.members.map(({ id, caseId, caseNumber, shares, joinedOn, leftOn }) => ({
      caseNumber,
      path: `/people/${caseId}/projects`,
      shareLabel: leftOn ? null : share(shares),
      width: shares && project.shares ? Math.round((100 * shares) / project.shares) : 0,
      line: leftOn
        ? words('left_on', { day: formatDate(leftOn, language) })
        : words('joined_on', { day: formatDate(joinedOn, language) }),
      gone: leftOn !== null,
      leavePath: leftOn === null && project.people > 1 ? when(`leaving/${id}`) : null,
    })),
    othersLabel: project.others > 0 ? othersWords(project, language) : null,
    joinPath: project.kind === 'own' ? null : when('people'),
  };
}

const othersWords = ({ others, members }: Project, language: Language): string =>
  projectWords(language)(members.some(({ leftOn }) => !leftOn) ? 'and_others' : 'in_it', {
    count: others,
  });

function trancheModel(
  actor: Actor,
  one: Tranche,
  project: Project,
  language: Language,
  when: PagePath,
) {
  const words = projectWords(language);
  const goesOn = project.state === 'approved' || project.state === 'running';
  const pays = goesOn && may(actor, 'projects:pay');
  const at = (page: string) => `${projectPath(project.id)}/tranches/${one.id}/${page}/new`;
  const payment = project.payments.find((x) => x.trancheId === one.id && x.takenBackFor === null);
  const milestone = project.milestones.find(({ trancheId }) => trancheId === one.id);
  const share = Math.min(100, Math.round((100 * one.covered) / cents(one.amount)));
  const receipts = project.receipts.filter(({ trancheId }) => trancheId === one.id);
  return {
    place: one.number,
    dueOn: one.dueOn,
    milestone: one.milestone,
    paid: one.paid,
    amountLabel: formatMoney(one.amount, 'MAD', language),
    late: !one.reached && one.dueOn < project.today,
    milestoneLabel: milestone
      ? words('reached_on', { day: formatDate(milestone.on, language), name: milestone.by })
      : null,
    paidLabel: payment
      ? words('paid_on', { day: formatDate(payment.on, language), name: payment.by })
      : null,
    takenBack: project.payments
      .filter(({ trancheId, takenBackFor }) => trancheId === one.id && takenBackFor)
      .map(({ on, takenBackFor }) =>
        words('taken_back', {
          day: formatDate(on, language),
          reason: words(`taken_back_for.${takenBackFor}`),
        }),
      ),
    missing: one.paid ? [] : one.missing.map((what) => words(`missing.${what}`)),
    coveredLabel: one.paid
      ? words('covered', { share: formatPercent(share / 100, language, 0) })
      : null,
    width: share,
    receipts: receipts.map(({ id, on, amount, what, accepted, ofReversedPayment, ...rest }) => ({
      ...rest,
      on,
      what,
      amountLabel: formatMoney(amount, 'MAD', language),
      reversedLabel: ofReversedPayment ? words('receipt.of_reversed') : null,
      good: accepted === true,
      bad: accepted === false,
      stateLabel: words(`receipt.${accepted === null ? 'waiting' : accepted ? 'yes' : 'no'}`),
      answerPath: accepted === null ? when(`answers/${id}`) : null,
    })),
    confirmPath: goesOn && !one.reached ? when(`milestones/${one.id}`) : null,
    receiptPath: one.paid ? when(`receipts/${one.id}`) : null,
    payPath: pays && !one.paid && one.missing.length === 0 ? at('payments') : null,
    backPath: pays && one.paid ? at('taking-back') : null,
  };
}

function handsOf(project: Project, memberId: string | null, language: Language): string {
  const words = projectWords(language);
  if (memberId === null) return words('hands.all');
  const member = project.members.find(({ id }) => id === memberId);
  return member ? member.caseNumber : words('hands.one');
}
