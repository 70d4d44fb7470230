import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { DecisionSources } from './decision-sources.service';
import { decisionRow } from './decisions-panel.service';

/** All that waits for a decision of the actor, with a link to where each is decided. */
@ApiExcludeController()
@Controller('decisions')
export class DecisionsPagesController {
  constructor(private readonly sources: DecisionSources) {}

  @Allow('tasks:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const { total, decisions } = await this.sources.of(actor);
    return page('home/decisions', {
      title: translate(mawa.language, 'home:decisions.title'),
      total,
      rows: decisions.map((one) => ({ ...decisionRow(one, mawa.language), caseId: one.caseId })),
    });
  }
}
