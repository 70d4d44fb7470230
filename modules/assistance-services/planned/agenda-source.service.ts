import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTabs } from '../../beneficiaries';
import { type AgendaEntry, AgendaSources } from '../../plans';
import { ListUses } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';
import { waitingUntil } from './appointment.queries';

/** Where appointments show besides their own pages: the first page and the file. */
@Injectable()
export class AppointmentAgendaSource implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly days: AgendaSources,
    private readonly tabs: CaseTabs,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'appointments',
      does: 'ends',
      order: 20,
      permission: 'services:list',
      ids: `SELECT service_appointments_ending_with($1)`,
      path: ({ caseId }) => `/people/${caseId}/services`,
    });
    this.days.add(agendaEntries);
    this.tabs.add({
      key: 'services',
      label: 'appointments:tab',
      icon: 'heart-handshake',
      permission: 'services:list',
      part: 'care',
      order: 16,
    });
    this.uses.add('missed_service_reasons', 'appointments:uses.missed');
  }
}

/** Entries for the agenda; unanswered appointments are listed under today. */
async function agendaEntries(tx: Tx, until: CivilDate): Promise<AgendaEntry[]> {
  const { rows } = await waitingUntil(tx, until, {});
  return rows
    .slice(0, 50)
    .map(({ id, caseId, caseNumber, dueOn, dueAt, typeName }) => ({
      caseId,
      caseNumber,
      icon: dueOn < tx.today ? 'calendar-exclamation' : 'calendar-event',
      day: dueOn < tx.today ? tx.today : dueOn,
      path: `/services/planned/${id}`,
      sentence: (language) =>
        translate(
          language,
          dueOn < tx.today ? 'appointments:day.waits' : 'appointments:day.falls',
          { what: typeName[language], time: dueAt ?? '' },
        ).trim(),
    }));
}
