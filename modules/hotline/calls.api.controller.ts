import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, QuarterDto, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { CallBacks } from './call-backs.service';
import { CallLinks } from './call-links.service';
import { CallerBlocks } from './caller-blocks.service';
import { AttemptDto, CallBackDto } from './dto/call-back.dto';
import {
  CallBlockDto,
  EndCallDto,
  CallLinkDto,
  OpenCasesDto,
  BedNeedDto,
  SaveCallDto,
} from './dto/call.dto';
import { DayDto } from './dto/hotline.dto';
import { HotlineFiguresService } from './hotline-figures.service';
import { OpenFromCall } from './open-from-call.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';

@ApiTags('hotline')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/hotline')
export class CallsApiController {
  constructor(
    private readonly taking: TakeCalls,
    private readonly reading: ReadCalls,
    private readonly callers: CallerBlocks,
    private readonly opening: OpenFromCall,
    private readonly links: CallLinks,
    private readonly figures: HotlineFiguresService,
  ) {}

  /**
   * List the calls of the hotline on a day.
   * Calls of the line on a day, without a word of what was said.
   */
  @Allow('hotline:read')
  @Get('calls')
  day(@CurrentActor() actor: Actor, @Query() { day }: DayDto) {
    return this.reading.day(actor, day ?? null);
  }

  /** Begin the record of a call. */
  @Allow('hotline:answer')
  @Post('calls')
  begin(@CurrentActor() actor: Actor, @RequestId() requestId: string | null) {
    return this.taking.begin(actor, requestId);
  }

  /** Show a call. */
  @Allow('hotline:read')
  @Get('calls/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.reading.one(actor, id);
  }

  /** Save the record of a call. */
  @Allow('hotline:answer')
  @Put('calls/:id')
  save(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: SaveCallDto) {
    return this.taking.save(actor, id, body);
  }

  /** End a call. */
  @Allow('hotline:answer')
  @Post('calls/:id/end')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: EndCallDto) {
    return this.taking.end(actor, id, body);
  }

  /**
   * Read the sealed notes of a call.
   * What was typed; recorded.
   */
  @Allow('hotline:words')
  @Post('calls/:id/words')
  @HttpCode(200)
  words(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.reading.show(actor, id);
  }

  /**
   * Find beds that fit the people of a call tonight.
   * Beds that would fit these people tonight, the first three; nothing is opened yet.
   */
  @Allow('hotline:place')
  @Post('calls/:id/beds')
  @HttpCode(200)
  beds(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: BedNeedDto) {
    return this.opening.propose(actor, id, body);
  }

  /**
   * Open the cases of a call and hold a bed for them.
   * Files, request, hold and link in one go, or nothing.
   */
  @Allow('hotline:place')
  @Post('calls/:id/placement')
  place(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OpenCasesDto,
    @RequestId() requestId: string | null,
  ) {
    return this.opening.run(actor, id, body, requestId);
  }

  /**
   * Hold the beds of a call longer.
   * While the call goes on, by the operator who took it, up to the longest time of a hold.
   */
  @Allow('hotline:place')
  @Post('calls/:id/hold-renewal')
  @HttpCode(200)
  renewHold(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.opening.renewHold(actor, id);
  }

  /** Link a call to a case. */
  @Allow('hotline:link')
  @Post('calls/:id/links')
  link(@CurrentActor() actor: Actor, @Id() id: string, @Body() { caseNumber }: CallLinkDto) {
    return this.links.link(actor, id, caseNumber);
  }

  /** Remove the link of a call to a case. */
  @Allow('hotline:unlink')
  @Delete('links/:linkId')
  @HttpCode(204)
  async unlink(@CurrentActor() actor: Actor, @Id('linkId') id: string) {
    await this.links.unlink(actor, id);
  }

  /** Block a caller. */
  @Allow('hotline:block')
  @Post('calls/:id/block')
  block(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: CallBlockDto) {
    return this.callers.block(actor, id, body);
  }

  /** Lift the block of a caller. */
  @Allow('hotline:block')
  @Delete('blocks/:blockId')
  @HttpCode(204)
  lift(@CurrentActor() actor: Actor, @Id('blockId') id: string) {
    return this.callers.lift(actor, id);
  }

  /** Show the figures of the hotline for a quarter. */
  @Allow('hotline:figures')
  @Get('figures')
  numbers(@CurrentActor() actor: Actor, @Query() { quarter }: QuarterDto) {
    return this.figures.of(actor, quarter ?? null);
  }
}

@ApiTags('hotline')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/hotline')
export class CallBacksApiController {
  constructor(private readonly callBacks: CallBacks) {}

  /** Promise to call a person back. */
  @Allow('hotline:call-back')
  @Post('calls/:id/call-backs')
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: CallBackDto,
    @RequestId() requestId: string | null,
  ) {
    return this.callBacks.open(actor, id, body, requestId);
  }

  /** List the call-backs to make. */
  @Allow('hotline:read')
  @Get('call-backs')
  list(@CurrentActor() actor: Actor) {
    return this.callBacks.list(actor);
  }

  /** Show a call-back. */
  @Allow('hotline:read')
  @Get('call-backs/:callBackId')
  one(@CurrentActor() actor: Actor, @Id('callBackId') id: string) {
    return this.callBacks.one(actor, id);
  }

  /**
   * Show the number to call back, and what to say.
   * The number, when and whom one may ring, and what to say; recorded.
   */
  @Allow('hotline:call-back')
  @Post('call-backs/:callBackId/number')
  @HttpCode(200)
  show(@CurrentActor() actor: Actor, @Id('callBackId') id: string) {
    return this.callBacks.show(actor, id);
  }

  /** Record an attempt to call back. */
  @Allow('hotline:call-back')
  @Post('call-backs/:callBackId/attempts')
  attempt(
    @CurrentActor() actor: Actor,
    @Id('callBackId') id: string,
    @Body() body: AttemptDto,
    @RequestId() requestId: string | null,
  ) {
    return this.callBacks.attempt(actor, id, body, requestId);
  }

  /**
   * Close a call-back because the person called again.
   * She called by herself.
   */
  @Allow('hotline:call-back')
  @Delete('call-backs/:callBackId')
  @HttpCode(204)
  calledAgain(@CurrentActor() actor: Actor, @Id('callBackId') id: string) {
    return this.callBacks.calledAgain(actor, id);
  }
}
