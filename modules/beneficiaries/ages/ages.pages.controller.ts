import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { splitPosted } from '../registration.form';
import { AgeAssessments } from './age-assessments.service';
import { AgePage } from './age-page.service';
import { AssessAgeDto, AssessAgeForm, WithdrawAssessmentDto } from './ages.dto';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiTags('assessments of age')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/age-assessments')
export class AgesApiController {
  constructor(private readonly ages: AgeAssessments) {}

  /**
   * List the age assessments of a person.
   * The latest first, with their notes. Recorded.
   */
  @Allow('ages:read')
  @Get()
  async show(@CurrentActor() actor: Actor, @Id() id: string) {
    return (await this.ages.of(actor, id)).assessments;
  }

  /**
   * Record an age assessment of a person.
   * The latest that stands sets the age of the person, with the history of any correction.
   */
  @Allow('ages:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() given: AssessAgeDto,
    @RequestId() requestId: string | null,
  ) {
    return this.ages.record(actor, id, given, requestId);
  }

  /** Withdraw an age assessment. */
  @Allow('ages:record')
  @Post(':assessmentId/withdrawal')
  @HttpCode(204)
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() { why }: WithdrawAssessmentDto,
  ) {
    return this.ages.withdraw(actor, id, assessmentId, why);
  }
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/age')
export class AgesPagesController {
  constructor(
    private readonly ages: AgeAssessments,
    private readonly page: AgePage,
  ) {}

  @Allow('ages:read')
  @Get()
  show(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.page.show(actor, id, mawa.language, newForm());
  }

  @Allow('ages:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const { fields, requestId } = splitPosted(body);
    return submitForm(
      AssessAgeForm,
      fields,
      mawa.language,
      async ({ benefitOfDoubt, ...result }) => {
        const given = { ...result, benefitOfDoubt: benefitOfDoubt === 'yes' };
        const { dateGone, version } = await this.ages.record(actor, id, given, requestId);
        if (dateGone) {
          return redirect(`/people/${id}/age`, { kind: 'warning', key: 'ages:done.date_gone' });
        }
        const key = version === null ? 'ages:done.kept' : 'ages:done.recorded';
        return redirect(`/people/${id}/age`, { kind: 'success', key });
      },
      (form) =>
        this.page.show(actor, id, mawa.language, form, { requestId: requestId ?? undefined }),
    );
  }

  @Allow('ages:record')
  @Post(':assessmentId/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      WithdrawAssessmentDto,
      body,
      mawa.language,
      async ({ why }) => {
        await this.ages.withdraw(actor, id, assessmentId, why);
        return redirect(`/people/${id}/age`, { kind: 'success', key: 'ages:done.withdrawn' });
      },
      (form) => this.page.show(actor, id, mawa.language, form, { withdrawing: assessmentId }),
    );
  }
}
