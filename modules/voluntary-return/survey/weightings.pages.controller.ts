import { Body, Controller, Get, Param, ParseIntPipe, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, InPerson, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { page, type PageView, redirect } from '../../platform/web/page-response';
import type { PostedFields, PageResult } from '../track-forms.service';
import { LoadWeightsDto, TypedWeightsDto } from '../dto/follow-up.dto';
import { parseWeights, formatWeights } from './typed-weights.rules';
import { weightingsModel } from './weightings.view';
import { Weightings } from './weightings.service';

@ApiTags('voluntary return')
@Controller('api/v1/returns/survey-weights')
export class WeightingsApiController {
  constructor(private readonly weightings: Weightings) {}

  /** List the weights of the reintegration survey. */
  @Allow('returns:weights')
  @Get()
  async all(@CurrentActor() actor: Actor) {
    const { weightings, asked } = await this.weightings.all(actor);
    return { weightings, questions: asked };
  }

  /**
   * Load new weights of the reintegration survey.
   * Every scored question once; each dimension and the composite sum to one. Counts once another has approved it.
   */
  @Allow('returns:weights')
  @Post()
  load(
    @CurrentActor() actor: Actor,
    @Body() body: LoadWeightsDto,
    @RequestId() requestId: string | null,
  ) {
    return this.weightings.load(actor, body, requestId);
  }

  /** Approve weights of the reintegration survey. */
  @Allow('returns:weights')
  @InPerson()
  @Post(':version/approval')
  approve(@CurrentActor() actor: Actor, @Param('version', ParseIntPipe) version: number) {
    return this.weightings.approve(actor, version);
  }
}

const PATH = '/returns/survey-weights';

@ApiExcludeController()
@Controller('returns/survey-weights')
export class WeightingsPagesController {
  constructor(private readonly weightings: Weightings) {}

  @Allow('returns:weights')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.show(actor, mawa.language, newForm());
  }

  @Allow('returns:weights')
  @Post()
  load(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      TypedWeightsDto,
      body,
      mawa.language,
      async ({ rows, ...given }) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        await this.weightings.load(actor, { ...given, rows: parseWeights(rows) }, requestId);
        return redirect(PATH, { kind: 'success', key: 'follow-ups:weights.loaded' });
      },
      (form) => this.show(actor, mawa.language, form),
    );
  }

  @Allow('returns:weights')
  @Post(':version/approval')
  async approve(@CurrentActor() actor: Actor, @Param('version', ParseIntPipe) version: number) {
    await this.weightings.approve(actor, version);
    return redirect(PATH, { kind: 'success', key: 'follow-ups:weights.approved' });
  }

  private async show(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const all = await this.weightings.all(actor);
    const scored = all.asked.flatMap(({ code, own, composite }) =>
      own === null ? [] : [{ code, own, composite: composite! }],
    );
    return page('returns/weights', {
      ...weightingsModel(actor, language, all),
      requestId: randomUUID(),
      form: form.summary.length > 0 ? form : { ...form, values: { rows: formatWeights(scored) } },
    });
  }
}
