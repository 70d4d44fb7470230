import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import {
  DutyDto,
  FollowIncidentDto,
  GiveDto,
  HandoverDto,
  IncidentDto,
  OutingDto,
  SwitchDto,
  VisitDto,
} from './daily.dto';
import { Duties } from './duties.service';
import { Handovers } from './handovers.service';
import { Incidents } from './incidents.service';
import { ItemsIssued } from './items.service';
import { Register } from './register.service';

@ApiTags('house')
@Controller('api/v1')
export class DailyApiController {
  constructor(
    private readonly register: Register,
    private readonly incidents: Incidents,
    private readonly handovers: Handovers,
    private readonly duties: Duties,
    private readonly items: ItemsIssued,
  ) {}

  /** Show who is in the house and who visits. */
  @Allow('register:keep')
  @Get('houses/:id/register')
  inside(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.register.of(actor, id);
  }

  /** Record that a person goes out. */
  @Allow('register:keep')
  @Post('bookings/:id/outings')
  out(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: OutingDto) {
    return this.register.goesOut(actor, id, body);
  }

  /** Record that a person is back. */
  @Allow('register:keep')
  @Post('outings/:id/return')
  back(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.register.comesBack(actor, id);
  }

  /** Record a visitor. */
  @Allow('register:keep')
  @Post('houses/:id/visits')
  visit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: VisitDto,
    @RequestId() requestId: string | null,
  ) {
    return this.register.signIn(actor, id, body, requestId);
  }

  /** Record that a visitor leaves. */
  @Allow('register:keep')
  @Post('visits/:id/end')
  leaves(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.register.signOut(actor, id);
  }

  /** List the incidents of a house. */
  @Allow('incidents:write')
  @Get('houses/:id/incidents')
  async list(@CurrentActor() actor: Actor, @Id() id: string) {
    return { incidents: await this.incidents.list(actor, id) };
  }

  /** Record an incident. */
  @Allow('incidents:write')
  @Post('houses/:id/incidents')
  write(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: IncidentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.incidents.write(actor, id, body, requestId);
  }

  /** Show an incident. */
  @Allow('incidents:read')
  @Get('incidents/:id')
  incident(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.incidents.one(actor, id);
  }

  /**
   * Add a note to an incident.
   * With `severity` it is raised, and told as a new incident of that severity is.
   */
  @Allow('incidents:write')
  @Post('incidents/:id/notes')
  follow(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { text, severity }: FollowIncidentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.incidents.follow(actor, id, { text, severity }, requestId);
  }

  /** Close an incident. */
  @Allow('incidents:close')
  @Post('incidents/:id/closing')
  close(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { text, severity }: FollowIncidentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.incidents.follow(actor, id, { text, severity, close: true }, requestId);
  }

  /** List the handover notes of a house. */
  @Allow('handovers:keep')
  @Get('houses/:id/handovers')
  notes(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handovers.of(actor, id);
  }

  /** Write a handover note. */
  @Allow('handovers:keep')
  @Post('houses/:id/handovers')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { text }: HandoverDto,
    @RequestId() requestId: string | null,
  ) {
    return this.handovers.write(actor, id, text, requestId);
  }

  /** Mark a handover note as read. */
  @Allow('handovers:keep')
  @Post('handovers/:id/reading')
  @HttpCode(200)
  read(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handovers.acknowledge(actor, id);
  }

  /** List who is on duty in a house. */
  @Allow('handovers:keep')
  @Get('houses/:id/duties')
  async onDuty(@CurrentActor() actor: Actor, @Id() id: string) {
    return { duties: await this.duties.of(actor, id) };
  }

  /** Say that the account is on duty in a house from now on. */
  @Allow('handovers:keep')
  @Post('houses/:id/duties')
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { hours }: DutyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.duties.begin(actor, id, hours, requestId);
  }

  /** Say that the account is no longer on duty in a house. */
  @Allow('handovers:keep')
  @Post('houses/:id/duties/end')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.duties.end(actor, id);
  }

  /** List the items given out in a house. */
  @Allow('items:give')
  @Get('houses/:id/items')
  given(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.items.of(actor, id);
  }

  /** Record items given to people. */
  @Allow('items:give')
  @Post('houses/:id/items')
  give(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: GiveDto,
    @RequestId() requestId: string | null,
  ) {
    return this.items.give(actor, id, body, requestId);
  }

  /** Undo the record of a given item. */
  @Allow('items:give')
  @Post('items/:id/undo')
  takeBack(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.items.undo(actor, id);
  }

  /** Switch the recording of items on or off. */
  @Allow('items:switch')
  @Post('houses/:id/items/switch')
  switch(@CurrentActor() actor: Actor, @Id() id: string, @Body() { on }: SwitchDto) {
    return this.items.switch(actor, id, on);
  }
}
