/** A sitting as a page: each project with its plan in a line, who scored and who withdrew, and the scores as a picture. */
import type { Language } from '../../platform/shared/actor';
import { formatDate, formatMoney, formatNumber } from '../../platform/web/format';
import { projectPath } from '../pages/project.view';
import { planModel } from '../plan/plan.view';
import { projectWords } from '../project.words';
import type { AgendaItem, Sitting, SittingRow } from './read-sitting.service';

export const SITTINGS = '/training/projects/sittings';

export function sittingsModel(rows: readonly SittingRow[], language: Language) {
  const words = projectWords(language);
  return {
    title: words('committee.title'),
    newPath: `${SITTINGS}/new`,
    sittings: rows.map(({ id, on, chair, members }) => ({
      on,
      chair,
      path: `${SITTINGS}/${id}`,
      membersLabel: words('committee.members', { count: members }),
    })),
  };
}

export function sittingModel(sitting: Sitting, language: Language) {
  const words = projectWords(language);
  const scoredBy = ({ members }: AgendaItem) =>
    members.filter((one) => one.scored && !one.recused && !one.conflict).length;
  return {
    title: words('committee.of_day', { day: formatDate(sitting.on, language) }),
    lead: words('committee.lead', { chair: sitting.chair, count: sitting.quorum }),
    seats: sitting.seats.map(({ name }) => name).join(' · '),
    agenda: sitting.agenda.map((one) => {
      const plan = one.project.plans.find(({ id }) => id === one.planId) ?? null;
      const path = `${SITTINGS}/${sitting.id}/projects/${one.project.id}`;
      const own = one.members.filter(({ recused, conflict }) => !recused && !conflict).length;
      return {
        title: one.project.title,
        path: projectPath(one.project.id),
        idea: one.project.idea,
        plan: planModel(plan, language),
        peopleLabel: words('people_in_it', { count: one.project.people }),
        scoredLabel: words('committee.scored', { count: scoredBy(one), all: own }),
        members: one.members.map(({ name, scored, recused, conflict }) => {
          const is = recused ? 'recused' : conflict ? 'conflict' : scored ? 'scored' : 'waiting';
          return {
            name,
            is,
            label: words(is === 'scored' ? 'committee.has_scored' : `committee.${is}`),
          };
        }),
        hidden: one.sees ? null : words('committee.hidden'),
        picture: one.sees ? scoresOf(one, language) : null,
        decision: one.decided && {
          label: [
            words(`outcome.${one.decided.outcome}`),
            one.decided.amount && formatMoney(one.decided.amount, 'MAD', language),
          ]
            .filter(Boolean)
            .join(' · '),
          reason: one.decided.reason,
          by: one.decided.by,
          on: one.decided.on,
        },
        scorePath: one.mayScore ? `${path}/scores/new` : null,
        recusePath: one.mayScore || one.mayDecide ? `${path}/recusal/new` : null,
        decidePath:
          one.mayDecide && scoredBy(one) >= sitting.quorum ? `${path}/decision/new` : null,
      };
    }),
  };
}

/** Each criterion as a bar to its mean, with a dot for every member. */
function scoresOf({ result, scores }: AgendaItem, language: Language) {
  const words = projectWords(language);
  const said = (hundredths: number | null) =>
    hundredths === null ? '–' : formatNumber((hundredths / 100).toFixed(2), language, 2);
  return {
    meanLabel: words('mean_of', { mean: said(result.mean) }),
    criteria: result.criteria.map(({ code, weight, mean, points }) => ({
      label: words('weighted', { name: words(`criterion.${code}`), weight }),
      mean: said(mean),
      width: Math.round((mean ?? 0) / 5),
      dots: points.map((one) => ({ x: one * 20 })),
      description: points.join(' · '),
      reasons: scores
        .filter(({ criterion }) => criterion === code)
        .map(({ name, points: own, reason }) => ({ name, points: own, reason })),
    })),
  };
}
