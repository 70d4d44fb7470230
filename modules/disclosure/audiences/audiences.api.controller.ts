import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, type PipeTransform, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { FormActs } from '../../platform/web/form-acts';
import type { FormState, PostedFields } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect } from '../../platform/web/page-response';
import { ThresholdDto } from './audiences.dto';
import { Audiences } from './audiences.service';
import { audiencesModel } from './audiences.view';
import {
  LEAST_THRESHOLD,
  MOST_THRESHOLD,
  PROTECTED,
  type ProtectedAudience,
} from './thresholds.queries';

const audiencePipe: PipeTransform<string, ProtectedAudience> = {
  transform(value) {
    const found = PROTECTED.find((one) => one === value);
    if (!found) throw notFound();
    return found;
  },
};
const Audience = () => Param('audience', audiencePipe);

@ApiTags('reports')
@Controller('api/v1/report-audiences')
export class AudiencesApiController {
  constructor(private readonly audiences: Audiences) {}

  /** Each audience with its thresholds, those that held before and those to come. */
  @Allow('reports:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.audiences.all(actor);
  }

  @Allow('reports:protect')
  @Post(':audience/thresholds')
  set(
    @CurrentActor() actor: Actor,
    @Audience() audience: ProtectedAudience,
    @Body() given: ThresholdDto,
    @RequestId() once: string | null,
  ) {
    return this.audiences.set(actor, audience, given, once);
  }
}

@ApiExcludeController()
@Controller('reports/audiences')
export class AudiencesPagesController {
  private readonly acts = new FormActs<ProtectedAudience, null>(
    async ({ mawa }, audience, _, form) => formPage(audience, mawa.language, form),
    () => redirect('/reports/audiences', { kind: 'success', key: 'common:saved' }),
  );

  constructor(private readonly audiences: Audiences) {}

  @Allow('reports:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    const rows = await this.audiences.all(actor);
    const maySet = may(actor, 'reports:protect');
    return page('report-pages/audiences', audiencesModel(rows, maySet, mawa.language));
  }

  @Allow('reports:protect')
  @Get(':audience/thresholds/new')
  form(@Audience() audience: ProtectedAudience, @Req() request: FastifyRequest) {
    return this.acts.show(request, audience, null);
  }

  @Allow('reports:protect')
  @Post(':audience/thresholds')
  set(
    @CurrentActor() actor: Actor,
    @Audience() audience: ProtectedAudience,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.take(request, audience, ThresholdDto, body, null, (given, once) =>
      this.audiences.set(actor, audience, given, once),
    );
  }
}

function formPage(audience: ProtectedAudience, language: Language, form: FormState) {
  const say = (key: string, params = {}) => translate(language, `audiences:${key}`, params);
  const whose = translate(language, `definitions:audience.${audience}`);
  const field = (name: string, more: object) => ({
    as: 'field',
    name,
    label: say(`field.${name}`),
    ...more,
  });
  return page('hand-out/form', {
    title: say('form.title', { whose }),
    lead: say('form.lead'),
    button: say('form.button'),
    backPath: '/reports/audiences',
    form,
    action: `/reports/audiences/${audience}/thresholds`,
    requestId: randomUUID(),
    fields: [
      field('threshold', {
        type: 'number',
        short: true,
        dir: 'ltr',
        min: LEAST_THRESHOLD,
        max: MOST_THRESHOLD,
        hint: say('hint.threshold', { least: LEAST_THRESHOLD }),
      }),
      field('from', { type: 'date', short: true }),
      field('source', { rows: 2, maxlength: 300, hint: say('hint.source') }),
    ],
  });
}
