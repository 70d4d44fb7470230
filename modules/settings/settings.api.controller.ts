import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { SettingProposals } from './setting-proposals.service';
import { CancelSettingDto, DecideSettingDto, ProposeSettingDto } from './settings.dto';
import { Settings } from './settings.service';

@ApiTags('settings')
@Controller('api/v1')
export class SettingsApiController {
  constructor(
    private readonly settings: Settings,
    private readonly proposals: SettingProposals,
  ) {}

  /**
   * List the settings with their values.
   * Every setting with what it may hold, the value in force and how many changes wait.
   */
  @Allow('settings:read')
  @Get('settings')
  list(@CurrentActor() actor: Actor) {
    return this.settings.list(actor);
  }

  /**
   * Show a setting with its history.
   * One setting with its history, what comes into force later and what waits for a second person.
   */
  @Allow('settings:read')
  @Get('settings/:key')
  one(@CurrentActor() actor: Actor, @Param('key') key: string) {
    return this.settings.one(actor, key);
  }

  /** Propose a new value of a setting. */
  @Allow('settings:propose')
  @Post('settings/:key/proposals')
  propose(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() given: ProposeSettingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.proposals.propose(actor, key, given, requestId);
  }

  /**
   * Cancel a change of a setting before it takes effect.
   * Takes a confirmed change back before its day; confirmed as the change was.
   */
  @Allow('settings:propose')
  @Post('setting-proposals/:id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { source }: CancelSettingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.proposals.cancel(actor, id, source, requestId);
  }

  /** Confirm or refuse a change of a setting. */
  @Allow('settings:decide')
  @Post('setting-proposals/:id/decisions')
  @HttpCode(200)
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { decision }: DecideSettingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.proposals.decide(actor, id, decision, requestId);
  }
}
