import { Controller, Get, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import { CaseTabs } from '../../beneficiaries';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { personCostsModel } from './person-costs.view';
import { PersonCosts } from './person-costs.service';

/** Page of a case with the costs of help. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/costs')
export class PersonCostsPagesController {
  constructor(
    private readonly costs: PersonCosts,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('case-costs:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const costs = await this.costs.of(actor, id);
    return page('costs/person', {
      title: translate(language, 'costs:person.title'),
      caseId: id,
      tabs: await this.tabs.row(actor, language, id, 'costs'),
      ...personCostsModel(costs, language),
    });
  }
}
