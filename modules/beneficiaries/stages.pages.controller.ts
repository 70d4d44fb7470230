import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { CaseTabs } from './case-tabs.service';
import { ChangeStageDto } from './dto/change-person.dto';
import { Stages } from './stages.service';
import { stagesModel } from './stages.view';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/stages')
export class StagesPagesController {
  constructor(
    private readonly stages: Stages,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('people:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('people:change')
  @Post()
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChangeStageDto,
      body,
      mawa.language,
      async (step) => {
        await this.stages.change(actor, id, step);
        return redirect(`/people/${id}`, { kind: 'success', key: 'people:file.stage_changed' });
      },
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const history = await this.stages.history(actor, id);
    const tabs = await this.tabs.row(actor, language, id, 'stages');
    return page('people/stages', { ...stagesModel(actor, language, id, history, form), tabs });
  }
}
