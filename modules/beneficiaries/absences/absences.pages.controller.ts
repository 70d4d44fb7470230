import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { AbsencesPage } from './absences-page.service';
import { HandOverCaseloadDto, NameDeputyDto } from './absences.dto';
import { AbsentColleagues } from './absent-colleagues.service';
import { CaseloadHandovers } from './caseload-handovers.service';
import { Deputies } from './deputies.service';

type PageResponse = Promise<PageView | PageRedirect>;

const done = (key: string, values: object = {}): PageRedirect =>
  redirect('/absences', { kind: 'success', key: `absences:${key}`, ...values });

@ApiExcludeController()
@Controller('absences')
export class AbsencesPagesController {
  constructor(
    private readonly page: AbsencesPage,
    private readonly deputies: Deputies,
    private readonly handovers: CaseloadHandovers,
    private readonly absent: AbsentColleagues,
  ) {}

  @Allow('absences:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Query('from') from: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const handover = newForm(typeof from === 'string' ? { fromId: from } : {});
    return this.page.show(actor, mawa.language, { handover });
  }

  @Allow('deputies:name')
  @Post('deputies')
  name(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NameDeputyDto,
      body,
      mawa.language,
      async (typed) => {
        const { waits } = await this.deputies.name(actor, typed);
        return done(waits ? 'done.asked' : 'done.named');
      },
      (deputy) => this.page.show(actor, mawa.language, { deputy }),
    );
  }

  @Allow('deputies:confirm')
  @Post('deputies/:id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.deputies.confirm(actor, id);
    return done('done.confirmed');
  }

  @Allow('absences:read')
  @Post('deputies/:id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.deputies.end(actor, id);
    return done('done.ended');
  }

  @Allow('caseload:hand-over')
  @Post('handovers')
  handOver(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      HandOverCaseloadDto,
      body,
      mawa.language,
      async (typed) => {
        const { leftOut } = await this.handovers.handOver(actor, typed);
        const key = `absences:done.${leftOut > 0 ? 'handed_over_partly' : 'handed_over'}`;
        const flash = { kind: 'success', key } as const;
        return redirect(
          '/absences',
          await this.absent.messageAfter(actor, mawa.language, typed.toId, flash),
        );
      },
      (handover) => this.page.show(actor, mawa.language, { handover }),
    );
  }
}
