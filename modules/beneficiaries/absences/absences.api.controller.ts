import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { HandOverCaseloadDto, NameDeputyDto } from './absences.dto';
import { CaseloadHandovers } from './caseload-handovers.service';
import { Deputies } from './deputies.service';

@ApiTags('access to a case')
@Controller('api/v1')
export class AbsencesApiController {
  constructor(
    private readonly deputies: Deputies,
    private readonly handovers: CaseloadHandovers,
  ) {}

  /** List the deputies of absent colleagues. */
  @Allow('absences:read')
  @Get('deputies')
  list(@CurrentActor() actor: Actor) {
    return this.deputies.list(actor);
  }

  /** Name a deputy for the time of an absence. */
  @Allow('deputies:name')
  @Post('deputies')
  name(@CurrentActor() actor: Actor, @Body() body: NameDeputyDto) {
    return this.deputies.name(actor, body);
  }

  /** Confirm a deputy. */
  @Allow('deputies:confirm')
  @Post('deputies/:id/confirmation')
  @HttpCode(204)
  confirm(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.deputies.confirm(actor, id);
  }

  /** End the time of a deputy. */
  @Allow('absences:read')
  @Post('deputies/:id/end')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.deputies.end(actor, id);
  }

  /** List the caseloads that were handed over. */
  @Allow('absences:read')
  @Get('caseload-handovers')
  handedOver(@CurrentActor() actor: Actor) {
    return this.handovers.list(actor);
  }

  /** List the colleagues whose caseload can be handed over. */
  @Allow('caseload:hand-over')
  @Get('caseload-handovers/sources')
  sources(@CurrentActor() actor: Actor) {
    return this.handovers.sources(actor);
  }

  /** Hand a caseload over to a colleague. */
  @Allow('caseload:hand-over')
  @Post('caseload-handovers')
  handOver(@CurrentActor() actor: Actor, @Body() body: HandOverCaseloadDto) {
    return this.handovers.handOver(actor, body);
  }
}
