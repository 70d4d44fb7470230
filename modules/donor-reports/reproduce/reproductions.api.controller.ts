import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { fragment, page, redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { SaveReproductions } from './save-reproductions.service';
import { ReproduceReport } from './reproduce-report.service';
import { reproductionModel } from './reproductions.view';

@ApiTags('reports')
@Controller('api/v1/reports/:id')
export class ReproductionsApiController {
  constructor(
    private readonly reproduce: ReproduceReport,
    private readonly kept: SaveReproductions,
  ) {}

  /**
   * Start the reproduction of a frozen report.
   * Makes the files of a frozen report again and counts its figures from today's rows, in the background.
   */
  @Allow('reports:read')
  @Post('reproduction')
  ask(@CurrentActor() actor: Actor, @RequestId() requestId: string | null, @Id() id: string) {
    return this.reproduce.ask(actor, id, requestId);
  }

  /**
   * Show the reproductions of a frozen report.
   * The work in hand and what it has shown before, newest first.
   */
  @Allow('reports:read')
  @Get('reproduction')
  all(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.kept.of(actor, id);
  }
}

@ApiExcludeController()
@Controller('reports/:id/reproduction')
export class ReproductionsPagesController {
  constructor(
    private readonly reproduce: ReproduceReport,
    private readonly kept: SaveReproductions,
  ) {}

  @Allow('reports:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    const made = reproductionModel(await this.kept.of(actor, id), language);
    return page('report-pages/reproduction', {
      title: translate(language, 'reproductions:title'),
      made,
    });
  }

  /** The part of the page of a report, and what its bar asks every second. */
  @Allow('reports:read')
  @Get('panel')
  async panel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    const made = reproductionModel(await this.kept.of(actor, id), language);
    return fragment('report-pages/_reproduction', { made });
  }

  @Allow('reports:read')
  @Post()
  async ask(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.reproduce.ask(actor, id, null);
    return redirect(`/reports/${id}/reproduction`);
  }
}
