import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { Transactions } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { addDays } from '../../../src/shared/nights';
import { newForm, submitForm, type FormState } from '../../../src/web/forms';
import { translate } from '../../../src/web/i18n';
import { page, type PageRedirect, type PageView } from '../../../src/web/page';
import { RateServiceDto, ratingOf, SatisfactionDto } from '../dto/rating.dto';
import type { Typed } from '../service-form';
import { RateServices, type RatingPeriod } from './rate.service';

const QUARTER = 91;

@ApiTags('services')
@Controller('api/v1')
export class RatingsApiController {
  constructor(
    private readonly ratings: RateServices,
    private readonly transactions: Transactions,
  ) {}

  /** Once for each service. */
  @Allow('services:rate')
  @Post('services/:id/rating')
  rate(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { rating }: RateServiceDto,
  ) {
    return this.ratings.rate(actor, id, ratingOf(rating), requestId);
  }

  /** Means by kind of service, of three people at least; the last quarter of a year where nothing is asked. */
  @Allow('services:figures')
  @Get('service-satisfaction')
  async figures(@CurrentActor() actor: Actor, @Query() asked: SatisfactionDto) {
    const period = await periodOf(this.transactions, actor, asked);
    return { period, ...(await this.ratings.satisfaction(actor, period)) };
  }
}

@ApiExcludeController()
@Controller('services')
export class RatingsPagesController {
  constructor(
    private readonly ratings: RateServices,
    private readonly transactions: Transactions,
  ) {}

  @Allow('services:figures')
  @Get('figures')
  figures(
    @CurrentActor() actor: Actor,
    @Query() query: Typed,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const show = async (asked: SatisfactionDto, form: FormState): Promise<PageView> => {
      const period = await periodOf(this.transactions, actor, asked);
      const { byType, ...rest } = await this.ratings.satisfaction(actor, period);
      return page('services/figures', {
        title: translate(language, 'ratings:title'),
        from: period.from,
        to: addDays(period.until, -1),
        byType: byType.map(({ name, ...row }) => ({ ...row, what: name[language] })),
        ...rest,
        form,
      });
    };
    return submitForm(
      SatisfactionDto,
      query,
      language,
      (asked) => show(asked, newForm(query as FormState['values'])),
      (form) => show({}, form),
    );
  }
}

async function periodOf(
  transactions: Transactions,
  actor: Actor,
  { from, to }: SatisfactionDto,
): Promise<RatingPeriod> {
  const today = await transactions.run(actor, (tx) => Promise.resolve(tx.today));
  const last = to ?? today;
  return { from: from ?? addDays(last, 1 - QUARTER), until: addDays(last, 1) };
}
