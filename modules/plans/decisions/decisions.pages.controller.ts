import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { ListedNames } from '../../beneficiaries';
import { DecisionSources } from '../../home';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';

/** All that waits for a decision of the actor, with a link to where each is decided. */
@ApiExcludeController()
@Controller('decisions')
export class DecisionsPagesController {
  constructor(
    private readonly sources: DecisionSources,
    private readonly names: ListedNames,
  ) {}

  @Allow('decisions:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { total, decisions } = await this.sources.of(actor, language);
    return page('plans/decisions', {
      title: translate(language, 'home:decisions.title'),
      total,
      names: await this.names.of(
        actor,
        decisions.map(({ caseId }) => caseId),
      ),
      rows: decisions.map(({ words, path, caseId, caseNumber, since }) => ({
        text: words,
        path,
        caseId,
        caseNumber,
        at: since.toISOString(),
      })),
    });
  }
}
