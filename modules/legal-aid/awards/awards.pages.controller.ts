import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { ListedNames } from '../../beneficiaries';
import { DownloadMenus } from '../../exports';
import type { Actor } from '../../platform/shared/actor';
import { page } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { AwardFilterDto } from '../dto/legal.dto';
import { awardFilterOf, UnpaidAwards } from './awards.service';
import { awardsModel } from './awards.view';

@ApiTags('legal aid')
@Controller('api/v1/unpaid-awards')
export class AwardsApiController {
  constructor(private readonly awards: UnpaidAwards) {}

  /**
   * List the awards of your people that are not paid in full.
   * Compensation that was awarded and is neither paid nor known not to be recoverable, due for the longest time first.
   */
  @Allow('legal:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() filter: AwardFilterDto) {
    return this.awards.of(actor, awardFilterOf(filter));
  }
}

@ApiExcludeController()
@Controller('legal/awards')
export class AwardsPagesController {
  constructor(
    private readonly awards: UnpaidAwards,
    private readonly downloads: DownloadMenus,
    private readonly names: ListedNames,
  ) {}

  @Allow('legal:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const asked = await validateDto(AwardFilterDto, query);
    const list = await this.awards.of(actor, awardFilterOf(asked));
    return page('legal/awards', {
      ...awardsModel(actor, mawa.language, list, asked),
      names: await this.names.of(
        actor,
        list.awards.map(({ caseId }) => caseId),
      ),
      download: this.downloads.of(actor, mawa.language, 'unpaid-awards', { ...asked }),
    });
  }
}
