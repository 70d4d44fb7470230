import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { ImportRuns, translateFileError } from '../../imports';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitFile, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { TakeOpeningBackDto } from '../dto/openings.dto';
import type { PostedFields } from '../posted-values.form';
import { openingModel } from './opening.view';
import { Openings } from './openings.service';

/** What a grant spent and received before Mawa: brought in by file, confirmed by another person, taken back by two. */
@ApiExcludeController()
@Controller('budget/grants/:grantId/opening')
export class OpeningsPagesController {
  constructor(
    private readonly openings: Openings,
    private readonly runs: ImportRuns,
  ) {}

  @Allow('budget:read')
  @Get()
  of(
    @CurrentActor() actor: Actor,
    @Id('grantId') id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, newForm());
  }

  @Allow('grants:propose')
  @RouteConfig({ takesFile: true })
  @Post('files')
  bring(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitFile(
      request.mawa.language,
      async () => {
        const { code } = await this.openings.of(actor, id);
        const { bytes } = oneFile(request);
        const opened = this.runs.open(actor, 'opening-balances', bytes, requestId, { grant: code });
        return redirect(`/imports/${(await opened.catch(translateFileError)).id}`);
      },
      (form) => this.show(actor, id, request, form),
    );
  }

  @Allow('grants:propose')
  @Post(':id/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') grantId: string,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      TakeOpeningBackDto,
      body,
      request.mawa.language,
      async ({ reference }) => {
        const proposal = await this.openings.takeBack(actor, id, reference, requestId);
        return redirect(`/budget/grants/proposals/${proposal.id}`, saved);
      },
      (form) => this.show(actor, grantId, request, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { openings, isClosed, ...grant } = await this.openings.of(actor, id);
    const proposes = may(actor, 'grants:propose') && !isClosed;
    return page(
      'budget/grant-opening',
      {
        ...grant,
        title: translate(language, 'opening:title', { code: grant.code }),
        openings: openings.map((opening) => ({
          ...opening,
          ...openingModel(opening.rows),
          takesBack: proposes && opening.state === 'confirmed' && !opening.isContested,
        })),
        proposes,
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }
}
