import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { Id } from '../../platform/web/id.decorator';
import { CaseAccess } from '../case-access.service';
import { AssignDto, AssignTeamDto } from '../dto/change-person.dto';
import { AbsentColleagues } from '../absences/absent-colleagues.service';
import { AnswerLiftForm, BlockForm, HandOverForm, NameForm, RestrictForm } from './access.dto';
import { AccessPage, type AccessFormName } from './access-page.service';
import { Conflicts } from './conflicts.service';
import { renameErrorField } from './form-fields.errors';
import { Restrictions } from './restrictions.service';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id')
export class CaseAccessPagesController {
  constructor(
    private readonly page: AccessPage,
    private readonly access: CaseAccess,
    private readonly conflicts: Conflicts,
    private readonly restrictions: Restrictions,
    private readonly absent: AbsentColleagues,
  ) {}

  @Allow('people:see-access')
  @Get('access')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.page.show(actor, id, mawa.language);
  }

  @Allow('people:assign')
  @Post('access')
  assign(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const posted = { actor, id, body, request, to: ({ userId }: AssignDto) => userId };
    return this.form('assign', AssignDto, posted, ({ userId, until }) =>
      this.access.assign(actor, id, userId, until),
    );
  }

  @Allow('people:assign')
  @Post('access/teams')
  assignToTeam(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const posted = { actor, id, body, request };
    return this.form('assignToTeam', AssignTeamDto, posted, ({ teamId, teamUntil }) =>
      renameErrorField({ until: 'teamUntil' }, () =>
        this.access.assignToTeam(actor, id, teamId, teamUntil),
      ),
    );
  }

  /** Afterwards the case is no longer one's own to look at: back to the list. */
  @Allow('people:assign')
  @Post('access/hand-over')
  handOver(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form(
      'handOver',
      HandOverForm,
      { actor, id, body, request, leadsTo: '/people', to: (typed) => typed.successorId },
      ({ successorId }) =>
        renameErrorField({ userId: 'successorId' }, () =>
          this.access.handOver(actor, id, successorId),
        ),
    );
  }

  @Allow('people:assign')
  @Post('access/:userId/end')
  async end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('userId') userId: string,
  ): Promise<PageRedirect> {
    await this.access.end(actor, id, userId);
    const leadsTo = userId === actor.userId ? '/people' : `/people/${id}/access`;
    return redirect(leadsTo, { kind: 'success', key: 'case-access:done.end' });
  }

  @Allow('people:block')
  @Post('blocks')
  block(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('block', BlockForm, { actor, id, body, request }, (typed) =>
      renameErrorField({ userId: 'blockedId', until: 'blockUntil' }, () =>
        this.conflicts.block(actor, id, {
          userId: typed.blockedId,
          scope: typed.blockScope,
          reason: typed.blockReason,
          until: typed.blockUntil,
        }),
      ),
    );
  }

  @Allow('people:block')
  @Post('blocks/:blockId/end')
  async liftBlock(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('blockId') blockId: string,
  ): Promise<PageRedirect> {
    await this.conflicts.lift(actor, id, blockId);
    return redirect(`/people/${id}/access`, { kind: 'success', key: 'case-access:done.unblock' });
  }

  @Allow('people:restrict')
  @Post('restriction')
  restrict(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('restrict', RestrictForm, { actor, id, body, request }, (typed) =>
      renameErrorField({ userId: 'namedIds' }, () =>
        this.restrictions.set(actor, id, { reason: typed.restrictReason, userIds: typed.namedIds }),
      ),
    );
  }

  @Allow('people:name')
  @Post('restriction/names')
  name(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('name', NameForm, { actor, id, body, request }, ({ nameId }) =>
      renameErrorField({ userId: 'nameId' }, () => this.restrictions.name(actor, id, nameId)),
    );
  }

  @Allow('people:name')
  @Post('restriction/names/:userId/end')
  async unname(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('userId') userId: string,
  ): Promise<PageRedirect> {
    await this.restrictions.unname(actor, id, userId);
    const leadsTo = userId === actor.userId ? '/people' : `/people/${id}/access`;
    return redirect(leadsTo, { kind: 'success', key: 'case-access:done.unname' });
  }

  @Allow('people:restrict')
  @Post('restriction/lift')
  async askLift(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.restrictions.askLift(actor, id);
    return redirect(`/people/${id}/access`, { kind: 'info', key: 'case-access:done.ask_lift' });
  }

  @Allow('people:name')
  @Post('restriction/lift/answer')
  answerLift(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('answerLift', AnswerLiftForm, { actor, id, body, request }, ({ lift }) =>
      this.restrictions.answerLift(actor, id, lift === 'yes'),
    );
  }

  private form<T extends object>(
    name: AccessFormName,
    Dto: DtoClass<T>,
    asked: {
      actor: Actor;
      id: string;
      body: unknown;
      request: FastifyRequest;
      leadsTo?: string;
      /** The colleague who is given the case. */
      to?: (typed: T) => string;
    },
    act: (typed: T) => Promise<unknown>,
  ): PageResponse {
    const { actor, id, body, request, leadsTo = `/people/${id}/access` } = asked;
    const { language } = request.mawa;
    return submitForm(
      Dto,
      body,
      language,
      async (typed) => {
        await act(typed);
        const flash = { kind: 'success', key: `case-access:done.${name}` } as const;
        return redirect(
          leadsTo,
          await this.absent.messageAfter(actor, language, asked.to?.(typed), flash),
        );
      },
      (form) => this.page.show(actor, id, language, { [name]: form }),
    );
  }
}
