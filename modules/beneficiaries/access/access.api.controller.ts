import { Body, Controller, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { CaseAccess } from '../case-access.service';
import { AssignDto, AssignTeamDto, KeepApartDto } from '../dto/change-person.dto';
import {
  AnswerLiftDto,
  BlockColleagueDto,
  ColleagueDto,
  EndKeepApartDto,
  RestrictDto,
} from './access.dto';
import { Conflicts } from './conflicts.service';
import { KeepApart } from './keep-apart.service';
import { Restrictions } from './restrictions.service';
import { WhoHasAccess } from './who-has-access.service';

@ApiTags('access to a case')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id')
export class CaseAccessApiController {
  constructor(
    private readonly who: WhoHasAccess,
    private readonly access: CaseAccess,
    private readonly conflicts: Conflicts,
    private readonly restrictions: Restrictions,
    private readonly apart: KeepApart,
  ) {}

  /**
   * Show who may see a case, and who has looked at it.
   * Who sees this case and who did, for those who answer for it. Recorded.
   */
  @Allow('people:see-access')
  @Get('access')
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.who.of(actor, id);
  }

  /** Give a colleague access to a case. */
  @Allow('people:assign')
  @Post('access')
  @HttpCode(204)
  assign(@CurrentActor() actor: Actor, @Id() id: string, @Body() { userId, until }: AssignDto) {
    return this.access.assign(actor, id, userId, until);
  }

  /** Give a team access to a case. */
  @Allow('people:assign')
  @Post('access/teams')
  @HttpCode(204)
  assignToTeam(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { teamId, teamUntil }: AssignTeamDto,
  ) {
    return this.access.assignToTeam(actor, id, teamId, teamUntil);
  }

  /**
   * Hand a case over to a colleague.
   * The colleague has the case and you no longer have it.
   */
  @Allow('people:assign')
  @Post('access/hand-over')
  @HttpCode(204)
  handOver(@CurrentActor() actor: Actor, @Id() id: string, @Body() { userId }: ColleagueDto) {
    return this.access.handOver(actor, id, userId);
  }

  /** End the access of a colleague to a case. */
  @Allow('people:assign')
  @Delete('access/:userId')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string, @Id('userId') userId: string) {
    return this.access.end(actor, id, userId);
  }

  /** Block a colleague from a case. */
  @Allow('people:block')
  @Post('blocks')
  block(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: BlockColleagueDto,
    @RequestId() requestId: string | null,
  ) {
    return this.conflicts.block(actor, id, body, requestId);
  }

  /** Lift the block of a colleague. */
  @Allow('people:block')
  @Delete('blocks/:blockId')
  @HttpCode(204)
  liftBlock(@CurrentActor() actor: Actor, @Id() id: string, @Id('blockId') blockId: string) {
    return this.conflicts.lift(actor, id, blockId);
  }

  /** Restrict a case to named colleagues. */
  @Allow('people:restrict')
  @Post('restriction')
  restrict(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: RestrictDto,
    @RequestId() requestId: string | null,
  ) {
    return this.restrictions.set(actor, id, body, requestId);
  }

  /** Name a colleague who may see a restricted case. */
  @Allow('people:name')
  @Post('restriction/names')
  @HttpCode(204)
  name(@CurrentActor() actor: Actor, @Id() id: string, @Body() { userId }: ColleagueDto) {
    return this.restrictions.name(actor, id, userId);
  }

  /** Remove a colleague from those who may see a restricted case. */
  @Allow('people:name')
  @Delete('restriction/names/:userId')
  @HttpCode(204)
  unname(@CurrentActor() actor: Actor, @Id() id: string, @Id('userId') userId: string) {
    return this.restrictions.unname(actor, id, userId);
  }

  /** Ask that the restriction of a case be lifted. */
  @Allow('people:restrict')
  @Post('restriction/lift')
  @HttpCode(204)
  askLift(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.restrictions.askLift(actor, id);
  }

  /** Answer whether the restriction of a case is lifted. */
  @Allow('people:name')
  @Post('restriction/lift/answer')
  @HttpCode(204)
  answerLift(@CurrentActor() actor: Actor, @Id() id: string, @Body() { lift }: AnswerLiftDto) {
    return this.restrictions.answerLift(actor, id, lift);
  }

  /** Record that two people must be kept apart. */
  @Allow('people:keep-apart')
  @Post('keep-apart')
  keepApart(@CurrentActor() actor: Actor, @Id() id: string, @Body() { otherCaseId }: KeepApartDto) {
    return this.apart.decide(actor, id, otherCaseId);
  }

  /** End the rule that keeps two people apart. */
  @Allow('people:keep-apart')
  @Post('keep-apart/:apartId/end')
  @HttpCode(204)
  endKeepApart(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('apartId') apartId: string,
    @Body() { reason }: EndKeepApartDto,
  ) {
    return this.apart.end(actor, id, apartId, reason);
  }
}
