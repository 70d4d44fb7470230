/** Projects as a board: how many ask for what as bars, then each with its people, its tranches drawn and what it asks. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { projectPath } from '../pages/project.view';
import { projectWords } from '../project.words';
import { type ProjectAlert, PROJECT_ALERTS } from './project-alerts.rules';
import type { ProjectOnBoard } from './project-board.service';

const ICON: Readonly<Record<ProjectAlert, string>> = {
  decide: 'gavel',
  put: 'send',
  milestone_late: 'clock',
  pay: 'coins',
  receipts_look: 'eye-check',
  receipts_late: 'receipt',
  review_lost: 'alert-triangle',
  review: 'checkup-list',
  visit: 'map-pin',
  milestone: 'flag',
};
const GRAVE: readonly ProjectAlert[] = ['milestone_late', 'receipts_late', 'review_lost'];

export function boardModel(
  actor: Actor,
  projects: readonly ProjectOnBoard[],
  asked: ProjectAlert | null,
  language: Language,
) {
  const words = projectWords(language);
  const count = (ask: ProjectAlert) => projects.filter(({ asks }) => asks.includes(ask)).length;
  const most = Math.max(1, ...PROJECT_ALERTS.map(count));
  const shown = asked ? projects.filter(({ asks }) => asks.includes(asked)) : projects;
  const asking = projects.filter(({ asks }) => asks.length > 0).length;
  return {
    title: words('board.title'),
    finding: words('board.finding', {
      asking: words('board.asking', { count: asking }),
      all: words('board.projects', { count: projects.length }),
    }),
    sittingsPath: may(actor, 'projects:decide') ? '/training/projects/sittings' : null,
    allPath: asked ? '/training/projects' : null,
    bars: PROJECT_ALERTS.filter((ask) => count(ask) > 0).map((ask) => ({
      label: words(`ask.${ask}`),
      icon: ICON[ask],
      count: count(ask),
      width: Math.round((100 * count(ask)) / most),
      grave: GRAVE.includes(ask),
      path: `/training/projects?ask=${ask}`,
      current: ask === asked,
    })),
    projects: shown.map((one) => ({
      title: one.title,
      path: projectPath(one.id),
      caseNumbers: one.caseNumbers,
      othersLabel: othersOf(one, language),
      kindLabel: words(`kind.${one.kind}`),
      stateLabel: words(`state.${one.state}`),
      officer: one.officer,
      grantLabel: one.granted && formatMoney(one.granted, 'MAD', language),
      grave: one.asks.some((ask) => GRAVE.includes(ask)),
      tranches: one.tranches.map(({ amount, is }, at) => ({
        is: DRAWN[is],
        short: at + 1,
        description: words(`tranche.${is}`, {
          number: at + 1,
          amount: formatMoney(amount, 'MAD', language),
        }),
      })),
      asks: one.asks.map((ask) => ({
        icon: ICON[ask],
        label: words(`ask.${ask}`),
        grave: GRAVE.includes(ask),
      })),
    })),
  };
}

const DRAWN = { paid: 'done', reached: 'now', open: 'ahead' } as const;

function othersOf({ people, caseNumbers }: ProjectOnBoard, language: Language): string | null {
  const others = people - caseNumbers.length;
  if (others <= 0) return null;
  const key = caseNumbers.length > 0 ? 'and_others' : 'in_it';
  return projectWords(language)(key, { count: others });
}
