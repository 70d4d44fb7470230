import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { FormActs } from '../platform/web/form-acts';
import type { PostedFields } from '../platform/web/forms';
import { redirect } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { IndicatorPages, type BuildIndicatorForm } from './indicator-pages.service';
import {
  AimDto,
  CountDto,
  DefineIndicatorDto,
  LookDto,
  PastAskedDto,
  QuarterAskedDto,
} from './indicators.dto';
import { Indicators, type NewIndicator } from './indicators.service';

const defined = ({
  titleFr,
  titleAr,
  titleEn,
  split,
  ...given
}: DefineIndicatorDto): NewIndicator => ({
  ...given,
  title: { fr: titleFr, ar: titleAr, en: titleEn },
  split: split ?? [],
});

@ApiTags('indicators')
@Controller('api/v1/indicators')
export class IndicatorsApiController {
  constructor(private readonly indicators: Indicators) {}

  /**
   * List the indicators with their figures in a quarter.
   * All of them in a quarter: the figure, what was aimed at, where it stands. Recorded.
   */
  @Allow('indicators:read')
  @Get()
  all(@CurrentActor() actor: Actor, @Query() { quarter, past }: QuarterAskedDto) {
    return this.indicators.all(actor, quarter ?? null, past);
  }

  /**
   * Show an indicator with its targets and past values.
   * One with its last quarters, each target and each number that was counted by hand.
   */
  @Allow('indicators:read')
  @Get(':indicatorId')
  one(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Query() { past }: PastAskedDto,
  ) {
    return this.indicators.one(actor, id, past);
  }

  /** Define an indicator. */
  @Allow('indicators:define')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() given: DefineIndicatorDto,
    @RequestId() once: string | null,
  ) {
    return this.indicators.add(actor, defined(given), once);
  }

  /**
   * Write a new edition of the definition of an indicator.
   * The definition written anew; framework, code and unit stay.
   */
  @Allow('indicators:define')
  @Post(':indicatorId/editions')
  edition(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() given: DefineIndicatorDto,
    @RequestId() once: string | null,
  ) {
    return this.indicators.edition(actor, id, defined(given), once);
  }

  /** Set the target of an indicator. */
  @Allow('indicators:define')
  @Post(':indicatorId/targets')
  aim(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() given: AimDto,
    @RequestId() once: string | null,
  ) {
    return this.indicators.setTarget(actor, id, given, once);
  }

  /**
   * Record a value of an indicator that was counted by hand.
   * A number that no module knows, with its evidence; it counts once somebody else looked at it.
   */
  @Allow('indicators:count')
  @Post(':indicatorId/values')
  count(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() given: CountDto,
    @RequestId() once: string | null,
  ) {
    return this.indicators.recordValue(actor, id, given, once);
  }

  /** Confirm or refuse a value counted by hand. */
  @Allow('indicators:count')
  @Post(':indicatorId/values/:valueId/look')
  look(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Id('valueId') valueId: string,
    @Body() given: LookDto,
    @RequestId() once: string | null,
  ) {
    return this.indicators.reviewValue(actor, id, valueId, given, once);
  }
}

const ROOT = '/indicators';
interface IndicatorFormTarget {
  readonly id: string | null;
  /** Below the indicators. */
  readonly path: string;
}
const definition: BuildIndicatorForm = (forms, file) => forms.definition(file);
const target: BuildIndicatorForm = (forms, file) => forms.target(file!);
const value: BuildIndicatorForm = (forms, file) => forms.value(file!);
const look =
  (valueId: string): BuildIndicatorForm =>
  (forms, file) =>
    forms.look(file!.values.find(({ id }) => id === valueId) ?? null);

@ApiExcludeController()
@Controller('indicators')
export class IndicatorsPagesController {
  private readonly acts = new FormActs<IndicatorFormTarget, BuildIndicatorForm>(
    ({ mawa }, { id, path }, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, { id, action: `${ROOT}${path}` }, build, form),
    ({ id }) => redirect(id ? `${ROOT}/${id}` : ROOT, { kind: 'success', key: 'indicators:saved' }),
  );

  constructor(
    private readonly pages: IndicatorPages,
    private readonly indicators: Indicators,
  ) {}

  @Allow('indicators:read')
  @Get()
  all(
    @CurrentActor() actor: Actor,
    @Query() { quarter, past }: QuarterAskedDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.all(actor, { quarter: quarter ?? null, past }, mawa.language);
  }

  @Allow('indicators:define')
  @Get('new')
  newForm(@Req() request: FastifyRequest) {
    return this.acts.show(request, { id: null, path: '' }, definition);
  }

  @Allow('indicators:define')
  @Post()
  add(@CurrentActor() actor: Actor, @Body() body: PostedFields, @Req() request: FastifyRequest) {
    const place = { id: null, path: '' };
    return this.acts.take(request, place, DefineIndicatorDto, body, definition, (given, once) =>
      this.indicators.add(actor, defined(given), once),
    );
  }

  @Allow('indicators:read')
  @Get(':indicatorId')
  one(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Query() { past }: PastAskedDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.one(actor, id, past, mawa.language);
  }

  @Allow('indicators:define')
  @Get(':indicatorId/editions/new')
  editionForm(@Id('indicatorId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: `/${id}/editions` }, definition);
  }

  @Allow('indicators:define')
  @Post(':indicatorId/editions')
  edition(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: `/${id}/editions` };
    return this.acts.take(request, place, DefineIndicatorDto, body, definition, (given, once) =>
      this.indicators.edition(actor, id, defined(given), once),
    );
  }

  @Allow('indicators:define')
  @Get(':indicatorId/targets/new')
  targetForm(@Id('indicatorId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: `/${id}/targets` }, target);
  }

  @Allow('indicators:define')
  @Post(':indicatorId/targets')
  aim(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: `/${id}/targets` };
    return this.acts.take(request, place, AimDto, body, target, (given, once) =>
      this.indicators.setTarget(actor, id, given, once),
    );
  }

  @Allow('indicators:count')
  @Get(':indicatorId/values/new')
  valueForm(@Id('indicatorId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: `/${id}/values` }, value);
  }

  @Allow('indicators:count')
  @Post(':indicatorId/values')
  count(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: `/${id}/values` };
    return this.acts.take(request, place, CountDto, body, value, (given, once) =>
      this.indicators.recordValue(actor, id, given, once),
    );
  }

  @Allow('indicators:count')
  @Get(':indicatorId/values/:valueId/look/new')
  lookForm(
    @Id('indicatorId') id: string,
    @Id('valueId') valueId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, { id, path: `/${id}/values/${valueId}/look` }, look(valueId));
  }

  @Allow('indicators:count')
  @Post(':indicatorId/values/:valueId/look')
  look(
    @CurrentActor() actor: Actor,
    @Id('indicatorId') id: string,
    @Id('valueId') valueId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: `/${id}/values/${valueId}/look` };
    return this.acts.take(request, place, LookDto, body, look(valueId), (given, once) =>
      this.indicators.reviewValue(actor, id, valueId, given, once),
    );
  }
}
