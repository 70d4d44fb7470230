import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import {
  page,
  redirect,
  type FileDownload,
  type PageRedirect,
  type PageView,
  saved,
} from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { amountsOf, FaceDto, PartnerAgreementDto, RatingDto } from './partners.dto';
import { withPostedValues, type PostedFields, CURRENCIES, typedNumber } from '../grant-budgeting';
import { FaceForms } from './face.queries';
import { faceWorkbook } from './face.export';
import { CLAIMS } from './partner-submissions.queries';
import { quarterOf } from './partner.rules';
import {
  lineFields,
  partnerModel,
  quarterLabel,
  quartersOf,
  wholeModel,
  wordsOf,
} from './partner.view';
import { PartnerAgreements, RATING_REASONS, RATINGS } from './partner-agreements.service';
import { PartnerChoices } from './partner-choices.service';
import { Partners, sumsByCurrency } from './partners.queries';
import { QuestionedCosts, questionedSums } from './questioned-costs.queries';
import { findingWords } from './spot-checks.view';

/** Partners and what they hold: the list, one agreement over time, the form FACE. */
@ApiExcludeController()
@Controller('budget/partners')
export class PartnersPagesController {
  constructor(
    private readonly partners: Partners,
    private readonly agreements: PartnerAgreements,
    private readonly faces: FaceForms,
    private readonly choices: PartnerChoices,
    private readonly questioned: QuestionedCosts,
  ) {}

  @Allow('budget:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const all = await this.partners.list(actor);
    const partners = all.map((row) => partnerModel(row, mawa.language));
    return page('budget/partners', {
      title: translate(mawa.language, 'budget:partners.title'),
      partners,
      overdueAge: partners[0]?.overdueAge,
      sums: sumsByCurrency(all),
      newPath: may(actor, 'advances:make') ? '/budget/partners/new' : null,
      mayBring: may(actor, 'partner-returns:enter'),
    });
  }

  @Allow('budget:read')
  @Get('questioned-costs')
  async questionedCosts(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const costs = await this.questioned.list(actor);
    const reasons = wordsOf(language);
    return page('budget/questioned', {
      title: translate(language, 'questioned:title'),
      sums: questionedSums(costs),
      costs: costs.map((cost) => ({
        ...cost,
        why:
          cost.by === 'spot_check'
            ? findingWords(cost.reason, language)
            : reasons(`reasons.${cost.reason}`),
      })),
    });
  }

  @Allow('advances:make')
  @Get('new')
  ask(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showNew(actor, request, newForm({ currency: 'MAD' }));
  }

  @Allow('advances:make')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PartnerAgreementDto,
      withNumbers(body),
      request.mawa.language,
      async (dto) => {
        const made = { ...dto, rows: amountsOf(dto.rows) };
        const { id } = await this.agreements.make(actor, made, requestId);
        return redirect(`/budget/partners/${id}`, saved);
      },
      (form) => this.showNew(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('budget:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, newForm());
  }

  @Allow('advances:decide')
  @Post(':id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.agreements.confirm(actor, id);
    return redirect(`/budget/partners/${id}`, saved);
  }

  @Allow('advances:decide')
  @Post(':id/closing')
  async close(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.agreements.close(actor, id);
    return redirect(`/budget/partners/${id}`, saved);
  }

  @Allow('advances:make')
  @Post(':id/ratings')
  rate(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RatingDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.agreements.rate(actor, id, dto);
        return redirect(`/budget/partners/${id}`, saved);
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('budget:read')
  @Get(':id/face')
  async face(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { quarter, claim }: FaceDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const asked = { ...(quarter && { quarter }), ...(claim && { claim }) };
    const { partner, today } = await this.choices.partner(actor, id);
    const face = await this.faces.of(actor, id, asked);
    const address = (from: string, kind: string, file = '') =>
      `/budget/partners/${id}/face${file}?${new URLSearchParams({ quarter: from, claim: kind })}`;
    return page('budget/face', {
      title: translate(language, 'budget:face.title'),
      wide: true,
      face,
      rows: face.rows.map((row) => ({ ...row, spoken: row.name[language] })),
      columns: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => ({
        label: translate(language, `budget:face.column.${key}`),
      })),
      backPath: `/budget/partners/${id}`,
      filePath: address(face.past.from, face.claim, '.xlsx'),
      claims: CLAIMS.map((kind) => ({
        label: translate(language, `budget:face.claim.${kind}`),
        path: address(face.past.from, kind),
        current: kind === face.claim,
      })),
      quarters: quartersOf(partner, language)
        .filter(({ value }) => value <= quarterOf(today))
        .map(({ value, label }) => ({
          label,
          path: address(value, face.claim),
          current: value === face.past.from,
        })),
      pastName: quarterLabel(face.past.from, language),
      nextName: quarterLabel(face.next.from, language),
    });
  }

  @Allow('budget:read')
  @Get(':id/face.xlsx')
  async workbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { quarter, claim }: FaceDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<FileDownload> {
    const asked = { ...(quarter && { quarter }), ...(claim && { claim }), taken: true };
    return faceWorkbook(await this.faces.of(actor, id, asked), mawa.language);
  }

  private async showNew(actor: Actor, { mawa: { language } }: FastifyRequest, form: FormState) {
    const { lines, ...more } = await this.choices.forAgreement(actor);
    return page('budget/new-partner', {
      title: translate(language, 'budget:partners.new_agreement'),
      ...more,
      lineRows: lineFields(lines, form, language),
      currencies: CURRENCIES.map((value) => ({ value, label: value })),
      requestId: randomUUID(),
      form,
    });
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ) {
    const whole = await this.partners.one(actor, id);
    const { today } = await this.choices.partner(actor, id);
    const words = wordsOf(language);
    return page('budget/partner', {
      ...wholeModel(whole, actor, language, today),
      facePath: `/budget/partners/${id}/face`,
      today,
      ratingChoices: RATINGS.map((value) => ({ value, label: words(`rating.${value}`) })),
      ratingReasons: RATING_REASONS.map((value) => ({
        value,
        label: words(`rating_reason.${value}`),
      })),
      form,
    });
  }
}

/** Amounts as people type them; what cannot be read is for the form to refuse. */
export const withNumbers = (body: PostedFields): PostedFields =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      /(^|\.)(amount|agreed|interest)$/.test(key) ? typedNumber(value) : value,
    ]),
  );
