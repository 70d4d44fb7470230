import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { ListedNames } from '../beneficiaries';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { Contacts, type CasesWithoutContact } from './contacts.service';
import { WithoutContactDto } from './dto/contacts.dto';

const CHOICES = [7, 14, 30, 60, 90, 180];

@ApiTags('tasks')
@Controller('api/v1/people/without-contact')
export class ContactsApiController {
  constructor(private readonly contacts: Contacts) {}

  /** List open cases without contact for some days. */
  @Allow('people:without-contact')
  @Get()
  list(
    @CurrentActor() actor: Actor,
    @Query() asked: WithoutContactDto,
  ): Promise<CasesWithoutContact> {
    return this.contacts.list(actor, asked);
  }
}

@ApiExcludeController()
@Controller('people/without-contact')
export class ContactsPagesController {
  constructor(
    private readonly contacts: Contacts,
    private readonly names: ListedNames,
  ) {}

  @Allow('people:without-contact')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() asked: WithoutContactDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { days, total, cases, next } = await this.contacts.list(actor, asked);
    const words = (key: string, params: object = {}) =>
      translate(mawa.language, `plans:contact.${key}`, { ...params });
    const here = (after?: string) =>
      `/people/without-contact?${new URLSearchParams({
        ...(asked.days !== undefined && { days: String(asked.days) }),
        ...(after !== undefined && { after }),
      })}`;
    return page('plans/without-contact', {
      title: words('title', { count: days }),
      lead: words('lead', { count: total }),
      filter: { days: String(days) },
      choices: [...new Set([...CHOICES, days])]
        .sort((a, b) => a - b)
        .map((value) => ({ value: String(value), label: words('days', { count: value }) })),
      cases: cases.map((one) => ({
        ...one,
        what: words(`kind.${one.kind}`),
        since: words('days', { count: one.days }),
      })),
      names: await this.names.of(
        actor,
        cases.map(({ caseId }) => caseId),
      ),
      caseloadPath: may(actor, 'caseload:read') ? '/caseload' : null,
      firstPath: asked.after === undefined ? null : here(),
      nextPath: next && here(next),
    });
  }
}
