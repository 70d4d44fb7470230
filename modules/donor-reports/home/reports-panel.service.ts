import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import { periodWords } from '../../report-documents';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { nameOfDeadline } from '../calendar/report-calendar.view';
import {
  type Deadline,
  type MonthsAhead,
  ReportCalendar,
} from '../calendar/report-calendar.service';
import { isOutstanding } from '../calendar/expected-reports.rules';

const SHOWN = 3;
const CALENDAR = '/reports/calendar';

/** The first page of finance and programme officers: which reports are late or due next. */
@Injectable()
export class ReportsPanel {
  constructor(panels: HomePanels, calendar: ReportCalendar) {
    panels.add({
      key: 'reports',
      roles: ['finance_officer', 'programme_officer'],
      permission: 'reports:read',
      order: 30,
      load: async (actor, language) => reportsPanel(await calendar.ahead(actor), language),
    });
  }
}

function reportsPanel({ late, deadlines }: MonthsAhead, language: Language): HomePanelModel | null {
  if (late.length + deadlines.length === 0) return null;
  const say = (key: string, params = {}) => translate(language, `home:reports.${key}`, params);
  const outstanding = deadlines.filter(({ state }) => isOutstanding(state));
  const allLate = [...late, ...outstanding].filter(({ state }) => state === 'late');
  const next = outstanding.filter(({ state }) => state !== 'late').slice(0, SHOWN);
  const row = (one: Deadline) => ({
    text: nameOfDeadline(one, language),
    path: one.reportId ? `/reports/${one.reportId}` : CALENDAR,
    more: `${one.grantCode} · ${periodWords(one.period, language)}`,
    until: { at: one.dueOn, words: say('due', { day: one.dueOn }) },
  });
  return {
    title: say('title'),
    icon: 'report-analytics',
    waits: false,
    sections: [
      {
        title: null,
        figures: [
          {
            label: say('late'),
            count: allLate.length,
            path: CALENDAR,
            ...(allLate.length > 0 ? { tone: 'danger' as const } : {}),
          },
        ],
        lists: [{ title: say('next'), rows: next.map(row), rest: null }].filter(
          ({ rows }) => rows.length > 0,
        ),
        rest: { path: CALENDAR, words: say('calendar') },
      },
    ],
  };
}
