import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { DecideGrantDto } from '../dto/grants.dto';
import { openingModel } from '../openings/opening.view';
import type { PostedFields } from '../posted-values.form';
import { GRANT_REFUSALS, GrantProposals } from './grant-proposals.service';
import { grantWorkbook } from './grant-workbook.export';
import { changesModel, definitionModel, GRANTS_PATH } from './grant.view';
import { Grants } from './grants.queries';

/** What is proposed for a grant, and the second person's decision. */
@ApiExcludeController()
@Controller('budget/grants/proposals')
export class GrantProposalsPagesController {
  constructor(
    private readonly grants: Grants,
    private readonly proposals: GrantProposals,
  ) {}

  @Allow('budget:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showProposal(actor, id, request, newForm());
  }

  /** The same grant as a file, to keep or to begin another one from. */
  @Allow('budget:read')
  @Get(':id/workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { definition, code } = await this.grants.proposal(actor, id);
    if (!definition) throw notFound();
    const bytes = await grantWorkbook(definition, language);
    return new FileDownload(bytes, `${code}.xlsx`, XLSX_TYPE);
  }

  @Allow('grants:confirm')
  @Post(':id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecideGrantDto,
      body,
      request.mawa.language,
      async ({ decision, reason }) => {
        await this.proposals.decide(actor, id, decision, reason, requestId);
        return redirect(`${GRANTS_PATH}/proposals/${id}`, saved);
      },
      (form) => this.showProposal(actor, id, request, form),
    );
  }

  private async showProposal(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const proposal = await this.grants.proposal(actor, id);
    const isOpen = proposal.state === 'proposed';
    const decides = isOpen && may(actor, 'grants:confirm');
    const { definition, before, kind, code, opening } = proposal;
    return page('budget/grant-proposal', {
      ...proposal,
      title: translate(language, `grants:proposal_of.${kind}`, { code }),
      name: (definition ?? before)?.title[language],
      isChange: kind !== 'open',
      changes: definition && before && changesModel(before, definition, language),
      grant: definition && definitionModel(definition, await this.grants.choices(actor), language),
      opening: opening && openingModel(opening),
      currency: before?.currency,
      confirms: decides && !proposal.mine,
      withdraws: decides && proposal.mine,
      copies:
        definition && !isOpen && proposal.state !== 'confirmed' && may(actor, 'grants:propose'),
      refusals: GRANT_REFUSALS.map((value) => ({
        value,
        label: translate(language, `grants:refusal.${value}`),
      })),
      requestId: randomUUID(),
      form,
    });
  }
}
