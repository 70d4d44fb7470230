import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { LegalFiguresDto } from '../dto/legal.dto';
import { LegalFiguresService } from './legal-figures.service';
import { legalFiguresModel } from './legal-figures.view';

@ApiTags('legal figures')
@Controller('api/v1/legal-figures')
export class LegalFiguresApiController {
  constructor(private readonly figures: LegalFiguresService) {}

  /**
   * Show the figures of prosecution and protection of a year.
   * Prosecutions, protection, orders and compensation of a year; the accused as counts.
   */
  @Allow('legal:figures')
  @Get()
  of(@CurrentActor() actor: Actor, @Query() { year }: LegalFiguresDto) {
    return this.figures.of(actor, year ?? null);
  }
}

@ApiExcludeController()
@Controller('legal/figures')
export class LegalFiguresPagesController {
  constructor(private readonly figures: LegalFiguresService) {}

  @Allow('legal:figures')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { year } = await validateDto(LegalFiguresDto, query);
    const figures = await this.figures.of(actor, year ?? null);
    return page('legal/figures', legalFiguresModel(figures, mawa.language));
  }
}
