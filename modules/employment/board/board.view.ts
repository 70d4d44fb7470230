/** Placements at risk: how many of each risk as bars, then each with its marks drawn and what asks for somebody. */
import type { Language } from '../../platform/shared/actor';
import { vettingStatusModel } from '../employers/employer.view';
import type { FollowUpMarkState } from '../follow-up/follow-up.rules';
import { workWordsIn } from '../work.words';
import type { MonitoredPlacement, Board } from './board.service';
import { type Risk, RISKS } from './risk.rules';

const ICON: Readonly<Record<Risk, string>> = {
  signs: 'alert-triangle',
  employer: 'building',
  unsafe: 'phone-off',
  late: 'clock',
  due: 'phone',
  undeclared: 'file-off',
  no_rest: 'calendar-off',
  housing: 'home',
};
const GRAVE: readonly Risk[] = ['signs', 'employer', 'unsafe'];
const DRAWN: Readonly<Record<FollowUpMarkState, string>> = {
  ahead: 'ahead',
  open: 'now',
  reached: 'done',
  refused: 'end',
  unsafe: 'end',
  lost: 'late',
};

export function boardModel({ placements }: Board, asked: Risk | null, language: Language) {
  const words = workWordsIn(language);
  const count = (risk: Risk) => placements.filter(({ risks }) => risks.includes(risk)).length;
  const most = Math.max(1, ...RISKS.map(count));
  const shown = asked ? placements.filter(({ risks }) => risks.includes(asked)) : placements;
  return {
    title: words('board.title'),
    finding: words('board.finding', {
      signs: words('board.with_signs', { count: count('signs') }),
      all: words('board.at_work', { count: placements.length }),
    }),
    grave: count('signs') > 0,
    allPath: asked ? '/training/placements' : null,
    bars: RISKS.filter((risk) => count(risk) > 0).map((risk) => ({
      label: words(`risk.${risk}`),
      icon: ICON[risk],
      count: count(risk),
      width: Math.round((100 * count(risk)) / most),
      grave: GRAVE.includes(risk),
      path: `/training/placements?risk=${risk}`,
      current: risk === asked,
    })),
    placements: shown.map((one) => rowModel(one, language)),
  };
}

function rowModel(one: MonitoredPlacement, language: Language) {
  const words = workWordsIn(language);
  return {
    caseNumber: one.caseNumber,
    path: `/people/${one.caseId}/work`,
    where: one.employer ?? words('kind.self'),
    employerPath: one.employerId && `/training/work/employers/${one.employerId}`,
    stateLabel: words(`state.${one.state}`),
    startsOn: one.startsOn,
    grave: one.signs.length > 0,
    signs: one.signs.map((sign) => words(`sign.${sign}`)).join(' · '),
    answerPath:
      one.callingId && `/people/${one.caseId}/work/follow-ups/${one.callingId}/answer/new`,
    marks: one.marks.map((mark) => ({
      is: DRAWN[mark.state],
      short: mark.months,
      description: words('mark_description', {
        count: mark.months,
        day: mark.dueOn,
        mark: words(`mark.${mark.state}`),
      }),
    })),
    risks: one.risks
      .filter((risk) => risk !== 'signs')
      .map((risk) => ({
        icon: ICON[risk],
        grave: GRAVE.includes(risk),
        label:
          risk === 'employer' && one.standing
            ? vettingStatusModel(one.standing, language).label
            : words(`risk.${risk}`),
      })),
    askPath:
      one.risks.includes('due') || one.risks.includes('late')
        ? `/people/${one.caseId}/work/placements/${one.placementId}/follow-ups/new`
        : null,
  };
}
