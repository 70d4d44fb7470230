import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { ListedNames } from '../../beneficiaries';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { FollowUpRegionDto } from '../dto/follow-up.dto';
import { DueFollowUps } from './due-follow-ups.service';
import { dueFollowUpsModel } from './due-follow-ups.view';

@ApiExcludeController()
@Controller('returns/follow-ups')
export class DueFollowUpsPagesController {
  constructor(
    private readonly due: DueFollowUps,
    private readonly names: ListedNames,
  ) {}

  @Allow('returns:read')
  @Get()
  async all(
    @CurrentActor() actor: Actor,
    @Query() place: FollowUpRegionDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { followUps, today } = await this.due.of(actor);
    const model = dueFollowUpsModel(followUps, place, language, today);
    const shown = model.followUps.map(({ caseId }) => caseId);
    return page('returns/due', { ...model, names: await this.names.of(actor, shown) });
  }
}
