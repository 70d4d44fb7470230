import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { XLSX_TYPE } from '../platform/shared/media-types.data';
import { translate } from '../platform/web/i18n';
import { FileDownload, page, type PageView } from '../platform/web/page-response';
import { costsModel } from './costs.view';
import { costsWorkbook } from './costs.export';
import { GrantCosts } from './costs.service';
import { CostsDto } from './dto/costs.dto';

@ApiExcludeController()
@Controller('budget/costs')
export class CostsPagesController {
  constructor(private readonly costs: GrantCosts) {}

  @Allow('budget:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() asked: CostsDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const costs = await this.costs.of(actor, asked);
    return page('costs/costs', {
      title: translate(language, 'costs:title'),
      costs: costs && costsModel(costs, language),
    });
  }

  @Allow('budget:read')
  @Get('workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Query() asked: CostsDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const costs = await this.costs.of(actor, asked);
    if (!costs) throw notFound();
    const name = `${costs.grant.code}-${translate(language, 'costs:file')}-${costs.quarter ?? costs.to}.xlsx`;
    return new FileDownload(await costsWorkbook(costs, language), name, XLSX_TYPE);
  }
}
