import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { JoinFilesDto, JoinIntoDto, PartDto } from './dto/join.dto';
import { JoinFiles } from './join.service';
import { joinModel, partModel } from './join.view';

type PageResponse = Promise<PageView | PageRedirect>;

/** Consequences first, then the act. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('duplicates/:pairId/merge')
export class JoinPagesController {
  constructor(private readonly files: JoinFiles) {}

  @Allow('duplicates:merge')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Query() { into }: JoinIntoDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, pairId, into ?? null, mawa.language, newForm());
  }

  @Allow('duplicates:merge')
  @Post()
  join(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
  ): PageResponse {
    const requestId = typeof _request === 'string' && _request ? _request : null;
    const into = typeof body['intoId'] === 'string' ? body['intoId'] : null;
    return submitForm(
      JoinFilesDto,
      body,
      language,
      async (joining) => {
        const { caseId } = await this.files.join(actor, pairId, joining, requestId);
        return redirect(`/people/${caseId}`, { kind: 'success', key: 'duplicates:done.joined' });
      },
      (form) => this.view(actor, pairId, into, language, form),
    );
  }

  private async view(
    actor: Actor,
    pairId: string,
    into: string | null,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const found = await this.files.consequences(actor, pairId, into);
    return page('duplicates/join', joinModel(pairId, found, language, form));
  }
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/joined/:mergeId')
export class PartPagesController {
  constructor(private readonly files: JoinFiles) {}

  @Allow('duplicates:merge')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('mergeId') mergeId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mergeId, mawa.language, newForm());
  }

  @Allow('duplicates:merge')
  @Post('undo')
  part(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('mergeId') mergeId: string,
    @Body() body: unknown,
    @Req() { mawa: { language } }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      PartDto,
      body,
      language,
      async ({ why }) => {
        await this.files.part(actor, id, mergeId, why);
        return redirect(`/people/${id}`, { kind: 'success', key: 'duplicates:done.parted' });
      },
      (form) => this.view(actor, id, mergeId, language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    mergeId: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const found = await this.files.partConsequences(actor, id, mergeId);
    return page('duplicates/part', partModel(id, found, language, form));
  }
}
