import { Controller, Get, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import { NotFoundAudit, recordReading } from '../../audit';
import { CaseTabs, ListedNames, People, PersonFilters } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { AGENDA_DAYS } from '../dto/appointment.dto';
import { ServiceChoices } from '../service-choices.service';
import { lastIn } from '../services.queries';
import { ServiceAgenda } from './agenda.service';
import { agendaModel, casesOf } from './agenda.view';

type AgendaQuery = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' ? value.trim().slice(0, 80) : '');

/** Planned services, for all people whom the actor accompanies or for one person. */
@ApiExcludeController()
@Controller()
export class AgendaPagesController {
  constructor(
    private readonly agenda: ServiceAgenda,
    private readonly choices: ServiceChoices,
    private readonly lists: Lists,
    private readonly tabs: CaseTabs,
    private readonly people: People,
    private readonly transactions: Transactions,
    private readonly names: ListedNames,
    private readonly filters: PersonFilters,
  ) {}

  @Allow('services:list')
  @Get('services/planned')
  async all(
    @CurrentActor() actor: Actor,
    @Query() asked: AgendaQuery,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const [of, type] = [text(asked['case']), text(asked['type'])];
    const days = AGENDA_DAYS.find((one) => one === asked['days']) ?? '14';
    const { about, unknown, several } = await this.filters.of(actor, language, of);
    const filter = { caseId: about?.id, typeCode: type || undefined, days: Number(days) };
    const agenda = await this.agenda.of(actor, unknown ? { ...filter, typeCode: '-' } : filter);
    const addressOf = (person: string) =>
      `/services/planned?${new URLSearchParams({ case: person, type, days }).toString()}`;
    return page('services/planned', {
      showPerson: true,
      names: await this.names.of(actor, casesOf(agenda)),
      title: translate(language, 'appointments:title'),
      ...agendaModel(agenda, actor, language),
      figuresPath: may(actor, 'services:figures'),
      unknown,
      several: several.map((one) => ({ ...one, path: addressOf(one.caseNumber) })),
      filter: { case: about?.caseNumber ?? of, type, days },
      filtered: of !== '' || type !== '' || days !== '14',
      back: addressOf(about?.id ?? ''),
      types: await this.choices.types(actor, language),
      spans: AGENDA_DAYS.map((value) => ({
        value,
        label: translate(language, `appointments:days_${value}`),
      })),
      reasons: await this.lists.choices(actor, 'missed_service_reasons', language),
      planPath: may(actor, 'services:record')
        ? `/services/new${about ? `?case=${about.id}` : ''}`
        : null,
    });
  }

  @Allow('services:list')
  @UseInterceptors(NotFoundAudit)
  @Get('people/:id/services')
  async ofPerson(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { caseNumber } = await this.transactions.run(actor, (tx) => this.people.find(tx, id));
    const agenda = await this.agenda.of(actor, { caseId: id, days: 366 });
    const given = await this.transactions.run(actor, async (tx) => {
      await recordReading(tx, 'services.list', [id]);
      return lastIn(tx, id);
    });
    return page('services/person', {
      title: translate(language, 'appointments:person.title'),
      caseId: id,
      caseNumber,
      tabs: await this.tabs.row(actor, language, id, 'services'),
      ...agendaModel(agenda, actor, language),
      back: `/people/${id}/services`,
      given: given.slice(0, 20).map((row) => ({ ...row, what: row.typeName[language] })),
      reasons: await this.lists.choices(actor, 'missed_service_reasons', language),
      planPath: may(actor, 'services:record') ? `/services/new?case=${id}` : null,
    });
  }
}
