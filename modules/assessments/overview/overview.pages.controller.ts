import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays } from '../../platform/shared/nights.rules';
import { validateDto } from '../../platform/web/validation';
import { FiguresDto, FindAssessmentsDto } from '../dto/overview.dto';
import { formInForce } from '../forms/form.queries';
import { assessmentFigures } from './assessment.figures';
import { FindAssessments } from './find-assessments.service';
import type { Period } from '../../platform/shared/periods.rules';
import { filterOf, OverviewPages, periodOf } from './overview-pages.service';

/** The last day counts; the period ends with it. */
const spanOf = ({ from, until }: FiguresDto): Partial<Period> => ({
  ...(from && { from }),
  ...(until && { until: addDays(until, 1) }),
});

@ApiExcludeController()
@Controller()
export class OverviewPagesController {
  constructor(private readonly pages: OverviewPages) {}

  @Allow('assessments:read')
  @Get('assessments')
  overview(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const after = typeof query['after'] === 'string' ? query['after'] : null;
    return this.pages.overview(actor, mawa, filterOf(query), after);
  }

  @Allow('assessments:figures')
  @Get('forms/:key/figures')
  async figures(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    return this.pages.figures(actor, mawa, key, spanOf(await validateDto(FiguresDto, given)));
  }
}

@ApiTags('assessments')
@Controller('api/v1')
export class OverviewApiController {
  constructor(
    private readonly transactions: Transactions,
    private readonly finding: FindAssessments,
  ) {}

  /**
   * Find the latest assessments of your people by their result.
   * The latest of each of the actor's people, by band or by a coded field.
   */
  @Allow('assessments:read')
  @Get('assessments')
  find(@CurrentActor() actor: Actor, @Query() { after, ...filter }: FindAssessmentsDto) {
    return this.finding.find(actor, filter, after ?? null);
  }

  /** List your unfinished assessments. */
  @Allow('assessments:read')
  @Get('assessments/drafts')
  drafts(@CurrentActor() actor: Actor) {
    return this.finding.drafts(actor);
  }

  /** Count the answers to a form. */
  @Allow('assessments:figures')
  @Get('forms/:key/figures')
  figures(@CurrentActor() actor: Actor, @Param('key') key: string, @Query() asked: FiguresDto) {
    return this.transactions.run(actor, async (tx) => {
      await formInForce(tx, key);
      return assessmentFigures(tx, key, periodOf(spanOf(asked), tx.today));
    });
  }
}
