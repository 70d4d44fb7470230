import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import { isolate } from '../../platform/typeset/text';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { writeCell } from '../../report-documents';
import type { DashboardSection } from '../dashboard/dashboard.definition';
import { type Dashboard, ProgrammeDashboard } from '../dashboard/programme-dashboard.service';

const PATH = '/dashboard';
/** Section of the dashboard with the chart behind a key figure. */
const SECTION_OF: Readonly<Record<string, DashboardSection>> = {
  people: 'people',
  nights: 'beds',
  occupancy: 'beds',
  services: 'services',
  spent: 'money',
  asked: 'beds',
  refused: 'beds',
};

/** The first page of programme officers: the key figures of the dashboard as they were counted last. */
@Injectable()
export class ProgrammePanel {
  constructor(panels: HomePanels, dashboard: ProgrammeDashboard) {
    panels.add({
      key: 'programme',
      roles: ['programme_officer'],
      permission: 'reports:read',
      order: 10,
      load: async (actor, language) =>
        programmePanel(await dashboard.countedLast(actor, language), language),
    });
  }
}

function programmePanel(
  { grantId, document }: Pick<Dashboard, 'grantId' | 'document'>,
  language: Language,
): HomePanelModel | null {
  if (grantId === null) return null;
  const say = (key: string) => translate(language, `home:programme.${key}`);
  const rest = { path: PATH, words: say('all') };
  const panel = { title: say('title'), icon: 'chart-bar', waits: false };
  if (!document)
    return {
      ...panel,
      sections: [{ title: null, rest: { path: PATH, words: say('not_counted') } }],
    };
  const write = (value: string | number, shape: Parameters<typeof writeCell>[1]) =>
    isolate(writeCell(value, shape, language, document.labels), language);
  const figures = document.blocks
    .flatMap((block) => (block.kind === 'kpis' ? block.items : []))
    .flatMap((item) =>
      item.value === null || typeof item.value === 'object'
        ? []
        : [
            {
              label: item.label,
              amount: write(item.value, item),
              path: `${PATH}#${SECTION_OF[item.key] ?? ''}`,
            },
          ],
    );
  const pace = document.blocks.find((block) => block.kind === 'table' && block.key === 'pace');
  const bars = (pace?.kind === 'table' ? pace.rows : []).map(({ cells }) => ({
    label: String(cells['what']),
    path: `${PATH}#money`,
    used: Number(cells['share']) * 100,
    most: 100,
    words: write(String(cells['share']), { type: 'percent' }),
  }));
  return { ...panel, sections: [{ title: document.meta.period.label, figures, bars, rest }] };
}
